package text

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// Link labels as publishers' pages print them under or behind a reference, collected from the pages
// of Springer, Nature, Elsevier, Wiley, HighWire, PLOS, MDPI, Frontiers, IOP, ACM, De Gruyter,
// Taylor & Francis, PubMed and PubMed Central. They are regular expressions.
var (
	// sureLabels are nothing else wherever they stand.
	sureLabels = []string{
		`(?:Search (?:in|on|for this (?:article|author)? ?on) )?Google ?Scholar`, `Crossref Full Text`, `CrossRef Full Text`, `Cross ?Ref`, `Crossref`,
		`(?:View|Find|Search|Cited|Look up) (?:in|at|on|this article (?:in|on)|by in) (?:Scopus|PubMed|Article|article|Publisher|publisher|Web of Science|ADS|Crossref)(?: \(\d+\))?`,
		`View (?:Article|article|Full Text|full text|PDF|Record|record|chapter|book|abstract|Abstract|details)`,
		`Find this article online`, `Find it online`, `Open in (?:a )?(?:separate|new) (?:window|tab)`, `\(?[Oo]pens? in (?:a )?new (?:window|tab)\)?`,
		`Download (?:PDF|references|citation|full issue)`, `Full Text \(PDF\)`, `Full[- ][Tt]ext PDF`, `Abstract/FREE Full Text`, `Abstract/Free Full Text`,
		`(?:FREE|Free) Full Text`, `(?:PMC free|Free PMC) article`, `PMC free article`, `PubMed Abstract`, `PubMed Central(?: PMCID)?`, `PubMed/NCBI`,
		`Go to reference(?: in article)?`, `Return to (?:ref|citation|reference)(?: [\w.]+)?(?: in article)?`, `Go to citation`, `Back to (?:text|article|reference)`, `First citation in article`,
		`Green Version`, `MathSciNet`, `zbMATH(?: Open)?`, `Zbl`, `Open ?U(?:RL|rl)`, `Wiley Online Library`, `Taylor & Francis Online`, `SAGE Journals`,
		`ACS Publications`, `Digital Library`, `Web of Science ?®?(?: \(\d+\))?`, `Cited by \(\d+\)`, `Export [Cc]itation`, `Save [Rr]eference`, `Show [Aa]bstract`, `Hide [Aa]bstract`,
		`Show [Cc]ontext`, `Astrophysics Data System`, `Chemical Abstracts Service`, `CAS PubMed`, `Semantic Scholar`, `[↵↩⇑↑⬆]+`, `View in article`, `Locate open access version`, `Abs/Full Text`,
	}
	// bareLabels are words that also stand in references: they count alone on their line, beside
	// another label, or behind the end of a sentence.
	bareLabels = []string{
		`Article`, `Abstract`, `PDF`, `CAS`, `ADS`, `MATH`, `ISI`, `DOI`, `PMC`, `PMID`, `PubMed`, `Pubmed`, `PUBMED`, `Medline`, `MEDLINE`, `Scopus`, `SCOPUS`, `Full [Tt]ext`, `HTML`,
		`EPUB`, `ePub`, `JSTOR`, `Links?`, `INSPIRE`, `Publisher`, `Book`, `Chapter`, `Citation`, `Cited by`, `Mathematical Reviews`, `Mathscinet`, `ScienceDirect`, `Embase`, `EMBASE`, `SPIRES`, `Preprint`, `arXiv`, `View`, `Related`,
	}

	anyLabel  = `(?:` + strings.Join(sureLabels, "|") + "|" + strings.Join(bareLabels, "|") + `)`
	labelRun  = `(?:[\s|·•,;/–-]*[\[(]?\s?` + anyLabel + `\s?[\])]?)*`
	labelLine = regexp.MustCompile(`^` + labelRun + `[\s|·•.]*$`)
	sureTail  = regexp.MustCompile(`[\s|·•,;–-]*[\[(]?\s?(?:` + strings.Join(sureLabels, "|") + `)\s?[\])]?` + labelRun + `[\s|·•.]*$`)
	bareTail  = regexp.MustCompile(`(?:[\s|·•;–-]*[\[(]?\s?` + anyLabel + `\s?[\])]?)` + labelRun + `[\s|·•.]*$`)

	// labelEnds are how labels end: a text that does not end so has no label there. It saves the
	// expressions above from being tried on every line.
	labelEnds = []string{
		"Scholar", "Text", "text", "Ref", "ref", "Med", "med", "MED", "NCBI", "CAS", "ADS", "MATH", "ISI", "DOI", "PMC", "PMID", "LINE", "line", "Scopus", "SCOPUS", "rticle", "bstract", "PDF", "HTML", "EPUB", "ePub", "JSTOR", "Link", "Links",
		"INSPIRE", "ublisher", "ook", "hapter", "itation", "by", "Reviews", "Net", "net", "Zbl", "Open", "URL", "Url", "Library", "Online", "Journals", "Publications", "Science", "®", "eference", "eferences", "ontext", "System", "Service", "window", "tab",
		"ersion", "Central", "details", "ecord", "Direct", "EMBASE", "Embase", "SPIRES", "Preprint", "arXiv", "View", "Related", "issue", "PMCID", "↵", "↩", "⇑", "↑", "⬆",
	}
)

