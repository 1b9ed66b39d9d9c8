package citation

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"

	"github.com/refcheck/refcheck/internal/biblio"
)

// assemble makes an item of the labelled spans of a text.
func assemble(text string, spans []span) biblio.Item {
	var item biblio.Item
	for _, s := range spans {
		raw := text[s.start:s.end]
		switch s.label {
		case labelAuthor:
			people, cut := readPeople(raw)
			item.Authors = append(item.Authors, people...)
			item.EtAl = item.EtAl || cut
		case labelEditor:
			people, _ := readPeople(raw)
			item.Editors = append(item.Editors, people...)
		case labelDate:
			item.Issued = later(item.Issued, readDate(raw))
		case labelNote:
			item.Note = join(item.Note, strings.Trim(tidy(raw), " .,;:[]"), "; ")
		case labelPlace:
			item.Place = join(item.Place, tidy(raw), ", ")
		case labelPublisher:
			item.Publisher = join(item.Publisher, tidy(raw), ", ")
		case labelContainer:
			if strings.Contains(raw, ".") && strings.HasPrefix(text[s.end:], ".") {
				raw = text[s.start : s.end+1] // the last dot of "Proc. Natl. Acad. Sci."
			}
			assembleContainer(&item, clean(raw))
		default:
			if into := field(&item, s.label); into != nil {
				if *into == "" {
					*into = figures(s.label, raw)
				}
				continue
			}
			identify(&item, s.label, raw)
		}
	}
	moveSection(&item)
	splitVolume(&item)
	item.Type = typeOf(&item, spans, text)
	return item
}

// field returns the text field that a label fills, or nil.
func field(i *biblio.Item, l label) *string {
	switch l {
	case labelTitle:
		return &i.Title
	case labelVolume:
		return &i.Volume
	case labelIssue:
		return &i.Issue
	case labelPages:
		return &i.Pages
	case labelEdition:
		return &i.Edition
	case labelGenre:
		return &i.Genre
	}
	return nil
}

// figures cleans the text of a field of its markers.
func figures(l label, raw string) string {
	switch l {
	case labelTitle:
		return clean(raw)
	case labelVolume, labelIssue:
		return stripMarker(raw, classVolume|classIssue)
	case labelPages:
		return dashes.Replace(stripMarker(raw, classPages|classArticle|classIssue))
	}
	return tidy(raw)
}

// dashes makes two of all the dashes that are printed between two pages: the hyphen and the en dash.
var dashes = strings.NewReplacer("—", "–", "―", "–", "‒", "–", "‑", "-", "‐", "-", "−", "-")

// assembleContainer fills the container; a second one is the series of the first.
func assembleContainer(i *biblio.Item, text string) {
	switch {
	case i.Container == "":
		i.Container = text
	case i.Collection == "":
		i.Collection = text
	}
}

// moveSection gives the section that is printed with the volume back to the journal: "Phys. Rev. D89" is
// volume 89 of Physical Review D, "J. Phys., Part 2 34" volume 34 of its second part.
func moveSection(i *biblio.Item) {
	v := i.Volume
	if part, rest, ok := strings.Cut(v, " "); ok && hasSuffix(i.Container, " Part", " Ser.", " Series", " Section", " Sect.") {
		i.Container, i.Volume = i.Container+" "+part, rest
		return
	}
	if i.Container == "" || len(v) < 2 || v[0] < 'A' || v[0] > 'H' || strings.Trim(v[1:], "0123456789") != "" {
		return
	}
	i.Container, i.Volume = i.Container+" "+v[:1], v[1:]
}

func hasSuffix(s string, endings ...string) bool {
	return slices.ContainsFunc(endings, func(e string) bool { return strings.HasSuffix(s, e) })
}

// splitVolume takes volume and issue apart where a slash joins them: "53/4". A double volume, "5/6",
// stays.
func splitVolume(i *biblio.Item) {
	v, n, ok := strings.Cut(i.Volume, "/")
	if !ok || i.Issue != "" {
		return
	}
	a, errA := strconv.Atoi(v)
	b, errB := strconv.Atoi(n)
	if errA == nil && errB == nil && b != a+1 && b <= 12 {
		i.Volume, i.Issue = v, n
	}
}

