package text

import (
	"regexp"
	"strings"
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
		`Article`, `ArticleTitle`, `Abstract`, `PDF`, `CAS`, `ADS`, `MATH`, `ISI`, `DOI`, `PMC`, `PMID`, `PubMed`, `Pubmed`, `PUBMED`, `Medline`, `MEDLINE`, `Scopus`, `SCOPUS`, `Full [Tt]ext`, `HTML`,
		`EPUB`, `ePub`, `JSTOR`, `Links?`, `INSPIRE`, `Publisher`, `Book`, `Chapter`, `Citation`, `Cited by`, `Mathematical Reviews`, `Mathscinet`, `ScienceDirect`, `Embase`, `EMBASE`, `SPIRES`, `Preprint`, `arXiv`, `View`, `Related`,
	}

	anyLabel  = `(?:` + strings.Join(sureLabels, "|") + "|" + strings.Join(bareLabels, "|") + `)`
	labelRun  = `(?:[\s|·•,;/–-]*[\[(]?` + anyLabel + `[\])]?)*`
	labelLine = regexp.MustCompile(`^` + labelRun + `[\s|·•.]*$`)
	sureTail  = regexp.MustCompile(`[\s|·•,;–-]*[\[(]?(?:` + strings.Join(sureLabels, "|") + `)[\])]?` + labelRun + `[\s|·•.]*$`)
	bareTail  = regexp.MustCompile(`(?:[\s|·•;–-]*[\[(]?` + anyLabel + `[\])]?)` + labelRun + `[\s|·•.]*$`)

	// labelEnd are the last words of labels: a text that does not end with one has no label there.
	labelEnd = regexp.MustCompile(`(?:[Ss]cholar|[Tt]ext|[Rr]ef|[Pp]ub[Mm]ed|PUBMED|NCBI|CAS|ADS|MATH|ISI|DOI|PMC|PMID|MEDLINE|Medline|[Ss]copus|SCOPUS|[Aa]rticle|[Aa]bstract|PDF|HTML|EPUB|ePub|JSTOR|Links?|INSPIRE|[Pp]ublisher|[Bb]ook|[Cc]hapter|[Cc]itation|by|Reviews|Net|net|Zbl|Open|URL|Url|Library|Online|Journals|Publications|Science|[Rr]eferences?|[Cc]ontext|System|Service|window|tab|online|Version|version|Central|details|[Rr]ecord|Direct|EMBASE|Embase|SPIRES|Preprint|arXiv|View|Related|Title|issue|PMCID|®|\(\d+\)|[↵↩⇑↑⬆])[\])]?[\s|·•.]*$`)
)

// longestLabels is how long a run of labels can be, in bytes.
const longestLabels = 240

// isLabels reports whether a line holds link labels and nothing else.
func isLabels(s string) bool {
	return len(s) <= longestLabels && labelLine.MatchString(s)
}

// trimLabels takes the link labels off the end of a reference. A text of labels alone is kept.
func trimLabels(s string) string {
	offset := max(0, len(s)-longestLabels)
	for offset > 0 && offset < len(s) && s[offset]&0xc0 == 0x80 {
		offset++
	}
	tail := s[offset:]
	if !labelEnd.MatchString(tail) {
		return s
	}
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
