package bibtex

import (
	"strconv"
	"strings"
	"unicode"

	"github.com/refcheck/refcheck/internal/biblio"
)

// date returns when the work was issued: BibLaTeX's date, or BibTeX's year and month, and the place
// of the field that says so.
func (e *entry) date() (biblio.Date, biblio.Location) {
	var date biblio.Date
	v := e.own("date")
	if v != nil {
		date = parseDate(plain(v.text))
	}
	if year := e.own("year"); year != nil && date.Year == 0 {
		v, date = year, parseDate(plain(year.text))
	}
	switch {
	case date.Year != 0 && date.Month == 0:
		date.Month, date.Day = parseMonth(e.text("month"))
		if day := e.text("day"); day != "" && date.Month != 0 {
			if n, err := strconv.Atoi(day); err == nil && n >= 1 && n <= 31 {
				date.Day = n
			}
		}
	case date.IsZero():
		if v = e.own("pubstate"); v != nil {
			date.Literal = plain(v.text)
			if words, ok := pubstates[date.Literal]; ok {
				date.Literal = words
			}
		}
	}
	if v == nil {
		return date, biblio.Location{}
	}
	return date, e.at(v)
}

// parseDate reads a date: ISO 8601 and the parts of EDTF that BibLaTeX allows ("2001-02-03",
// "1997-07/1999", "2001?", "2001-21" for a spring), or a year within text ("Spring 2001", "c1998"),
// with a month by name. The beginning of a range counts. Text without a year is the Literal.
func parseDate(s string) biblio.Date {
	s = strings.TrimSpace(s)
	from, to, _ := strings.Cut(s, "/")
	if from == "" || from == ".." {
		from = to
	}
	if date, ok := parseISO(from); ok {
		return date
	}
	year := findYear(s)
	if year == 0 {
		return biblio.Date{Literal: s}
	}
	date := biblio.Date{Year: year}
	if strings.IndexFunc(s, unicode.IsLetter) >= 0 {
		date.Month, date.Day = parseMonth(s)
	}
	return date
}

// parseISO reads "2001", "2001-02" or "2001-02-03", with a time or a mark of doubt behind it.
func parseISO(s string) (biblio.Date, bool) {
	s, _, _ = strings.Cut(s, "T")
	var numbers [3]int
	rest, more := strings.TrimRight(s, "~?% "), true
	for i := 0; more; i++ {
		var part string
		part, rest, more = strings.Cut(rest, "-")
		if i == len(numbers) || part == "" || !isDigit(part[0]) || i == 0 && len(part) != 4 {
			return biblio.Date{}, false
		}
		n, err := strconv.ParseUint(part, 10, 16)
		if err != nil {
			return biblio.Date{}, false
		}
		numbers[i] = int(n)
	}
	date := biblio.Date{Year: numbers[0], Month: numbers[1], Day: numbers[2]}
	if date.Month > 12 {
		date.Month, date.Day = 0, 0 // 21 to 24 are seasons
	}
	if date.Day > 31 {
		date.Day = 0
	}
	return date, date.Year != 0
}

// findYear returns the first number of four digits that can be a year, or that begins a date of
// eight digits, or 0.
func findYear(s string) int {
	for i := 0; i < len(s); {
		if !isDigit(s[i]) {
			i++
			continue
		}
		end := i
		for end < len(s) && isDigit(s[end]) {
			end++
		}
		if n := end - i; n == 4 || n == 8 {
			if year, err := strconv.Atoi(s[i : i+4]); err == nil && year >= 1000 && year <= 2100 {
				return year
			}
		}
		i = end
	}
	return 0
}

// monthNames are the months as bibliographies name them, in English, German, French, Spanish,
// Portuguese and Italian.
var monthNames = [12][]string{
	{"january", "januar", "janvier", "enero", "janeiro", "gennaio"},
	{"february", "februar", "février", "fevrier", "febrero", "fevereiro", "febbraio"},
	{"march", "märz", "maerz", "mars", "marzo", "março"},
	{"april", "avril", "abril", "aprile"},
	{"may", "mai", "mayo", "maio", "maggio"},
	{"june", "juni", "juin", "junio", "junho", "giugno"},
	{"july", "juli", "juillet", "julio", "julho", "luglio"},
	{"august", "août", "aout", "agosto"},
	{"september", "septembre", "septiembre", "setembro", "settembre"},
	{"october", "oktober", "octobre", "octubre", "outubro", "ottobre"},
	{"november", "novembre", "noviembre", "novembro"},
	{"december", "dezember", "décembre", "decembre", "diciembre", "dezembro", "dicembre"}, //nolint:misspell // French
}

// parseMonth returns the month, and the day where one stands with it: "Mar.", "23 January", "May/June",
// "3". The first month counts; 0 is unknown.
func parseMonth(s string) (month, day int) {
	if s == "" {
		return 0, 0
	}
	number, letters := 0, false
	for _, word := range strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if isDigit(word[0]) {
			if n, err := strconv.Atoi(word); err == nil {
				if number == 0 && n >= 1 && n <= 31 {
					number = n
				}
				continue
			}
		}
		letters = true
		if month == 0 {
			month = monthByName(word)
		}
	}
	switch {
	case month != 0:
		return month, number
	case !letters && number <= 12:
		return number, 0
	}
	return 0, 0
}

// monthByName returns the month of a name or of its beginning of at least three letters, or 0.
func monthByName(word string) int {
	if len(word) < 3 {
		return 0
	}
	for i, names := range monthNames {
		for _, name := range names {
			if strings.HasPrefix(name, word) {
				return i + 1
			}
		}
	}
	return 0
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }
