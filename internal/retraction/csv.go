package retraction

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/fold"
	"github.com/refcheck/refcheck/internal/registry"
)

// natures are the values of RetractionNature.
var natures = map[string]biblio.StatusKind{
	"retraction":            biblio.Retracted,
	"expression of concern": biblio.ExpressionOfConcern,
	"correction":            biblio.Corrected,
	"reinstatement":         biblio.Reinstated,
}

// needed are the columns without which a file is no such list.
var needed = []string{
	"Title", "Author", "RetractionDate", "RetractionDOI", "RetractionPubMedID", "OriginalPaperDate", "OriginalPaperDOI", "OriginalPaperPubMedID", "RetractionNature",
}

// table reads the rows of a CSV file by the names of its columns: there are twenty, some files have an
// empty one behind them, and their order is nobody's promise.
type table struct {
	rows *csv.Reader
	at   map[string]int
}

// newTable reads the head of a file.
func newTable(r io.Reader) (*table, error) {
	t := &table{rows: csv.NewReader(r), at: map[string]int{}}
	t.rows.FieldsPerRecord, t.rows.LazyQuotes, t.rows.ReuseRecord = -1, true, true
	head, err := t.rows.Read()
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("reading the list of retractions: %w", err)
	}
	for i, name := range head {
		t.at[strings.TrimSpace(strings.TrimPrefix(name, "\ufeff"))] = i
	}
	for _, name := range needed {
		if _, ok := t.at[name]; !ok {
			return nil, fmt.Errorf("this is not the Retraction Watch list: it has no column %s", name)
		}
	}
	return t, nil
}

// next returns the next row's event; ok is false where the row names no work or no event that is known.
// It fails with io.EOF at the end.
func (t *table) next() (e event, ok bool, err error) {
	row, err := t.rows.Read()
	if err != nil {
		if !errors.Is(err, io.EOF) {
			err = fmt.Errorf("reading the list of retractions: %w", err)
		}
		return e, false, err
	}
	get := func(name string) string {
		if i := t.at[name]; i < len(row) {
			return registry.Clean(readable(row[i]))
		}
		return ""
	}
	first, _, _ := strings.Cut(get("Author"), ";")
	e = event{
		doi: biblio.DOI(get("OriginalPaperDOI")), pmid: biblio.PMID(get("OriginalPaperPubMedID")),
		title: fold.Key(get("Title")), author: fold.Key(first),
		kind: natures[strings.ToLower(get("RetractionNature"))], date: isoDate(get("RetractionDate")),
		notice: biblio.DOI(get("RetractionDOI")),
	}
	if published := isoDate(get("OriginalPaperDate")); published != "" {
		e.year, _ = strconv.Atoi(published[:4])
	}
	if pmid := biblio.PMID(get("RetractionPubMedID")); e.notice == "" && pmid != "" {
		e.notice = "pmid:" + pmid
	}
	if e.notice == e.doi {
		e.notice = "" // the work was marked in its place
	}
	return e, e.kind != "" && (e.doi != "" || e.pmid != "" || e.title != "" && e.year != 0), nil
}

// readable returns a text that is UTF-8, or was Windows-1252: the file mixes both.
func readable(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	decoded, err := charmap.Windows1252.NewDecoder().String(s)
	if err != nil {
		return strings.ToValidUTF8(s, "")
	}
	return decoded
}

// isoDate reads "2/28/2010 0:00" and returns "2010-02-28", or "".
func isoDate(s string) string {
	day, _, _ := strings.Cut(s, " ")
	for _, layout := range []string{"1/2/2006", time.DateOnly} {
		if t, err := time.Parse(layout, day); err == nil {
			return t.Format(time.DateOnly)
		}
	}
	return ""
}
