package bibtex

import (
	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/document/directive"
	"github.com/refcheck/refcheck/internal/document/place"
)

// ignores hands every comment that asks to leave findings alone to its entry: the one in which it
// stands, on whose last line it stands, or else before which it stands.
func (p *parser) ignores() {
	places := place.New(p.text)
	next := 0
	for _, d := range directive.Find(p.text) {
		for next < len(p.entries) && lookingAt(p.text).lineEnd(p.entries[next].span.End) <= d.At {
			next++
		}
		switch {
		case d.Err != nil:
			p.report(d.At, d.Err.Error())
		case next == len(p.entries):
			p.report(d.At, "no entry follows this comment for refcheck")
		default:
			e := p.entries[next]
			e.ignores = append(e.ignores, biblio.Ignore{Rule: d.Rule, Reason: d.Reason, Location: places.Location(p.file, d.At)})
		}
	}
}
