package bibtex

import (
	"slices"
	"strings"

	"github.com/refcheck/refcheck/internal/biblio"
)

// identifiers sets what names the work: first from the fields made for it, then from addresses and
// notes.
func (b *builder) identifiers() {
	i := b.item
	i.URL = b.identify("url", webAddress, "url", "ee", "howpublished", "note")
	i.DOI = b.identify("doi", biblio.DOI, "doi")
	if i.DOI == "" {
		i.DOI = b.identify("doi", doiInURL, "url", "ee")
	}
	if i.DOI == "" {
		i.DOI = b.identify("doi", doiInNote, "howpublished", "note")
	}
	i.PMID = b.identify("pmid", biblio.PMID, "pmid")
	i.PMCID = b.identify("pmcid", biblio.PMCID, "pmcid", "pmc")
	b.eprint()
	for _, name := range []string{"arxivid", "journal", "volume", "url", "ee", "howpublished", "note", "number", "pages"} {
		if v := b.own(name); v != nil && i.ArXiv == "" && holds(v.text, &arXivSigns) {
			i.ArXiv = b.identify("arxiv", arXivInText, name)
		}
	}
	if i.ArXiv == "" && strings.HasPrefix(i.DOI, "10.48550/") {
		i.ArXiv = biblio.ArXiv(i.DOI)
	}
	b.tidyPreprint()
	for _, s := range strings.FieldsFunc(b.take("isbn", "isbn"), isListBreak) {
		i.ISBN = append(i.ISBN, isbns(s)...)
	}
	for _, s := range strings.FieldsFunc(b.take("issn", "issn"), isListBreak) {
		if n := biblio.ISSN(s); n != "" {
			i.ISSN = append(i.ISSN, n)
		}
	}
}

// identify returns what read finds in the first of the named fields in which it finds anything.
func (b *builder) identify(part string, read func(string) string, names ...string) string {
	for _, name := range names {
		text, location := b.address(name)
		if text == "" {
			continue
		}
		if id := read(text); id != "" {
			b.places.Set(part, location)
			return id
		}
	}
	return ""
}

// eprint reads BibLaTeX's eprint, whose type says what it is; without a type it may be arXiv's.
func (b *builder) eprint() {
	i := b.item
	switch strings.ToLower(b.text("eprinttype", "archiveprefix")) {
	case "", "arxiv":
		i.ArXiv = b.identify("arxiv", biblio.ArXiv, "eprint")
	case "pubmed", "pmid":
		if i.PMID == "" {
			i.PMID = b.identify("pmid", biblio.PMID, "eprint")
		}
	case "pmc", "pmcid", "pubmedcentral":
		if i.PMCID == "" {
			i.PMCID = b.identify("pmcid", biblio.PMCID, "eprint")
		}
	case "doi":
		if i.DOI == "" {
			i.DOI = b.identify("doi", biblio.DOI, "eprint")
		}
	}
}

// tidyPreprint takes arXiv's id out of the fields of journals: "arXiv preprint arXiv:1706.03762" is
// the container arXiv, and "abs/1706.03762" is no volume.
func (b *builder) tidyPreprint() {
	i := b.item
	if i.ArXiv == "" {
		return
	}
	if name := strings.ToLower(i.Container); strings.HasPrefix(name, "arxiv") || strings.HasPrefix(name, "corr") && isPreprintServer(name) {
		i.Container = "arXiv"
	}
	if arXivInText(i.Volume) != "" {
		i.Volume = ""
		b.forget("volume")
	}
	if arXivInText(i.Pages) != "" {
		i.Pages = ""
		b.forget("page")
	}
}

// forget drops the place of a part of the reference that it does not have after all.
func (b *builder) forget(part string) {
	b.places = slices.DeleteFunc(b.places, func(p biblio.Place) bool { return p.Field == part })
}

