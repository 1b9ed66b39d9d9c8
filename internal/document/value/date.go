package value

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/refcheck/refcheck/internal/biblio"
)

var (
	year   = regexp.MustCompile(`(?:^|\D)((?:1[4-9]|20)\d\d)(?:\D|$)`)
	months = []string{"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"}
)

// Date reads "2003/05/12/spring", "2003/05//", "2015/october", "2003-05-12", "May 2003", "2003".
func Date(s string) biblio.Date {
	s = strings.TrimSpace(s)
	parts := strings.FieldsFunc(s, func(r rune) bool { return r == '/' || r == '-' || r == ' ' || r == ',' || r == '.' })
	var d biblio.Date
	if m := year.FindStringSubmatch(s); m != nil {
		d.Year, _ = strconv.Atoi(m[1])
	}
	for _, p := range parts {
		n, err := strconv.Atoi(p)
		switch {
		case err != nil:
			if m := Month(p); m != 0 && d.Month == 0 {
				d.Month = m
			}
		case n == d.Year:
		case d.Month == 0 && n >= 1 && n <= 12:
			d.Month = n
		case d.Month != 0 && d.Day == 0 && n >= 1 && n <= 31:
			d.Day = n
		}
	}
	if d.Year == 0 && d.Month == 0 && strings.Trim(s, "0/ ") != "" {
		d.Literal = s
	}
	return d
}

// Month returns the number of a month that begins with its English name, 0 where s is none.
func Month(s string) int {
	s = strings.ToLower(s)
	for i, m := range months {
		if strings.HasPrefix(s, m) {
			return i + 1
		}
	}
	return 0
}