// endsLikeLabel reports whether a label may stand at the end of a text.
func endsLikeLabel(s string) bool {
	counted := strings.TrimRight(s, " |·•.")
	if at := strings.LastIndexByte(counted, '('); at >= 0 && strings.HasSuffix(counted, ")") && isNumber(counted[at+1:len(counted)-1]) {
		s = counted[:at] // "Web of Science (12)"
	}
	s = strings.TrimRight(s, " |·•.])")
	for _, end := range labelEnds {
		if strings.HasSuffix(s, end) {
			return true
		}
	}
	return strings.Contains(s[max(0, len(s)-24):], "Return to ") || strings.HasSuffix(s, "in article")
}

func isNumber(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// longestLabels is how long a run of labels can be, in bytes.
const longestLabels = 240

// isLabels reports whether a line holds link labels and nothing else.
func isLabels(s string) bool {
	return len(s) <= longestLabels && endsLikeLabel(s) && labelLine.MatchString(s)
}

// trimLabels takes the link labels off the end of a reference. A text of labels alone is kept.
func trimLabels(s string) string {
	if !endsLikeLabel(s) {
		return s
	}
	offset := max(0, len(s)-longestLabels)
	for offset > 0 && offset < len(s) && !utf8.RuneStart(s[offset]) {
		offset++
	}
	tail := s[offset:]
	if at := bareTail.FindStringIndex(tail); at != nil && endsSentence(s[:offset+at[0]]) {
		return s[:offset+at[0]]
	}
	if at := sureTail.FindStringIndex(tail); at != nil && offset+at[0] > 0 {
		return s[:offset+at[0]]
	}
	return s
}

// endsSentence reports whether a text ends as a whole reference does, so that a label can follow.
func endsSentence(s string) bool {
	if s == "" {
		return false
	}
	last := s[len(s)-1]
	return strings.IndexByte(".)]/", last) >= 0 || last >= '0' && last <= '9' || strings.HasSuffix(s, "。")
}

// withoutLabels drops the lines that hold link labels alone, takes the labels off the ends of the
// others, and marks the lines behind them.
func withoutLabels(lines []line) []line {
	kept := lines[:0]
	var gap, closed bool
	for _, l := range lines {
		if isLabels(l.text) {
			gap, closed = gap || l.gap, true
			continue
		}
		l.gap, l.closed = l.gap || gap, closed
		body := trimLabels(l.text)
		gap, closed = false, body != l.text
		l.text = body
		kept = append(kept, l)
	}
	return kept
}
