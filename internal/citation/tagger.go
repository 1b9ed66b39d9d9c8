package citation

import (
	"math"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"github.com/refcheck/refcheck/internal/citation/crf"
)

// tag is a label of the field of labels. Spans of a label that may touch have two: one for the cell at
// which a span begins, one for the rest of it.
type tag struct {
	name  string
	label label
	begin bool
}

// Labels that the tagger knows beside those of spans.
const (
	labelOther  = labelCount + iota // words that say nothing of the work: "see also"
	labelSeries                     // the series of a book or of proceedings
	labelGroup                      // a collaboration or an institution
)

// tags lists the tags in the order of the model.
var tags = []tag{
	{"other", labelOther, false}, {"id", labelNone, false}, {"number", labelNumber, false}, {"date", labelDate, false}, {"in", labelIn, false},
	{"volume", labelVolume, false}, {"issue", labelIssue, false}, {"pages", labelPages, false}, {"edition", labelEdition, false},
	{"genre", labelGenre, false}, {"note", labelNote, false}, {"series", labelSeries, false}, {"group", labelGroup, false},
	{"author", labelAuthor, true}, {"+author", labelAuthor, false}, {"editor", labelEditor, true}, {"+editor", labelEditor, false},
	{"title", labelTitle, true}, {"+title", labelTitle, false}, {"container", labelContainer, true}, {"+container", labelContainer, false},
	{"publisher", labelPublisher, true}, {"+publisher", labelPublisher, false}, {"place", labelPlace, true}, {"+place", labelPlace, false},
}

// tagID is the tag of identifiers, which are found by rules.
const tagID = 1

// Tags returns the names of the tags. Those that begin a span share their name with the tag of its
// rest, which has a plus before it.
func Tags() []string {
	names := make([]string, len(tags))
	for i, t := range tags {
		names[i] = t.name
	}
	return names
}

// Cell is a position of a text that gets a tag: a word, a punctuation character or an identifier.
type Cell struct {
	Text       string
	Word       bool // a word, no punctuation
	Identifier bool
	Number     bool // a word of digits alone
	Features   []uint32
}

// Observe takes a text apart for training, as the tagger does.
func Observe(text string, words map[uint32]uint8) []Cell {
	o := observer{known: wordMap(words)}
	o.read(normalize(text))
	cells := make([]Cell, len(o.cells))
	for i, c := range o.cells {
		t := o.tokens[c.start]
		cells[i] = Cell{
			Text: o.text[t.start:o.tokens[c.end-1].end], Word: t.is(shapeWord), Identifier: c.id != labelNone, Number: t.is(shapeNumber),
		}
		if words != nil {
			cells[i].Features = append([]uint32(nil), o.featuresOf(i)...)
		}
	}
	return cells
}

type wordMap map[uint32]uint8

func (m wordMap) Class(hash uint32) uint8 { return m[hash] }

// normalize makes a text valid, in NFC, and bounds its length.
func normalize(text string) string {
	return norm.NFC.String(strings.ToValidUTF8(cut(text), "\uFFFD"))
}

// tagger labels the spans of references. It holds the space of one call and is reused, not shared.
type tagger struct {
	observer
	decoder *crf.Decoder
	spans   []span
}

func newTagger(m *crf.Model) *tagger {
	return &tagger{observer: observer{known: m}, decoder: crf.NewDecoder(m)}
}

// tag labels the spans of text. The spans are valid until the next call. The confidence is that of
// Parser.Parse.
func (t *tagger) tag(text string) ([]span, float64) {
	t.read(text)
	t.decoder.Reset(len(t.cells))
	for i, c := range t.cells {
		if c.id != labelNone {
			t.decoder.Pin(i, tagID)
		} else {
			t.decoder.Observe(i, t.featuresOf(i))
		}
	}
	path, sure := t.decoder.Decode()
	t.spans = t.spans[:0]
	for i := 0; i < len(path); {
		as := tags[path[i]]
		j := i + 1
		for j < len(path) && tags[path[j]].label == as.label && !tags[path[j]].begin && path[i] != tagID {
			j++
		}
		l := as.label
		if path[i] == tagID {
			l = t.cells[i].id
		}
		if s, ok := t.spanOf(l, i, j); ok {
			s.sure = slices.Min(sure[i:j])
			t.spans = append(t.spans, s)
		}
		i = j
	}
	t.joinEditors()
	t.freeTitle()
	t.freeVolume()
	t.settle()
	return t.spans, t.confidence(sure)
}

