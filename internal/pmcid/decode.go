package pmcid

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/registry"
	"github.com/refcheck/refcheck/internal/registry/record"
	"github.com/refcheck/refcheck/internal/registry/tolerant"
)

// answer is what the converter says, as it does now and as it did before 2025: a message, or a list of
// errors.
type answer struct {
	Status  string               `json:"status"`
	Message tolerant.Text        `json:"message"`
	Errors  tolerant.List[fault] `json:"errors"`
	Records []item               `json:"records"`
}

type fault struct {
	Message tolerant.Text `json:"message"`
}

// item is an article, or one id that is none's. Numbers are numbers now, and were strings.
type item struct {
	PMCID  tolerant.Text `json:"pmcid"`
	PMID   tolerant.Text `json:"pmid"`
	DOI    tolerant.Text `json:"doi"`
	Status tolerant.Text `json:"status"` // "error", or none
	Fault  tolerant.Text `json:"errmsg"`
}

// decode reads the articles that were found, and counts the records of which it is not clear what they
// say. An id that is no article's has a record that says so, or none at all.
func decode(r registry.Response) (works []biblio.Work, hidden int, err error) {
	var a answer
	if err := json.Unmarshal(r.Body, &a); err != nil {
		return nil, 0, fmt.Errorf("no answer of the converter: %w", err)
	}
	switch {
	case a.Status == "error":
		return nil, 0, &registry.Error{Registry: Name, Failure: registry.Refused, Status: r.Status, Err: fmt.Errorf("the converter says %.200q", a.reason())}
	case r.Status != http.StatusOK, a.Status != "ok", a.Records == nil:
		return nil, 0, errors.New("no answer of the converter: status or records are missing")
	}
	for _, i := range a.Records {
		switch w := i.work(); {
		case i.notFound():
		case i.Status == "error", i.Fault != "", w.PMCID == "":
			hidden++
		default:
			works = append(works, w)
		}
	}
	return works, hidden, nil
}

// reason returns why the converter refuses.
func (a answer) reason() string {
	var said tolerant.Text
	if len(a.Errors) > 0 {
		said = a.Errors[0].Message
	}
	text := string(cmp.Or(said, a.Message))
	if plain, err := url.PathUnescape(text); err == nil {
		text = plain
	}
	return record.Line(text)
}

// notFound reports whether the record says that its id is no article's in PubMed Central.
func (i item) notFound() bool { return strings.Contains(strings.ToLower(string(i.Fault)), "not found") }

// work returns the identifiers.
func (i item) work() biblio.Work {
	return biblio.Work{Registry: Name, Item: biblio.Item{
		PMCID: biblio.PMCID(string(i.PMCID)), PMID: biblio.PMID(string(i.PMID)), DOI: biblio.DOI(record.Line(i.DOI)),
	}}
}
