package html

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/document/place"
	"github.com/refcheck/refcheck/internal/document/text"
)

// block is a stretch of the page that stands by itself: a paragraph, or a whole item of a list.
type block struct {
	text.Paragraph
	// listed says that it stands in a list of references.
	listed bool
	// exact is what COinS says of it, doi what a link in it points to.
	exact *biblio.Item
	doi   string
}

// page is a page while it is read.
type page struct {
	file    string
	tokens  *html.Tokenizer
	places  *place.Cursor
	offset  int
	blocks  []*block
	byPlace map[biblio.Location]*block
	hidden  []biblio.Reference // of COinS and meta tags
	open    []element
	text    strings.Builder
	current *block
}

// element is an element that is open.
type element struct {
	tag     atom.Atom
	list    bool // it is a list of references
	entry   bool // all that stands in it is one block
	skipped bool
	count   int // of the items of a list, so far
}

// deepest is how many elements are kept open; real pages have some dozens.
const deepest = 512

func newPage(file, source string) *page {
	return &page{
		file: file, tokens: html.NewTokenizer(strings.NewReader(source)), places: place.New(source), byPlace: map[biblio.Location]*block{},
	}
}

// read goes through the page.
func (p *page) read() {
	for {
		kind := p.tokens.Next()
		at := p.offset
		p.offset += len(p.tokens.Raw())
		switch kind {
		case html.ErrorToken:
			p.flush()
			return
		case html.TextToken:
			p.write(string(p.tokens.Text()), at)
		case html.StartTagToken, html.SelfClosingTagToken:
			p.begin(p.tokens.Token(), at)
		case html.EndTagToken:
			name, _ := p.tokens.TagName()
			p.end(atom.Lookup(name))
		default:
		}
	}
}

// hiddenTags are elements whose text is not shown, or is not the page's own.
var hiddenTags = []atom.Atom{atom.Script, atom.Style, atom.Noscript, atom.Template, atom.Svg, atom.Button, atom.Select, atom.Head, atom.Nav}

// voidTags are elements that have no end.
var voidTags = []atom.Atom{atom.Br, atom.Hr, atom.Img, atom.Input, atom.Link, atom.Meta, atom.Wbr, atom.Area, atom.Base, atom.Col, atom.Embed, atom.Source, atom.Track, atom.Param}

// blockTags are elements that part what stands before, in and behind them.
var blockTags = []atom.Atom{
	atom.P, atom.Div, atom.Li, atom.Ol, atom.Ul, atom.Dl, atom.Dt, atom.Dd, atom.Section, atom.Article, atom.Aside, atom.Header, atom.Footer, atom.Main, atom.Table, atom.Tbody, atom.Tr,
	atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Blockquote, atom.Pre, atom.Figure, atom.Figcaption, atom.Hr, atom.Form, atom.Address, atom.Details, atom.Summary, atom.Body, atom.Html,
}

// closers are elements that end one of their kind that was left open, holders those that keep them
// from doing so.
var (
	closers = []atom.Atom{atom.Li, atom.P, atom.Tr, atom.Dd, atom.Dt}
	holders = []atom.Atom{atom.Ol, atom.Ul, atom.Table, atom.Dl, atom.Div, atom.Section}
)

var headings = []atom.Atom{atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6}

var (
	listName  = regexp.MustCompile(`(?i)(?:^|[\s_-])(?:ref-?list|references?|reference-?list|references-?list|bibliography|doc-bibliography|csl-bib-body|citation-?list|citations|works-?cited|literatur(?:e|verzeichnis))(?:$|[\s_-])`)
	entryName = regexp.MustCompile(`(?i)(?:^|\s)(?:csl-entry|doc-biblioentry|bib-?entry|bib-?item|biblioentry|citation|reference|ref|ref-content|reference-item)(?:$|\s)`)
)

// begin reads a start tag.
func (p *page) begin(t html.Token, at int) {
	if t.DataAtom == atom.Meta {
		p.meta(t, at)
	}
	if t.DataAtom == atom.Br {
		p.write(lineBreak, at)
	}
	block := slices.Contains(blockTags, t.DataAtom)
	inEntry := p.within(func(e element) bool { return e.entry })
	if block && !inEntry {
		p.flush()
	} else if block {
		p.write(" ", at)
	}
	p.attributes(t, at)
	if t.Type == html.SelfClosingTagToken || slices.Contains(voidTags, t.DataAtom) {
		return
	}
	p.close(t.DataAtom)
	e := element{tag: t.DataAtom, skipped: slices.Contains(hiddenTags, t.DataAtom)}
	names := attr(t, "class") + " " + attr(t, "id") + " " + attr(t, "role")
	if block && t.DataAtom != atom.Body && t.DataAtom != atom.Html && t.DataAtom != atom.Li {
		e.list = listName.MatchString(names)
	}
	e.entry = t.DataAtom == atom.Li || t.DataAtom == atom.Tr || t.DataAtom == atom.Dd || block && !e.list && entryName.MatchString(names)
	if len(p.open) < deepest {
		p.open = append(p.open, e)
	}
	if t.DataAtom == atom.Li && !inEntry {
		p.number(at)
	}
}