// settle gives labels that only the tagger knows one of a span's: a series stands beside a container,
// or is a remark; a group of people is the author where it begins the reference, and elsewhere an
// institution that publishes. It mends what the tagger cannot see from a distance: a second title,
// behind "In", is what contains the first.
func (t *tagger) settle() {
	var seen labels
	for i := range t.spans {
		s := &t.spans[i]
		switch {
		case s.label == labelSeries && seen.has(labelContainer):
			s.label = labelContainer
		case s.label == labelSeries:
			s.label = labelNote
		case s.label == labelGroup && seen&^(1<<labelNumber) == 0:
			s.label = labelAuthor
		case s.label == labelGroup:
			s.label = labelPublisher
		case s.label == labelTitle && seen.has(labelTitle) && seen.has(labelIn) && !seen.has(labelContainer):
			s.label = labelContainer
		case s.label == labelTitle && seen.has(labelVolume) && !seen.has(labelIssue) && t.at(t.tokenAt(s.start)).in(classSupplement):
			s.label = labelIssue
		}
		seen |= 1 << s.label
	}
	if seen&(1<<labelTitle|1<<labelIn|1<<labelVolume|1<<labelIssue) == 0 && seen&(1<<labelPublisher|1<<labelPlace|1<<labelURL|1<<labelEdition|1<<labelGenre) != 0 {
		t.bookTitle()
	}
}

// bookTitle makes the container of what has no title, but a publisher or an address, the title. Only
// proceedings are cited for a paper without its title.
func (t *tagger) bookTitle() {
	for i := range t.spans {
		if s := &t.spans[i]; s.label == labelContainer {
			if !t.hasClass(*s, classEvent) {
				s.label = labelTitle
			}
			return
		}
	}
}

// hasClass reports whether a word of the span is of the class.
func (t *tagger) hasClass(s span, c class) bool {
	return slices.ContainsFunc(t.tokens, func(k token) bool { return int(k.start) >= s.start && int(k.end) <= s.end && k.in(c) })
}

// evidence says how much each kind of span tells that a text is a reference, as log-odds.
var evidence = []struct {
	of    labels
	worth float64
}{
	{1<<labelAuthor | 1<<labelEditor, 1.5}, {1 << labelTitle, 0.8}, {1 << labelDate, 1.5},
	{1<<labelContainer | 1<<labelPublisher | 1<<labelPlace | 1<<labelGenre, 1}, {1 << labelVolume, 1}, {1 << labelPages, 1}, {1 << labelIssue, 0.4},
	{1<<labelDOI | 1<<labelPMID | 1<<labelPMCID | 1<<labelArXiv | 1<<labelISBN, 3.5}, {1 << labelURL, 0.7},
}

// confidence says how likely the text is a reference that was split rightly: by what it has of one,
// and by how sure the tagger is of its labels.
func (t *tagger) confidence(sure []float32) float64 {
	var found labels
	at := 0
	for _, s := range t.spans {
		for at < len(t.tokens) && int(t.tokens[at].start) < s.start {
			at++
		}
		if t.counts(s, at) {
			found |= 1 << s.label
		}
	}
	weight := -3.0
	for _, e := range evidence {
		if found&e.of != 0 {
			weight += e.worth
		}
	}
	mean, least := 0.0, 1.0
	for _, p := range sure {
		mean += float64(p) / float64(len(sure))
		least = min(least, float64(p))
	}
	weight += min(max(8*(mean-0.9), -2), 0.5) + 1.5*(least-1)
	return 1 / (1 + math.Exp(-weight))
}

// counts reports whether a span looks like what it is labelled as: names are no running text, a
// title is more than a word. The span begins at token i.
func (t *tagger) counts(s span, i int) bool {
	words, small := 0, 0
	for _, k := range t.tokens[i:] {
		if int(k.end) > s.end {
			break
		}
		if !k.is(shapeWord) {
			continue
		}
		words++
		if k.is(shapeLower) && !k.in(classAnd|classParticle|classEditor) {
			small++
		}
	}
	switch s.label {
	case labelAuthor, labelEditor:
		return 3*small <= words
	case labelTitle:
		return words > 1
	}
	return words > 0
}

