package biblio

import (
	"fmt"
	"regexp"
)

// yearText is a year as it stands in running text, perhaps with the letter that tells works of one
// year apart.
var yearText = regexp.MustCompile(`\b(1[4-9]\d\d|20\d\d)[a-z]?\b`)

// Date is a date as exact as known: Month and Day are zero where only the year is known, and all
// three where only Literal ("in press", "n.d.") is.
type Date struct {
	Year, Month, Day int    `json:",omitzero"`
	Literal          string `json:",omitzero"`
}

// IsZero reports whether nothing is known.
func (d Date) IsZero() bool { return d == Date{} }

// String returns the date in ISO 8601, as exact as known, or the literal.
func (d Date) String() string {
	switch {
	case d.Year == 0:
		return d.Literal
	case d.Month == 0:
		return fmt.Sprintf("%04d", d.Year)
	case d.Day == 0:
		return fmt.Sprintf("%04d-%02d", d.Year, d.Month)
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}
