package crossref

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/registry"
)

// errBrokenRecord says that a record is of another shape than the API's.
var errBrokenRecord = errors.New("a record is not readable")

// envelope is what every answer comes in. Message is an array in failures.
type envelope struct {
	Status  string          `json:"status"`
	Type    string          `json:"message-type"`
	Message json.RawMessage `json:"message"`
}

// message returns the content of an envelope of the type that was asked for.
func message(r registry.Response, kind string) (json.RawMessage, error) {
	var e envelope
	if err := json.Unmarshal(r.Body, &e); err != nil {
		return nil, fmt.Errorf("no answer of the API: %w", err)
	}
	if r.Status != http.StatusOK || e.Status != "ok" || e.Type != kind {
		return nil, fmt.Errorf("status %.40q with message-type %.40q instead of %q", e.Status, e.Type, kind)
	}
	return e.Message, nil
}

// decodeSingle reads the answer to /works/{doi}: one work, or none.
func decodeSingle(r registry.Response) ([]biblio.Work, error) {
	if r.Status == http.StatusNotFound && isNotFound(r.Body) {
		return nil, nil
	}
	raw, err := message(r, "work")
	if err != nil {
		return nil, err
	}
	w, err := decodeWork(raw)
	if err != nil {
		return nil, err
	}
	if w.DOI == "" {
		return nil, errBrokenRecord
	}
	return []biblio.Work{w}, nil
}

// isNotFound reports whether a 404 is Crossref's own: a bare sentence. A page in HTML comes from
// something between, or from a wrong base URL, and says nothing about the work.
func isNotFound(body []byte) bool {
	text := strings.Trim(strings.ToLower(string(body[:min(len(body), 100)])), " \r\n\t\".")
	return text == "resource not found"
}

// works of a list, with what else counts.
type workList struct {
	works  []biblio.Work
	broken int // records that are none
	total  int // all that match
}

// hidden counts the records of which the list tells no work.
func (l workList) hidden() int { return max(l.broken, l.total-len(l.works)) }

// decodeList reads the answer to /works.
func decodeList(r registry.Response) (workList, error) {
	raw, err := message(r, "work-list")
	if err != nil {
		return workList{}, err
	}
	m := struct {
		Items []json.RawMessage `json:"items"`
		Total *int              `json:"total-results"`
	}{}
	if err := json.Unmarshal(raw, &m); err != nil {
		return workList{}, fmt.Errorf("no list of works: %w", err)
	}
	if m.Items == nil || m.Total == nil {
		return workList{}, errors.New("no list of works: items or total-results are missing")
	}
	answer := workList{works: make([]biblio.Work, 0, len(m.Items)), total: *m.Total}
	for _, item := range m.Items {
		w, err := decodeWork(item)
		if err != nil {
			answer.broken++
			continue
		}
		answer.works = append(answer.works, w)
	}
	return answer, nil
}
