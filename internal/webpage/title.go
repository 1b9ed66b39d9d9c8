package webpage

import (
	"bytes"
	"io"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/charset"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/fold"
	"github.com/refcheck/refcheck/internal/registry"
)

// maxTitles bounds the titles of a page.
const maxTitles = 12

// decoded returns a page as UTF-8; one whose encoding nobody knows, as it is.
func decoded(body []byte, contentType string) io.Reader {
	r, err := charset.NewReader(bytes.NewReader(body), contentType)
	if err != nil {
		return bytes.NewReader(body)
	}
	return r
}

// titleNames are the names and properties of <meta> that give a page's title.
var titleNames = []string{"og:title", "twitter:title", "citation_title", "dc.title", "dcterms.title"}

// read returns the titles of a page: those that it gives itself, its headings, and the cited one where
// that stands anywhere in its text.
func read(r io.Reader, cited string) biblio.Work {
	p := page{tokens: html.NewTokenizer(r)}
	p.tokens.SetMaxBuf(maxPage)
	for p.next() {
	}
	var w biblio.Work
	if key := fold.Key(cited); key != "" && strings.Contains(" "+fold.Key(p.text.String())+" ", " "+key+" ") {
		p.add(cited)
	}
	if len(p.titles) > 0 {
		w.Title, w.OtherTitles = p.titles[0], p.titles[1:]
	}
	return w
}

// page is what was read of a page so far.
type page struct {
	tokens *html.Tokenizer
	titles []string
	text   strings.Builder
	// within is the element whose text is a title, heading what of it was read.
	within  string
	heading strings.Builder
	hidden  bool // in a script or a style
}

// next takes in one token and reports whether there may be another.
func (p *page) next() bool {
	switch p.tokens.Next() {
	case html.ErrorToken:
		return false
	case html.StartTagToken, html.SelfClosingTagToken:
		t := p.tokens.Token()
		switch t.Data {
		case "title", "h1", "h2":
			p.within = t.Data
			p.heading.Reset()
		case "meta":
			p.meta(t)
		case "script", "style", "noscript":
			p.hidden = t.Type == html.StartTagToken
		}
		p.text.WriteByte(' ')
	case html.EndTagToken:
		t := p.tokens.Token()
		switch t.Data {
		case p.within:
			p.add(p.heading.String())
			p.within = ""
		case "script", "style", "noscript":
			p.hidden = false
		}
		p.text.WriteByte(' ')
	case html.TextToken:
		if text := string(p.tokens.Text()); !p.hidden {
			text = html.UnescapeString(text)
			p.text.WriteString(text)
			p.heading.WriteString(text)
		}
	case html.CommentToken, html.DoctypeToken:
	}
	return true
}

// meta takes in a <meta>.
func (p *page) meta(t html.Token) {
	var name, content string
	for _, a := range t.Attr {
		switch a.Key {
		case "name", "property":
			name = strings.ToLower(a.Val)
		case "content":
			content = a.Val
		}
	}
	if slices.Contains(titleNames, name) {
		p.add(content)
	}
}

// add takes in a title.
func (p *page) add(title string) {
	if title = registry.Clean(title); title != "" && len(p.titles) < maxTitles && !slices.Contains(p.titles, title) {
		p.titles = append(p.titles, title)
	}
}