// close ends an element that the beginning of another of its kind ends: an item, a paragraph, a row.
func (p *page) close(tag atom.Atom) {
	if !slices.Contains(closers, tag) {
		return
	}
	for i := len(p.open) - 1; i >= 0 && i >= len(p.open)-8; i-- {
		if p.open[i].tag == tag {
			p.end(tag)
			return
		}
		if slices.Contains(holders, p.open[i].tag) {
			return
		}
	}
}

// number writes the number of an item of an <ol>, unless the item has one in its text.
func (p *page) number(at int) {
	for i := len(p.open) - 1; i >= 0; i-- {
		e := &p.open[i]
		if e.tag == atom.Ul {
			return
		}
		if e.tag == atom.Ol {
			e.count++
			p.touch(at)
			p.text.WriteString(strconv.Itoa(e.count) + ". ")
			return
		}
	}
}

// ownNumber is a number that an item of a numbered list has in its text besides.
var ownNumber = regexp.MustCompile(`^\d+\. ((?:\[\d+\]|\(\d+\)|\d+\.)\s)`)

// end reads an end tag: it ends the element and those in it that were left open.
func (p *page) end(tag atom.Atom) {
	for i := len(p.open) - 1; i >= 0 && i >= len(p.open)-32; i-- {
		if p.open[i].tag != tag {
			continue
		}
		if slices.Contains(blockTags, tag) && !slices.ContainsFunc(p.open[:i], func(e element) bool { return e.entry }) {
			p.flushAs(slices.Contains(headings, tag))
		}
		p.open = p.open[:i]
		return
	}
}

func (p *page) within(is func(element) bool) bool { return slices.ContainsFunc(p.open, is) }

// write appends text to the block at hand.
func (p *page) write(s string, at int) {
	if p.within(func(e element) bool { return e.skipped }) {
		return
	}
	if body := strings.TrimLeft(s, " \t\r\n"); body != "" {
		p.touch(at + len(s) - len(body))
	}
	p.text.WriteString(s)
}

// touch begins a block, if none has begun.
func (p *page) touch(at int) {
	if p.current == nil {
		p.current = &block{Paragraph: text.Paragraph{Place: p.places.Location(p.file, at)}}
	}
}

func (p *page) flush() { p.flushAs(false) }

// lineBreak stands for a <br> in the text of a block.
const lineBreak = "\v"

// flushAs ends the block at hand.
func (p *page) flushAs(heading bool) {
	b := p.current
	lines := strings.Split(p.text.String(), lineBreak)
	for i, l := range lines {
		lines[i] = strings.Join(strings.Fields(l), " ")
	}
	words := strings.Trim(strings.Join(lines, lineBreak), " "+lineBreak)
	p.text.Reset()
	p.current = nil
	if b == nil || words == "" {
		return
	}
	if m := ownNumber.FindStringSubmatch(words); m != nil {
		words = words[len(m[0])-len(m[1]):]
	}
	b.Text, b.Heading = words, heading || p.within(func(e element) bool { return slices.Contains(headings, e.tag) })
	b.listed = p.within(func(e element) bool { return e.list })
	p.blocks = append(p.blocks, b)
	p.byPlace[b.Place] = b
}

// attributes takes what a tag says of the reference in which it stands.
func (p *page) attributes(t html.Token, at int) {
	if t.DataAtom == atom.Span && strings.Contains(attr(t, "class"), "Z3988") {
		if item, ok := coins(attr(t, "title")); ok {
			p.hide(item, at)
			if p.current != nil && p.current.exact == nil {
				p.current.exact = &item
			}
		}
	}
	if href := attr(t, "href"); t.DataAtom == atom.A && p.current != nil && p.current.doi == "" && strings.Contains(href, "doi.org/") {
		p.current.doi = biblio.DOI(href)
	}
}

// hide keeps a reference that the page does not show.
func (p *page) hide(item biblio.Item, at int) {
	p.hidden = append(p.hidden, biblio.Reference{
		Item: item, Location: p.places.Location(p.file, at), Confidence: 1, Raw: strings.TrimSpace(item.Title),
	})
}

func (p *page) meta(t html.Token, at int) {
	if strings.EqualFold(attr(t, "name"), "citation_reference") {
		if item, ok := highwire(attr(t, "content")); ok {
			p.hide(item, at)
		}
	}
}

// attr returns the value of an attribute, or "".
func attr(t html.Token, name string) string {
	for _, a := range t.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}
