package record

import (
	"encoding/json"
	"errors"
	"testing"

	"github.com/refcheck/refcheck/internal/biblio"
)

func TestWorks(t *testing.T) {
	decode := func(raw json.RawMessage) (biblio.Work, error) {
		if len(raw) == 0 {
			return biblio.Work{}, errors.New("no record")
		}
		return biblio.Work{Registry: string(raw)}, nil
	}
	records := func(list ...string) []json.RawMessage {
		out := []json.RawMessage{}
		for _, s := range list {
			out = append(out, json.RawMessage(s))
		}
		return out
	}
	count := func(n int) *int { return &n }
	for _, test := range []struct {
		name    string
		count   *int
		records []json.RawMessage
		works   int
		fails   bool
	}{
		{"some of many", count(9), records("a", "b"), 2, false},
		{"none", count(0), records(), 0, false},
		{"no count", nil, records("a"), 0, true},
		{"no list", count(0), nil, 0, true},
		{"a negative count", count(-1), records(), 0, true},
		{"counted and not listed", count(1), records(), 0, true},
		{"one that cannot be read", count(2), records("a", ""), 0, true},
	} {
		works, err := Works(test.count, test.records, decode)
		if len(works) != test.works || (err != nil) != test.fails {
			t.Errorf("%s: %+v, %v", test.name, works, err)
		}
	}
}
