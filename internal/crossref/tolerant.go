package crossref

import (
	"bytes"
	"encoding/json"
	"strconv"

	"github.com/refcheck/refcheck/internal/biblio"
)

// The types here read what is of the expected form and leave the rest empty; they never fail.

// text is a string or a number.
type text string

// UnmarshalJSON reads a string, or a number as it stands.
func (t *text) UnmarshalJSON(data []byte) error {
	var s string
	var n json.Number
	switch {
	case json.Unmarshal(data, &s) == nil:
		*t = text(s)
	case json.Unmarshal(data, &n) == nil:
		*t = text(n)
	}
	return nil
}

// many is a list, or one element where a list should stand. Elements that cannot be read are left
// out.
type many[T any] []T

// UnmarshalJSON reads the elements one by one.
func (m *many[T]) UnmarshalJSON(data []byte) error {
	var raw []json.RawMessage
	if json.Unmarshal(data, &raw) != nil {
		raw = []json.RawMessage{data}
	}
	*m = nil
	for _, element := range raw {
		var v T
		if !bytes.Equal(bytes.TrimSpace(element), []byte("null")) && json.Unmarshal(element, &v) == nil {
			*m = append(*m, v)
		}
	}
	return nil
}

// loose is a value that may be of another type.
type loose[T any] struct{ Value T }

// UnmarshalJSON reads the value, or leaves it at zero.
func (l *loose[T]) UnmarshalJSON(data []byte) error {
	var v T
	if json.Unmarshal(data, &v) == nil {
		l.Value = v
	}
	return nil
}

// dates are the date-parts of the API: [[2003,8,1]], less exact as known, and [[null]] for none.
type dates []biblio.Date

// UnmarshalJSON reads the dates whose year is one.
func (d *dates) UnmarshalJSON(data []byte) error {
	var raw loose[struct {
		Parts many[many[text]] `json:"date-parts"`
	}]
	*d = nil
	if err := raw.UnmarshalJSON(data); err != nil {
		return err
	}
	for _, parts := range raw.Value.Parts {
		if date := dateOf(parts); date.Year != 0 {
			*d = append(*d, date)
		}
	}
	return nil
}

// dateOf returns the date of its parts, cut off before the first that cannot be one.
func dateOf(parts []text) biblio.Date {
	var date biblio.Date
	fields := []struct {
		into     *int
		min, max int
	}{{&date.Year, 1000, 2999}, {&date.Month, 1, 12}, {&date.Day, 1, 31}}
	for i, f := range fields[:min(len(fields), len(parts))] {
		n, err := strconv.Atoi(string(parts[i]))
		if err != nil || n < f.min || n > f.max {
			break
		}
		*f.into = n
	}
	return date
}

// first returns the first date in ISO 8601, as exact as known, or "".
func (d dates) first() string {
	if len(d) == 0 {
		return ""
	}
	return d[0].String()
}
