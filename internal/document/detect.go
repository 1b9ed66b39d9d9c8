package document

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// likelihood is how much speaks for a format. The extension of the file's name adds one, which
// turns the scale between two that are equally likely, or between possible and likely.
type likelihood int

const (
	impossible likelihood = 0
	possible   likelihood = 1
	likely     likelihood = 3
	certain    likelihood = 5
)

// sampled is how much of a text is looked at to find out its format, in bytes.
const sampled = 64 << 10

// head returns the beginning of a text.
func head(text string) string {
	if len(text) <= sampled {
		return text
	}
	cut := sampled
	for !utf8.RuneStart(text[cut]) {
		cut--
	}
	return text[:cut]
}

var (
	bibEntry = regexp.MustCompile(`(?m)^[ \t]*@[ \t]*[A-Za-z][\w.:+-]*\s*[{(]`)
	bibAny   = regexp.MustCompile(`@[ \t]*[A-Za-z]+\s*[{(]\s*[^\s,{}"]*\s*[,}]`)
	bibField = regexp.MustCompile(`(?mi)^[ \t]*(?:author|title|journal|year|booktitle|publisher|date|editor)\s*=`)
	risType  = regexp.MustCompile(`(?mi)^[ \t]*TY {0,3}- *[A-Z]{2,}`)
	risTag   = regexp.MustCompile(`(?m)^[ \t]*[A-Za-z][A-Za-z0-9] {1,2}- `)
	jsonList = regexp.MustCompile(`^\s*(?:\{\s*(?:"|\})|\[\s*(?:\{|\]))`)
)

// likelyBibTeX looks for "@article{".
func likelyBibTeX(text string) likelihood {
	switch {
	case bibEntry.MatchString(text) && (bibAny.MatchString(text) || bibField.MatchString(text)):
		return certain
	case bibEntry.MatchString(text), bibAny.MatchString(text):
		return likely
	case bibField.MatchString(text):
		return possible
	}
	return impossible
}

// likelyRIS looks for "TY  - JOUR"; an excerpt without it is possible.
func likelyRIS(text string) likelihood {
	tags := len(risTag.FindAllStringIndex(text, 4))
	switch {
	case risType.MatchString(text) && tags >= 1:
		return certain
	case risType.MatchString(text):
		return likely
	case tags >= 4:
		return possible
	}
	return impossible
}

// likelyJSON looks at how the text begins. "[1]" begins a printed list.
func likelyJSON(text string) likelihood {
	if jsonList.MatchString(text) {
		return certain
	}
	return impossible
}

// likelyText says that anything may be printed text, where nothing speaks for another format.
func likelyText(string) likelihood { return possible }

// identifierLine is a line that holds an identifier and nothing else.
var identifierLine = regexp.MustCompile(`(?i)^\s*(?:(?:https?://(?:dx\.)?doi\.org/|doi:?\s*)?10\.\d{4,9}/\S+|(?:https?://arxiv\.org/abs/|arxiv:\s*)\S+|pmid:?\s*\d+|(?:pmcid:?\s*)?pmc\d+|https?://pubmed\.ncbi\.nlm\.nih\.gov/\d+/?)[\s,;]*$`)

// likelyLines looks for a list of identifiers, one a line. Whatever else stands one a line is found
// by the way that printed text is read.
func likelyLines(text string) likelihood {
	if len(text) > sampled-utf8.UTFMax {
		text = text[:strings.LastIndexByte(text, '\n')+1] // the last line is cut
	}
	found := false
	for line := range strings.SplitSeq(text, "\n") {
		switch {
		case strings.TrimSpace(line) == "":
		case identifierLine.MatchString(line):
			found = true
		default:
			return impossible
		}
	}
	if found {
		return likely
	}
	return impossible
}

// unreadFormats are the formats of bibliographies and of documents that are known by how they look
// but not read.
var unreadFormats = []struct {
	name string
	re   *regexp.Regexp
}{
	{"PubMed's MEDLINE format (.nbib)", regexp.MustCompile(`(?m)^PMID ?- ?\d|^PMCR?- ?\d|\A\s*(?:OWN|STAT) ?- `)},
	{"an export of Ovid", regexp.MustCompile(`(?m)^VN  - Ovid|\A\s*<\s*\d+\.?\s*>\s*\n`)},
	{"an export of Web of Science (ISI)", regexp.MustCompile(`(?m)\A\s*FN .*\n+VR |\A\s*PT [A-Z]\b|^PT [JBSPC]\nAU `)},
	{"the EndNote/Refer format (.enw)", regexp.MustCompile(`(?m)\A\s*%[0A-Z] .*(?:\n%[0-9A-Z@!&$] |\z|\n*\z)`)},
	{"the RefWorks tagged format", regexp.MustCompile(`(?m)\A\s*RT [A-Z][a-z]+.*\n(?:[A-Z][A-Z0-9] .*\n?){2}`)},
	{"an export of Inspec", regexp.MustCompile(`(?i)\A\s*Record.*INSPEC`)},
	{"an export of Biblioscape", regexp.MustCompile(`(?m)\A\s*--[A-Z]{2}-- `)},
	{"an export of Copac", regexp.MustCompile(`(?m)\A\s*(?:[A-Z]{2}- .*\n(?:[ \t].*\n)*){2}`)},
	{"a report of RePEc NEP", regexp.MustCompile(`(?m)^NEP: New Economics Papers`)},
	{"a citation file (CITATION.cff)", regexp.MustCompile(`(?m)^cff-version:`)},
	{"LaTeX", regexp.MustCompile(`(?m)^\s*\\(?:documentclass|begin\{thebibliography\}|bibitem|begin\{document\}|refsection\{)`)},
	{"HTML", regexp.MustCompile(`(?i)\A\s*(?:<\?xml[^>]*>\s*)?(?:<!doctype html|<html|<head|<body)`)},
	{"EndNote XML", regexp.MustCompile(`(?s)\A\s*<\?xml.{0,400}<(?:xml><records>|records>)`)},
	{"PubMed XML", regexp.MustCompile(`<PubmedArticleSet|<PubmedArticle[ >]`)},
	{"JATS XML", regexp.MustCompile(`<article[ >][^>]*(?:article-type|dtd-version|xmlns)`)},
	{"Crossref XML", regexp.MustCompile(`<(?:doi_records|crossref_result|doi_batch|crossref_metadata)[ >]`)},
	{"MODS XML", regexp.MustCompile(`<mods(?:Collection)?[ >]|<mods:mods`)},
	{"XML", regexp.MustCompile(`\A\s*(?:<\?xml|<!DOCTYPE|<!--|<[A-Za-z][\w:.-]*(?:\s[^<>]*)?>)`)},
	{"HTML", regexp.MustCompile(`(?i)<(?:div|span|p|li|ol|ul|td)(?:\s[^<>]*)?>[^<]*<`)},
	{"RTF", regexp.MustCompile(`\A\s*\{\\rtf`)},
	{"MARC", regexp.MustCompile(`\A\d{5}[a-z]{2,3}[ a-z]{1,2}a?22\d{5}`)},
	{"YAML", regexp.MustCompile(`\A---\s*\n(?:references|- id):`)},
}

// unreadFormat returns the name of the format that a text is written in, or "".
func unreadFormat(text string) string {
	text = strings.TrimPrefix(text, "\ufeff")
	for _, f := range unreadFormats {
		if f.re.MatchString(text) {
			return f.name
		}
	}
	return ""
}
