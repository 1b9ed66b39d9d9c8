package crossref

import (
	"strconv"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/registry/tolerant"
)

// dates are the date-parts of the API: [[2003,8,1]], less exact as known, and [[null]] for none.
type dates []biblio.Date

// UnmarshalJSON reads the dates whose year is one.
func (d *dates) UnmarshalJSON(data []byte) error {
	var raw tolerant.Value[struct {
		Parts tolerant.List[tolerant.List[tolerant.Text]] `json:"date-parts"`
	}]
	*d = nil
	if err := raw.UnmarshalJSON(data); err != nil {
		return err
	}
	for _, parts := range raw.V.Parts {
		if date := dateOf(parts); date.Year != 0 {
			*d = append(*d, date)
		}
	}
	return nil
}

// dateOf returns the date of its parts, cut off before the first that cannot be one.
func dateOf(parts []tolerant.Text) biblio.Date {
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
