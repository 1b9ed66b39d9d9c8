package record

import (
	"regexp"
	"slices"
	"strconv"

	"github.com/refcheck/refcheck/internal/biblio"
)

// isoDate is a date of ISO 8601, as exact as known, with or without a time behind it.
var isoDate = regexp.MustCompile(`^\s*([12]\d{3})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?(?:$|[^\d])`)

// Date reads a date of ISO 8601, "2003", "2003-08" or "2003-08-01T12:00:00Z". What is no such date is
// zero.
func Date(s string) biblio.Date {
	var d biblio.Date
	if m := isoDate.FindStringSubmatch(s); m != nil {
		d.Year, _ = strconv.Atoi(m[1]) // the expression matches numbers alone
		d.Month, _ = strconv.Atoi(m[2])
		d.Day, _ = strconv.Atoi(m[3])
	}
	return d
}

// AddYears adds the years that are known and not there yet.
func AddYears(w *biblio.Work, dates ...biblio.Date) {
	for _, d := range dates {
		if d.Year != 0 && !slices.Contains(w.Years, d.Year) {
			w.Years = append(w.Years, d.Year)
		}
	}
}
