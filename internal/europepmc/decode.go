package europepmc

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/registry"
	"github.com/refcheck/refcheck/internal/registry/record"
)

// errOtherWorks says that an answer is to another question.
var errOtherWorks = errors.New("the answer holds other works than those asked for")

// envelope is what every answer comes in. Failures come with HTTP 200 too.
type envelope struct {
	ErrCode json.RawMessage `json:"errCode"`
	ErrMsg  string          `json:"errMsg"`
	Count   *int            `json:"hitCount"`
	List    struct {
		Results []json.RawMessage `json:"result"`
	} `json:"resultList"`
}

// workList is the works of an answer, and how many there are in all.
type workList struct {
	works []biblio.Work
	count int
}

// decode reads an answer of the search.
func decode(r registry.Response) (workList, error) {
	var e envelope
	if err := json.Unmarshal(r.Body, &e); err != nil {
		return workList{}, fmt.Errorf("no answer of the search: %w", err)
	}
	if len(e.ErrCode) > 0 {
		return workList{}, &registry.Error{
			Registry: Name, Failure: registry.Refused, Status: r.Status,
			Err: fmt.Errorf("error %.20s: %.200s", e.ErrCode, registry.Clean(e.ErrMsg)),
		}
	}
	if r.Status != http.StatusOK {
		return workList{}, errors.New("the search is not there")
	}
	works, err := record.Works(e.Count, e.List.Results, decodeWork)
	if err != nil {
		return workList{}, err
	}
	return workList{works: works, count: *e.Count}, nil
}

// readSearch reads the candidates of a search.
func readSearch(r registry.Response) ([]biblio.Work, error) {
	list, err := decode(r)
	return list.works, err
}

// decodeWork reads one record, which is told by its source and id.
func decodeWork(raw json.RawMessage) (biblio.Work, error) {
	var a article
	if err := json.Unmarshal(raw, &a); err != nil {
		return biblio.Work{}, fmt.Errorf("reading a record: %w", err)
	}
	if a.ID == "" || a.Source == "" {
		return biblio.Work{}, errors.New("a record has no source or no id")
	}
	return a.work(), nil
}
