package report

import (
	"cmp"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"slices"
	"strings"

	"github.com/refcheck/refcheck/internal/check"
)

//go:embed html/page.html
var pageText string

// Comparison is the template "comparison", which shows the rows of an Entry as a table. It takes its words
// from a function say, by the keys compared, field, cited, registered, result, field.F and state.S.
//
//go:embed html/comparison.html
var Comparison string

// Look is the style of every page that shows Entries.
//
//go:embed html/look.css
var Look string

//go:embed html/page.css
var pageFilters string

//go:embed html/page.js
var pageScript string

// page is what the template of the format html shows.
type page struct {
	Policy  string
	Style   template.CSS
	Script  template.JS
	Title   string
	Counts  string
	Version string
	Bar     []Segment
	Filters []filter
	Groups  []group
	// Problems are what is wrong in the files.
	Problems []placed
}

// Segment is the part of a verdict in a bar of them all, in thousandths of its width.
type Segment struct {
	Verdict            check.Verdict
	Count, From, Width int
}

// filter is a way to see some of the references alone.
type filter struct {
	Kind, Label string
	Count       int
}

type placed struct{ Place, Text string }

// group is a section of the report. Level is how it is coloured.
type group struct {
	ID, Title, Level string
	Entries          []Entry
}

// writeHTML is the format html: one file that loads nothing, works without its script, and shows text
// as text. The policy in its head allows no other style and script than its own, by their hashes.
func writeHTML(w io.Writer, doc Document, _ Options) error {
	parsed := template.New("page").Funcs(template.FuncMap{"say": say})
	for _, text := range []string{Comparison, pageText} {
		if _, err := parsed.Parse(text); err != nil {
			return fmt.Errorf("reading the page's template: %w", err)
		}
	}
	var out strings.Builder
	if err := parsed.Execute(&out, newPage(doc)); err != nil {
		return fmt.Errorf("filling the page's template: %w", err)
	}
	_, err := io.WriteString(w, out.String())
	return err
}

// say returns the words of the page that are not its own template's.
func say(key string) string {
	kind, name, _ := strings.Cut(key, ".")
	switch kind {
	case "state":
		return stateWords[name]
	case "verdict":
		return verdictWords[check.Verdict(name)]
	case "field":
		return cmp.Or(name, "Field")
	case "compared":
		return "Cited and registered"
	}
	return strings.ToUpper(key[:1]) + key[1:]
}

func newPage(doc Document) page {
	style := Look + pageFilters
	p := page{
		Policy: "default-src 'none'; style-src '" + hashed(style) + "'; script-src '" + hashed(pageScript) + "'; base-uri 'none'; form-action 'none'",
		Style:  template.CSS(style), Script: template.JS(pageScript), //nolint:gosec // embedded files of ours
		Title: "References of " + files(doc), Counts: counts(doc.Summary), Version: Clean(doc.Tool.Version),
		Bar: Bar(doc.Summary), Filters: filters(doc),
	}
	for i, refs := range grouped(doc) {
		s := sections[i]
		if len(refs) == 0 {
			continue
		}
		g := group{ID: strings.ReplaceAll(strings.ToLower(s.title), " ", "-"), Title: s.title, Level: levels[s.color]}
		if s.color == red && !s.alarming(refs) {
			g.Level = levels[yellow]
		}
		for _, r := range refs {
			g.Entries = append(g.Entries, NewEntry(r))
		}
		p.Groups = append(p.Groups, g)
	}
	for _, one := range doc.Problems {
		p.Problems = append(p.Problems, placed{Place(one.Location), Clean(one.Message)})
	}
	return p
}

// levels are the classes of the colours of sections.
var levels = map[color]string{red: "error", yellow: "warning", green: "verified", dim: "note"}

// hashed returns the hash of a text as a content security policy names it.
func hashed(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}

// files names the files of a run, if they are few.
func files(doc Document) string {
	var names []string
	for _, r := range doc.References {
		if name := Clean(r.Location.File); !slices.Contains(names, name) && len(names) < 4 {
			names = append(names, name)
		}
	}
	switch {
	case len(names) == 0 || names[0] == "" || names[0] == "-":
		return "a bibliography"
	case len(names) > 3:
		return strings.Join(names[:3], ", ") + " and others"
	}
	return strings.Join(names, ", ")
}

// Bar parts a width of 1000 among the verdicts; what has none yet leaves the rest free.
func Bar(s check.Summary) []Segment {
	var all []Segment
	seen := 0
	for _, c := range []struct {
		verdict check.Verdict
		n       int
	}{{check.Verified, s.Verified}, {check.Mismatched, s.Mismatched}, {check.NotFound, s.NotFound}, {check.Unchecked, s.Unchecked}} {
		if c.n == 0 {
			continue
		}
		from, to := seen*1000/s.Total, (seen+c.n)*1000/s.Total
		all = append(all, Segment{c.verdict, c.n, from, to - from})
		seen += c.n
	}
	return all
}

// filters are those that would show something.
func filters(doc Document) []filter {
	s, attention := doc.Summary, 0
	for _, r := range doc.References {
		if r.needsAttention() {
			attention++
		}
	}
	all := []filter{{"attention", "needs attention", attention}}
	for _, v := range []struct {
		verdict check.Verdict
		n       int
	}{{check.Mismatched, s.Mismatched}, {check.NotFound, s.NotFound}, {check.Unchecked, s.Unchecked}, {check.Verified, s.Verified}} {
		all = append(all, filter{string(v.verdict), verdictWords[v.verdict], v.n})
	}
	all = append(all, filter{"retracted", "retracted", s.Retracted})
	all = slices.DeleteFunc(all, func(f filter) bool { return f.Count == 0 })
	return append([]filter{{"all", "all", s.Total}}, all...)
}

// needsAttention reports whether somebody should look at a reference.
func (r Reference) needsAttention() bool {
	return !r.ignored() && (r.Severity() == check.Error || r.warns())
}
