package arxiv

import (
	"encoding/xml"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/registry"
	"github.com/refcheck/refcheck/internal/registry/record"
)

// errBrokenEntry says that an entry is no preprint's.
var errBrokenEntry = errors.New("an entry is not readable")

// feed is an answer: the works, and what else counts.
type feed struct {
	works  []biblio.Work
	broken int // entries that are none
	total  int // all that match
}

// hidden counts the entries of which the feed tells no work.
func (f feed) hidden() int { return max(f.broken, f.total-len(f.works)) }

// whole reports whether a feed of at most limit entries is not whole, so that the work that is meant may
// be missing. arXiv sometimes counts what it does not list.
func (f feed) whole(limit int) error {
	if f.broken > 0 {
		return errBrokenEntry
	}
	if want := min(f.total, limit); len(f.works) < want {
		return fmt.Errorf("the feed counts %d works and lists %d", want, len(f.works))
	}
	return nil
}

// decodeFeed reads an Atom feed. An error of arXiv's is an entry too.
func decodeFeed(r registry.Response) (feed, error) {
	if r.Status != http.StatusOK {
		return feed{}, errors.New("the API is not there")
	}
	var atom struct {
		XMLName xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
		Total   string   `xml:"http://a9.com/-/spec/opensearch/1.1/ totalResults"`
		Entries []entry  `xml:"http://www.w3.org/2005/Atom entry"`
	}
	if err := xml.Unmarshal(r.Body, &atom); err != nil {
		return feed{}, fmt.Errorf("no feed: %w", err)
	}
	total, err := strconv.Atoi(strings.TrimSpace(atom.Total))
	if err != nil || total < 0 {
		return feed{}, fmt.Errorf("the feed counts %.40q works", atom.Total)
	}
	f := feed{total: total, works: make([]biblio.Work, 0, len(atom.Entries))}
	for _, e := range atom.Entries {
		if strings.Contains(e.ID, "/api/errors") {
			return feed{}, &registry.Error{
				Registry: Name, Failure: registry.Refused, Status: r.Status, Err: fmt.Errorf("arXiv says %.200q", record.Line(e.Summary)),
			}
		}
		if w := e.work(); w.ArXiv != "" {
			f.works = append(f.works, w)
		} else {
			f.broken++
		}
	}
	return f, nil
}
