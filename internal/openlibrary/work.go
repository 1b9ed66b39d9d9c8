package openlibrary

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/registry/record"
	"github.com/refcheck/refcheck/internal/registry/tolerant"
)

// edition is a book of the books API (jscmd=data), as far as it is used. Fields without a value are
// left out.
type edition struct {
	URL       tolerant.Text        `json:"url"`
	Title     tolerant.Text        `json:"title"`
	Subtitle  tolerant.Text        `json:"subtitle"`
	Authors   tolerant.List[named] `json:"authors"` // of the work, editors among them
	By        tolerant.Text        `json:"by_statement"`
	Publisher tolerant.List[named] `json:"publishers"`
	Place     tolerant.List[named] `json:"publish_places"`
	Date      tolerant.Text        `json:"publish_date"` // free text: "1994", "Jun 01, 1994", "c1987 (1990 printing)"
	IDs       tolerant.Value[struct {
		ISBN10 tolerant.List[tolerant.Text] `json:"isbn_10"`
		ISBN13 tolerant.List[tolerant.Text] `json:"isbn_13"`
	}] `json:"identifiers"`
}

type named struct {
	Name tolerant.Text `json:"name"`
}

// found is a work of the search, as far as it is used: what all its editions say, in no order.
type found struct {
	Key       tolerant.Text                      `json:"key"` // "/works/OL1W"
	Title     tolerant.Text                      `json:"title"`
	Subtitle  tolerant.Text                      `json:"subtitle"`
	Other     tolerant.List[tolerant.Text]       `json:"alternative_title"`
	Authors   tolerant.List[tolerant.Text]       `json:"author_name"`
	First     tolerant.Value[int]                `json:"first_publish_year"`
	Years     tolerant.List[tolerant.Value[int]] `json:"publish_year"`
	Publisher tolerant.List[tolerant.Text]       `json:"publisher"`
	Place     tolerant.List[tolerant.Text]       `json:"publish_place"`
	ISBN      tolerant.List[tolerant.Text]       `json:"isbn"`
	Language  tolerant.List[tolerant.Text]       `json:"language"`
}

var (
	yearText = regexp.MustCompile(`\b(?:c|©)?(1[4-9]\d\d|20\d\d)\b`)
	// edited tells from the title page's words that those named are no authors.
	edited = regexp.MustCompile(`(?i)\b(?:edited|eds?\.|editors?)(?:\W|$)`)
	// inSeries is what stands behind a title in brackets: "(The Saga, Book 1)".
	inSeries = regexp.MustCompile(`\s+\([^()]*\)$`)
)

// work returns the edition in the field's own words.
func (e *edition) work() biblio.Work {
	w := biblio.Work{Registry: Name}
	w.Type, w.URL = biblio.Book, record.Line(e.URL)
	setTitles(&w, e.Title, e.Subtitle, nil)
	authors := make([]tolerant.Text, len(e.Authors))
	for i, a := range e.Authors {
		authors[i] = a.Name
	}
	w.Authors = names(authors)
	if edited.MatchString(string(e.By)) {
		w.Authors, w.Editors = nil, w.Authors
	}
	w.Publisher, w.Place = sole(each(e.Publisher)), sole(each(e.Place))
	for _, m := range yearText.FindAllStringSubmatch(string(e.Date), -1) {
		year, err := strconv.Atoi(m[1])
		if err != nil {
			continue
		}
		if w.Issued.IsZero() {
			w.Issued.Year = year
		}
		record.AddYears(&w, biblio.Date{Year: year})
	}
	w.ISBN = record.Identifiers(slices.Concat(e.IDs.V.ISBN13, e.IDs.V.ISBN10), biblio.ISBN)
	return w
}

const (
	// mostTitles and mostISBNs bound what the editions of a classic have between them.
	mostTitles = 20
	mostISBNs  = 100
)

// work returns the work with the years of all its editions, any of which may be the one cited, the
// first edition's before the others. Of a publisher it speaks only where all editions have the same.
func (f *found) work() biblio.Work {
	w := biblio.Work{Registry: Name}
	w.Type = biblio.Book
	if key := record.Line(f.Key); strings.HasPrefix(key, "/works/") {
		w.URL = DefaultURL + key
	}
	setTitles(&w, f.Title, f.Subtitle, f.Other[:min(len(f.Other), mostTitles)])
	w.Authors = names(f.Authors)
	w.Publisher, w.Place = sole(f.Publisher), sole(f.Place)
	if year := f.First.V; plausible(year) {
		w.Issued.Year = year
		record.AddYears(&w, w.Issued)
	}
	years := make([]int, len(f.Years))
	for i, y := range f.Years {
		years[i] = y.V
	}
	slices.Sort(years)
	for _, year := range years {
		if plausible(year) {
			record.AddYears(&w, biblio.Date{Year: year})
		}
	}
	if w.Issued.IsZero() && len(w.Years) > 0 {
		w.Issued.Year = w.Years[0]
	}
	w.ISBN = record.Identifiers(f.ISBN[:min(len(f.ISBN), mostISBNs)], biblio.ISBN)
	if len(f.Language) == 1 {
		w.Language = record.Line(f.Language[0])
	}
	return w
}

// plausible reports whether a year is one in which books were printed.
func plausible(year int) bool { return year >= 1400 && year < 2100 }

// setTitles sets the title, with its subtitle apart, and as another the title without the name of a
// series behind it.
func setTitles(w *biblio.Work, title, subtitle tolerant.Text, other []tolerant.Text) {
	main := record.Line(title)
	record.SetTitles(w, append([]string{main, inSeries.ReplaceAllString(main, "")}, record.Lines(other)...)...)
	if sub := record.Line(subtitle); !strings.Contains(strings.ToLower(main), strings.ToLower(sub)) {
		w.Subtitle = sub
	}
}

// names returns people and organisations, each once: the site has some of them twice.
func names(list []tolerant.Text) []biblio.Name {
	var out []biblio.Name
	for _, text := range record.Distinct(record.Lines(list)...) {
		if n := record.Name(text); !n.IsZero() {
			out = append(out, n)
		}
	}
	return out
}

func each(list []named) []tolerant.Text {
	out := make([]tolerant.Text, len(list))
	for i, n := range list {
		out[i] = n.Name
	}
	return out
}

// sole returns the only text of a list, "" where there are several.
func sole(list []tolerant.Text) string {
	if all := record.Distinct(record.Lines(list)...); len(all) == 1 {
		return all[0]
	}
	return ""
}
