package datacite

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/registry"
	"github.com/refcheck/refcheck/internal/registry/tolerant"
)

var (
	errBrokenRecord = errors.New("a record is not readable")
	errOtherWork    = errors.New("the record is of another DOI than that asked for")
)

// envelope is what every answer comes in (https://jsonapi.org): data, one or a list, or errors.
type envelope struct {
	Data   json.RawMessage `json:"data"`
	Meta   *meta           `json:"meta"`
	Errors tolerant.List[struct {
		Status tolerant.Text `json:"status"`
		Title  tolerant.Text `json:"title"`
	}] `json:"errors"`
}

type meta struct {
	Total *int `json:"total"`
}

// open returns the envelope of an answer that holds no errors.
func open(r registry.Response) (envelope, error) {
	var e envelope
	if err := json.Unmarshal(r.Body, &e); err != nil {
		return e, fmt.Errorf("no answer of the API: %w", err)
	}
	if len(e.Errors) > 0 {
		return e, fmt.Errorf("the API says %.200q", string(e.Errors[0].Title))
	}
	if r.Status != http.StatusOK {
		return e, errors.New("an answer that is not found")
	}
	return e, nil
}

// decodeSingle reads the answer to /dois/{doi}: one work, or none.
func decodeSingle(r registry.Response, doi string) ([]biblio.Work, error) {
	e, err := open(r)
	if r.Status == http.StatusNotFound && len(e.Errors) > 0 && e.Errors[0].Status == "404" {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	w, err := decodeWork(e.Data)
	if err != nil {
		return nil, err
	}
	if w.DOI != doi {
		return nil, errOtherWork
	}
	return []biblio.Work{w}, nil
}

// works of a list, with what else counts.
type workList struct {
	works  []biblio.Work
	broken int // records that are none
	total  int // all that match
}

// hidden counts the records of which the list tells no work.
func (l workList) hidden() int { return max(l.broken, l.total-len(l.works)) }

// decodeList reads the answer to /dois.
func decodeList(r registry.Response) (workList, error) {
	e, err := open(r)
	if err != nil {
		return workList{}, err
	}
	var items []json.RawMessage
	if err := json.Unmarshal(e.Data, &items); err != nil || items == nil || e.Meta == nil || e.Meta.Total == nil {
		return workList{}, errors.New("no list of works: data or meta.total are missing")
	}
	list := workList{works: make([]biblio.Work, 0, len(items)), total: *e.Meta.Total}
	for _, item := range items {
		w, err := decodeWork(item)
		if err != nil {
			list.broken++
			continue
		}
		list.works = append(list.works, w)
	}
	return list, nil
}
