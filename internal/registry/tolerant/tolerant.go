// Package tolerant holds the types with which clients read the JSON of records that registries
// collect from many hands. They read what is of the expected form and leave the rest empty: decoding
// into them never fails, so that one odd field loses nothing else of its record.
package tolerant

import (
	"bytes"
	"encoding/json"
)

// Text is a string or a number.
type Text string

// UnmarshalJSON reads a string, or a number as it stands.
func (t *Text) UnmarshalJSON(data []byte) error {
	var s string
	var n json.Number
	switch {
	case json.Unmarshal(data, &s) == nil:
		*t = Text(s)
	case json.Unmarshal(data, &n) == nil:
		*t = Text(n)
	}
	return nil
}

// List is a list, or one element where a list should stand. Elements that cannot be read are left
// out.
type List[T any] []T

// UnmarshalJSON reads the elements one by one.
func (l *List[T]) UnmarshalJSON(data []byte) error {
	var raw []json.RawMessage
	if json.Unmarshal(data, &raw) != nil {
		raw = []json.RawMessage{data}
	}
	*l = nil
	for _, element := range raw {
		var v T
		if !bytes.Equal(bytes.TrimSpace(element), []byte("null")) && json.Unmarshal(element, &v) == nil {
			*l = append(*l, v)
		}
	}
	return nil
}

// Value is a value that may be of another type.
type Value[T any] struct{ V T }

// UnmarshalJSON reads the value, or leaves it at zero.
func (v *Value[T]) UnmarshalJSON(data []byte) error {
	var read T
	if json.Unmarshal(data, &read) == nil {
		v.V = read
	}
	return nil
}