// joinEditors makes one span of names and the word for editors behind them: "Brown, L. E. (Ed.)".
func (t *tagger) joinEditors() {
	kept := t.spans[:0]
	for _, s := range t.spans {
		if s.label == labelAuthor && t.endsWithEditor(s) {
			s.label = labelEditor
		}
		if n := len(kept); n > 0 && s.label == labelEditor && kept[n-1].label == labelAuthor && s.start-kept[n-1].end <= 3 {
			kept[n-1] = span{labelEditor, kept[n-1].start, s.end, min(kept[n-1].sure, s.sure)}
			continue
		}
		kept = append(kept, s)
	}
	t.spans = kept
}

// endsWithEditor reports whether the word for editors stands behind the names of a span, set off from them.
func (t *tagger) endsWithEditor(s span) bool {
	last := t.tokenAt(s.end) - 1
	for last > 0 && !t.at(last).is(shapeWord) {
		last--
	}
	return t.at(last).in(classEditor) && t.at(last).runes > 1 && int(t.at(last-1).start) > s.start && t.isAny(last-1, "(,[")
}

// spanOf returns the span of the cells from i to j, without the punctuation around it.
func (t *tagger) spanOf(l label, i, j int) (span, bool) {
	from, to := int(t.cells[i].start), int(t.cells[j-1].end)
	if l == labelNone || l == labelOther {
		return span{}, false
	}
	if l == labelAuthor && from == 0 && t.at(0).is(shapeNumber) {
		from++ // the number of the reference: "1 J.H. Mei"
	}
	if !l.isIdentifier() {
		from, to = t.trim(l, from, to)
	}
	if from < to && l == labelVolume && t.at(to-1).in(classVolume) && t.at(from).is(shapeDigit) && !t.at(to-1).is(shapeCJK) {
		l = labelNote // "4 vols", an extent
	}
	if (l == labelVolume || l == labelIssue || l == labelPages) && !t.hasFigure(from, to) {
		return span{}, false
	}
	if from >= to {
		return span{}, false
	}
	return span{label: l, start: int(t.tokens[from].start), end: int(t.tokens[to-1].end)}, true
}

// hasFigure reports whether a number stands among the tokens, not just the word that announces one.
func (t *tagger) hasFigure(from, to int) bool {
	for i := from; i < to; i++ {
		if k := t.at(i); k.is(shapeDigit|shapeRoman) && !k.in(classVolume|classPages) || k.is(shapeCaps) && k.runes == 1 && to-from == 1 {
			return true
		}
	}
	return false
}

// trim takes from the tokens of a span the punctuation around it that is none of its own.
func (t *tagger) trim(l label, from, to int) (int, int) {
	leading := ",;:.-–—“”\"«»」』》)]/>，、；：。،؛"
	if l == labelTitle || l == labelContainer {
		leading += "'‘`„「『《"
	}
	for from < to && t.isAny(from, leading) {
		from++
	}
	for from < to && !t.at(to-1).is(shapeWord) && !t.owns(l, from, to-1) {
		to--
	}
	for l == labelPages && to-from > 1 && t.at(to-1).in(classPages) && t.at(from).is(shapeDigit) { // "368 pp"
		to--
	}
	return from, to
}

// owns reports whether the punctuation at token i, the last one of a span, belongs to it.
func (t *tagger) owns(l label, from, i int) bool {
	text := l == labelTitle || l == labelContainer
	names := l == labelAuthor || l == labelEditor
	switch {
	case t.isAny(i, "?!"):
		return l == labelTitle
	case t.isAny(i, ")]"):
		return text || names || l == labelDate || l == labelNumber
	case t.is(i, '.'):
		return names && t.at(i-1).runes <= 2 || l == labelEdition
	case t.isAny(i, "「『《"):
		return false
	case t.isAny(i, quotes):
		return text && t.quotesWithin(from, i)%2 == 1
	}
	return false
}

// quotes are quotation marks, opening and closing.
const quotes = "“”\"«»„「」『』《》"

// quotesWithin counts the quotation marks from one token to another.
func (t *tagger) quotesWithin(from, to int) int {
	n := 0
	for i := from; i < to; i++ {
		if t.isAny(i, quotes) {
			n++
		}
	}
	return n
}