// webAddress returns the first web address in s, or "".
func webAddress(s string) string {
	if !strings.Contains(s, "://") && !strings.Contains(s, "www.") {
		return "" // as nearly every note
	}
	for _, scheme := range []string{"https://", "http://", "ftp://", "www."} {
		if i := strings.Index(s, scheme); i >= 0 && (i == 0 || !isLetter(s[i-1])) {
			s = s[i:]
			if end := strings.IndexAny(s, " \t\r\n\"<>"); end >= 0 {
				s = s[:end]
			}
			return strings.TrimRight(s, ".,;")
		}
	}
	return ""
}

// doiTails are what publishers put behind the DOI in the addresses of their pages.
var doiTails = []string{"/abstract", "/full", "/pdf", "/epdf", "/meta", "/fulltext", "/summary", "/html", "/full/html", ".pdf", ".full"}

// doiInURL returns the DOI that an address leads to, or "".
func doiInURL(s string) string {
	doi := biblio.DOI(s)
	if doi == "" || strings.Contains(s, "doi.org/") {
		return doi
	}
	doi, _, _ = strings.Cut(doi, "?")
	doi, _, _ = strings.Cut(doi, "#")
	for _, tail := range doiTails {
		doi = strings.TrimSuffix(doi, tail)
	}
	return doi
}

// otherWork are the words of notes whose DOI is that of another work.
var otherWork = []string{"errat", "corrig", "correct", "retract", "comment", "preprint", "review of", "reprint", "supplement", "see also", "version", "dataset"}

// doiInNote returns the DOI in a note that does not speak of another work, or "".
func doiInNote(s string) string {
	if !strings.Contains(s, "10.") && !strings.Contains(s, "%") {
		return "" // as nearly every note
	}
	lower := strings.ToLower(s)
	for _, word := range otherWork {
		if strings.Contains(lower, word) {
			return ""
		}
	}
	return doiInURL(s)
}

// arXivSigns are bytes of which a value holds one if it speaks of arXiv, in whatever macros.
var arXivSigns = [256]bool{'x': true, 'X': true, '/': true, '\\': true}

func holds(s string, signs *[256]bool) bool {
	for i := range len(s) {
		if signs[s[i]] {
			return true
		}
	}
	return false
}

// arXivInText returns the arXiv id in text that speaks of arXiv: "arXiv preprint arXiv:1706.03762v5
// [cs.CL]", "abs/1706.03762", or "".
func arXivInText(s string) string {
	if strings.IndexByte(s, 'x') < 0 && strings.IndexByte(s, 'X') < 0 && !hasPrefixFold(s, "abs/") {
		return "" // as nearly every value
	}
	lower := strings.ToLower(s)
	at := strings.Index(lower, "arxiv")
	if at < 0 {
		if at = strings.Index(lower, "abs/"); at != 0 {
			return ""
		}
	}
	for _, word := range strings.FieldsFunc(lower[at:], func(r rune) bool { return strings.ContainsRune(" \t\r\n,;[]()", r) }) {
		word = strings.TrimRight(strings.TrimPrefix(word, "abs/"), ".")
		if id := biblio.ArXiv(word); id != "" {
			return id
		}
		if i := strings.Index(word, "arxiv.org/"); i >= 0 {
			if id := biblio.ArXiv("https://" + word[i:]); id != "" {
				return id
			}
		}
	}
	return ""
}

func hasPrefixFold(s, prefix string) bool {
	return len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix)
}

// isListBreak reports whether r parts the identifiers of a list.
func isListBreak(r rune) bool { return strings.ContainsRune(",;/()", r) }

// isbns returns the ISBNs in s, which white space may part, or part the groups of.
func isbns(s string) []string {
	if n := biblio.ISBN(s); n != "" {
		return []string{n}
	}
	var list []string
	for _, word := range strings.Fields(s) {
		if n := biblio.ISBN(word); n != "" {
			list = append(list, n)
		}
	}
	return list
}

func isLetter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }
