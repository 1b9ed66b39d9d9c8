package record

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/refcheck/refcheck/internal/biblio"
)

// Works reads a list of records that says how many were found in all. Without count or list it says
// nothing; one that counts some and lists none was cut; and a record that cannot be read may be the
// one that is meant, and spoils the answer.
func Works(count *int, records []json.RawMessage, decode func(json.RawMessage) (biblio.Work, error)) ([]biblio.Work, error) {
	switch {
	case count == nil || *count < 0 || records == nil:
		return nil, errors.New("no list of works: the count or the list is missing")
	case *count > 0 && len(records) == 0:
		return nil, fmt.Errorf("%d works are counted, and none is listed", *count)
	}
	works := make([]biblio.Work, len(records))
	for i, r := range records {
		var err error
		if works[i], err = decode(r); err != nil {
			return nil, err
		}
	}
	return works, nil
}
