package medline

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/refcheck/refcheck/internal/biblio"
)

// date is a PubDate, an ArticleDate or the like: parts, or free text.
type date struct {
	Year  string `xml:"Year"`
	Month string `xml:"Month"` // "Jan" or "08"
	Day   string `xml:"Day"`
	// Medline is what fits no parts: "1998 Dec-1999 Jan", "2019 Sep/Oct", "1975-1976".
	Medline string `xml:"MedlineDate"`
}

var (
	yearText = regexp.MustCompile(`\b(?:1[5-9]|20)\d\d\b`)
	months   = []string{"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"}
)

// date returns the date as exact as known; of a free text the first year.
func (d date) date() biblio.Date {
	year := yearText.FindString(d.Year)
	if year == "" {
		year = yearText.FindString(d.Medline)
	}
	var out biblio.Date
	out.Year, _ = strconv.Atoi(year) // 0 where there is none
	if out.Year == 0 || d.Year == "" {
		return out
	}
	if out.Month = month(d.Month); out.Month == 0 {
		return out
	}
	if day, err := strconv.Atoi(strings.TrimSpace(d.Day)); err == nil && day >= 1 && day <= 31 {
		out.Day = day
	}
	return out
}

// month returns the number of a month, 0 where s is none.
func month(s string) int {
	s = strings.ToLower(strings.TrimSpace(s))
	if n, err := strconv.Atoi(s); err == nil && n >= 1 && n <= 12 {
		return n
	}
	if len(s) < 3 {
		return 0
	}
	return slices.Index(months, s[:3]) + 1
}

// years returns every year that the dates name, without repeats.
func years(dates ...date) []int {
	var out []int
	for _, d := range dates {
		for _, text := range yearText.FindAllString(d.Year+" "+d.Medline, -1) {
			if y, err := strconv.Atoi(text); err == nil && !slices.Contains(out, y) {
				out = append(out, y)
			}
		}
	}
	return out
}
