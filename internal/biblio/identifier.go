package biblio

import (
	"net/url"
	"regexp"
	"strconv"
	"strings"
)

// DOIs after the DOI Handbook §2.2 and Crossref's advice on matching them; the suffix may hold any
// printing character.
var (
	doiText   = regexp.MustCompile(`(?i)10\.\d{4,9}(?:\.\d+)*/[^\s"“”]+`)
	pmcidText = regexp.MustCompile(`(?i)^(?:https?://[^\s]*/)?(?:pmcid:?\s*)?PMC(\d{3,9})(?:\.\d+)?/?$`)
	pmidText  = regexp.MustCompile(`(?i)^(?:https?://[^\s/]*(?:pubmed|ncbi)[^\s]*/)?(?:pmid:?\s*)?([1-9]\d{0,8})/?$`)
	arxivText = regexp.MustCompile(`(?i)^(?:https?://(?:[a-z.]+\.)?arxiv\.org/(?:abs|pdf)/|(?:https?://doi\.org/)?10\.48550/arxiv\.|arxiv:?\s*)?((?:\d{4}\.\d{4,5})|(?:[a-z-]+(?:\.[a-z]{2})?/\d{7}))(?:v\d+)?(?:\.pdf)?(?:\s*\[[\w.-]+\])?$`)
	isbnLabel = regexp.MustCompile(`^ISBN(?:10:?|13:?|:)?([\dX]{10}|[\dX]{13})$`)
	isbnNoise = strings.NewReplacer("-", "", "‐", "", "‑", "", "–", "", " ", "")
)

// DOI returns the normal form of the first DOI in s: lower case, without resolver, percent-encoding,
// LaTeX escapes or trailing punctuation. It returns "" where s holds none. A closing bracket belongs
// to the DOI only if it has its opening one in it, as in 10.1016/S0140-6736(97)11096-0.
func DOI(s string) string {
	s = doiSource(s)
	at := strings.Index(s, "10.")
	if at < 0 {
		return ""
	}
	m, _, _ := strings.Cut(findDOI(s[at:]), "</") // the end of a link in HTML
	return strings.ToLower(trimDOI(m))
}

// findDOI returns the first DOI in s, which as a rule begins with it, so that the expression is spared.
func findDOI(s string) string {
	registrant, suffix, _ := strings.Cut(strings.TrimPrefix(s, "10."), "/")
	end := doiSuffix(suffix)
	if n := len(registrant); n < 4 || n > 9 || !isNumber(registrant) || end == 0 {
		return doiText.FindString(s)
	}
	return s[:len(s)-len(suffix)+end]
}

// doiSuffix returns how much of the beginning of s can be the suffix of a DOI; see doiText.
func doiSuffix(s string) int {
	for i := range len(s) {
		switch s[i] {
		case ' ', '\t', '\n', '\f', '\r', '"':
			return i
		case "“"[0]:
			if strings.HasPrefix(s[i:], "“") || strings.HasPrefix(s[i:], "”") {
				return i
			}
		}
	}
	return len(s)
}