// stripMarker takes "Vol.", "no.", "pp." and brackets from the front and the back of a number.
func stripMarker(raw string, c class) string {
	s := source{text: raw, tokens: tokenize(raw, nil)}
	from, to := 0, len(s.tokens)
	for from < to {
		t := s.tokens[from]
		if t.is(shapeWord) && (!t.in(c) || t.is(shapeDigit)) || t.in(c) && from+1 >= to {
			break
		}
		if t.in(c) && t.is(shapeCaps) && t.runes == 1 && s.at(from+1).is(shapeDigit) && !s.at(from+1).is(shapeSpaced) {
			break // the "S" of "S 12" goes, that of "S-12" stays
		}
		from++
	}
	for to > from && !s.tokens[to-1].is(shapeWord) {
		to--
	}
	if from >= to {
		return ""
	}
	return strings.TrimFunc(tidy(raw[s.tokens[from].start:s.tokens[to-1].end]), isCJK) // "第3期"
}

// isbnLabel is what stands before an ISBN once its blanks are gone.
var isbnLabel = regexp.MustCompile(`^(?i:isbn)(?:[-–]?1[03])?:?`)

// identify fills the identifier that a label stands for.
func identify(i *biblio.Item, l label, raw string) {
	solid := strings.Join(strings.Fields(raw), "")
	switch l {
	case labelDOI:
		set(&i.DOI, biblio.DOI(solid))
	case labelPMID:
		set(&i.PMID, biblio.PMID(solid))
	case labelPMCID:
		set(&i.PMCID, biblio.PMCID(strings.Replace(solid, "PMCPMC", "PMC", 1))) // a common slip
	case labelArXiv:
		set(&i.ArXiv, biblio.ArXiv(solid))
	case labelURL:
		set(&i.URL, solid)
	case labelISBN:
		if n := biblio.ISBN(isbnLabel.ReplaceAllString(solid, "")); n != "" {
			i.ISBN = append(i.ISBN, n)
		}
	case labelISSN:
		if n := biblio.ISSN(solid); n != "" {
			i.ISSN = append(i.ISSN, n)
		}
	}
}

// set fills a field that is still empty.
func set(into *string, value string) {
	if *into == "" {
		*into = value
	}
}

func join(a, b, by string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + by + b
}

// tidy returns a text in NFC, its blanks single, without tags and invisible characters.
func tidy(s string) string {
	s = norm.NFC.String(s)
	if plain(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	blank := false
	for i := 0; i < len(s); {
		r, size := decode(s[i:])
		if n := blankAt(s[i:], r, size); n > 0 {
			if isBlank(r) || r == '<' && b.Len() > 0 && blank {
				blank = true
			}
			i += n
			continue
		}
		if blank && b.Len() > 0 {
			b.WriteByte(' ')
		}
		blank = false
		b.WriteString(s[i : i+size])
		i += size
	}
	return b.String()
}

// plain reports whether tidy has nothing to do.
func plain(s string) bool {
	for i := range len(s) {
		c := s[i]
		if c >= 0x80 || c < ' ' || c == '<' || c == ' ' && (i == 0 || s[i-1] == ' ') {
			return false
		}
	}
	return !strings.HasSuffix(s, " ")
}

// clean returns the text of a title or a container: tidy, without the quotation marks and the
// punctuation around it.
func clean(s string) string {
	s = tidy(s)
	s = unquote(strings.Trim(s, " ,;:"))
	s = strings.TrimRight(s, " ,;:")
	if strings.HasSuffix(s, ".") && !strings.HasSuffix(s, "..") && strings.Count(s, ".") == 1 {
		s = s[:len(s)-1]
	}
	return s
}

// unquote takes off quotation marks that stand around the whole.
func unquote(s string) string {
	const opening, closing = "“\"«„‘'`»「『《", "”\"»“’'«」』》"
	for {
		first, n := decode(s)
		if n == 0 || !strings.ContainsRune(opening, first) {
			return s
		}
		last := strings.TrimRight(s[n:], " .,")
		cut := false
		for _, r := range closing {
			if strings.HasSuffix(last, string(r)) {
				s = strings.Trim(strings.TrimSuffix(last, string(r)), " ,")
				cut = true
				break
			}
		}
		if !cut {
			return s
		}
	}
}