// isNumber reports whether all of s is digits.
func isNumber(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

// doiEscapes are the marks of LaTeX and HTML for characters that DOIs hold.
var doiEscapes = strings.NewReplacer(`\_`, "_", `\&`, "&", `\%`, "%", `\#`, "#", `{\_}`, "_", "&lt;", "<", "&gt;", ">", "&amp;", "&")

func doiSource(s string) string {
	if strings.ContainsAny(s, `\&`) {
		s = doiEscapes.Replace(s)
	}
	if strings.Contains(s, "%") {
		if plain, err := url.PathUnescape(s); err == nil {
			s = plain
		}
	}
	return s
}

// trimDOI takes off what a sentence or a markup put behind a DOI.
func trimDOI(s string) string {
	for s != "" {
		last := s[len(s)-1]
		switch {
		case strings.IndexByte(".,;:'*}\\", last) >= 0,
			last == ')' && strings.Count(s, "(") < strings.Count(s, ")"),
			last == ']' && strings.Count(s, "[") < strings.Count(s, "]"),
			last == '>' && strings.Count(s, "<") < strings.Count(s, ">"):
			s = s[:len(s)-1]
		case strings.HasSuffix(s, "’"), strings.HasSuffix(s, "…"):
			s = s[:len(s)-3]
		default:
			return s
		}
	}
	return s
}

// PMID returns the digits of a PubMed id written as a number, with its label or as an address, or "".
func PMID(s string) string { return submatch(pmidText, s) }

// PMCID returns a PubMed Central id as "PMC1234567", or "".
func PMCID(s string) string {
	if n := submatch(pmcidText, s); n != "" {
		return "PMC" + n
	}
	return ""
}

// ArXiv returns an arXiv id without its version and its subject class: "1706.03762",
// "hep-th/9901001", "math/0309136" of "math.GT/0309136", or "". It reads the id alone, with its label,
// as an address and as a DOI of the prefix 10.48550.
func ArXiv(s string) string {
	id := strings.ToLower(submatch(arxivText, s))
	if archive, number, ok := strings.Cut(id, "/"); ok {
		archive, _, _ = strings.Cut(archive, ".")
		return archive + "/" + number
	}
	return id
}

// arxivArchives are the archives that gave numbers of their own, until March 2007.
var arxivArchives = map[string]bool{
	"acc-phys": true, "adap-org": true, "alg-geom": true, "ao-sci": true, "astro-ph": true, "atom-ph": true, "bayes-an": true,
	"chao-dyn": true, "chem-ph": true, "cmp-lg": true, "comp-gas": true, "cond-mat": true, "cs": true, "dg-ga": true, "funct-an": true,
	"gr-qc": true, "hep-ex": true, "hep-lat": true, "hep-ph": true, "hep-th": true, "math": true, "math-ph": true, "mtrl-th": true,
	"nlin": true, "nucl-ex": true, "nucl-th": true, "patt-sol": true, "physics": true, "plasm-ph": true, "q-alg": true, "q-bio": true,
	"quant-ph": true, "solv-int": true, "supr-con": true,
}

// ArXivDate returns the month in which an arXiv id was given, which stands in it as yymm; zero where no
// id is formed so (https://info.arxiv.org/help/arxiv_identifier.html). Numbers have been counted within
// the archives until March 2007, with four digits until 2014, and with five since.
func ArXivDate(id string) Date {
	archive, number, old := strings.Cut(id, "/")
	if !old {
		number = id
	}
	if len(number) < 5 || old && !arxivArchives[archive] {
		return Date{}
	}
	year, yearErr := strconv.Atoi(number[:2])
	month, monthErr := strconv.Atoi(number[2:4])
	if yearErr != nil || monthErr != nil || month < 1 || month > 12 {
		return Date{}
	}
	if old && year > 90 {
		year += 1900
	} else {
		year += 2000
	}
	d := Date{Year: year, Month: month}
	months, digits := 12*year+month, len(strings.TrimPrefix(number[4:], "."))
	const first, split, five = 12*1991 + 7, 12*2007 + 4, 12*2015 + 1
	if old && (months < first || months >= split) || !old && (months < split || (digits == 5) != (months >= five)) {
		return Date{}
	}
	return d
}

func submatch(re *regexp.Regexp, s string) string {
	if m := re.FindStringSubmatch(strings.TrimSpace(s)); m != nil {
		return m[1]
	}
	return ""
}

// ISBN returns the thirteen digits of an ISBN-10 or ISBN-13 whose check digit is right (ISO 2108),
// or "".
func ISBN(s string) string {
	s = strings.ToUpper(isbnNoise.Replace(strings.TrimSpace(s)))
	if strings.HasPrefix(s, "ISBN") {
		if m := isbnLabel.FindStringSubmatch(s); m != nil {
			s = m[1]
		}
	}
	switch {
	case len(s) == 10 && isbn10Sum(s)%11 == 0:
		body := "978" + s[:9]
		return body + string(rune('0'+(10-isbn13Sum(body)%10)%10))
	case len(s) == 13 && isbn13Sum(s)%10 == 0:
		return s
	}
	return ""
}

// isbn10Sum returns the weighted sum of an ISBN-10, or 1, which no right one has, where s is none.
func isbn10Sum(s string) int {
	sum := 0
	for i, c := range s {
		switch {
		case c >= '0' && c <= '9':
			sum += (10 - i) * int(c-'0')
		case c == 'X' && i == 9:
			sum += 10
		default:
			return 1
		}
	}
	return sum
}

// isbn13Sum returns the weighted sum of the digits of an ISBN-13, or 1 where s is none.
func isbn13Sum(s string) int {
	sum := 0
	for i, c := range s {
		if c < '0' || c > '9' {
			return 1
		}
		sum += int(c-'0') * (1 + 2*(i%2))
	}
	return sum
}

var issnText = regexp.MustCompile(`(?i)\b(?:issn:?\s*)?(\d{4})[-‐–]?(\d{3}[\dx])\b`)

// ISSN returns an ISSN as "1234-567X", or "".
func ISSN(s string) string {
	const form = "1234-567X"
	if len(s) == len(form) && s[4] == '-' && isNumber(s[:4]) && isNumber(s[5:8]) && (isNumber(s[8:]) || s[8]|0x20 == 'x') {
		return strings.ToUpper(s) // as nearly every one is written
	}
	m := issnText.FindStringSubmatch(s)
	if m == nil {
		return ""
	}
	return m[1] + "-" + strings.ToUpper(m[2])
}
