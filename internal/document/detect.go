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
	// stated is what says of itself in its first words what it is, whatever it holds besides.
	stated likelihood = 7
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

// whether makes of a test that leaves no doubt what says how likely a format is.
func whether(is func(text string) bool) func(string) likelihood {
	return func(text string) likelihood {
		if is(text) {
			return stated
		}
		return impossible
	}
}

// How formats begin, or by what they are known wherever it stands. A document in XML says what it is by
// its first element, behind its declaration, its doctype and comments.
var (
	prologue   = `\A\s*(?:<\?[^>]*>\s*|<!--(?:[^-]|-[^-])*-->\s*|<!DOCTYPE(?:[^>\[]|\[[^\]]*\])*>\s*)*`
	endnoteXML = regexp.MustCompile(prologue + `<(?:xml>\s*<)?records[ >]`)
	pubmedXML  = regexp.MustCompile(prologue + `(?:<pre>\s*)?<(?:Pubmed(?:Book)?Article(?:Set)?|MedlineCitationSet)[ >]`)
	modsXML    = regexp.MustCompile(prologue + `<(?:\w+:)?mods(?:Collection)?[ >]`)
	jatsXML    = regexp.MustCompile(prologue + `<(?:article|book|book-part-wrapper|pmc-articleset|ref-list)(?:>|\s[^>]*>)`)
	htmlPage   = regexp.MustCompile(`(?i)` + prologue + `<(?:html|head|body)[ >]|\A\s*<!doctype html`)
	htmlTag    = regexp.MustCompile(`(?i)<(?:div|span|p|li|ol|ul|td)(?:\s[^<>]*)?>[^<]*<`)
	cffVersion = regexp.MustCompile(`(?m)^cff-version:`)
	cslYAML    = regexp.MustCompile(`\A(?:\s|#.*\n)*(?:---\s*\n)?(?:references:\s*(?:#.*)?\n\s*-\s|-\s+(?:id|type|title|author):)`)
	hayaEntry  = regexp.MustCompile(`(?mi)^"?[^\s"#:][^\n"#:]*"?:[ \t]*(?:#.*)?\n(?:[ \t]+.*\n)*?[ \t]+type:[ \t]*["']?(?:article|book|chapter|entry|anthos|report|thesis|web|scene|artwork|patent|case|newspaper|legislation|manuscript|original|post|misc|performance|periodical|proceedings|blog|reference|conference|anthology|repository|thread|video|audio|exhibition)["']?\s*$`)
	medlineTag = regexp.MustCompile(`(?m)^(?:PMID|PMCR?) {0,2}- ?(?:PMC)?\d|\A\s*(?:OWN|STAT) ?- `)
	referTag   = regexp.MustCompile(`\A\s*%[0A-Z](?:\s.*)?(?:\n%[0-9A-Z@!&$](?:\s|$)|\n(?:[^%\n].*\n)+%[A-Z] |\z|\n*\z)`)
	matter     = regexp.MustCompile(`\A---[ \t]*\n(?:.*\n)*?(?:---|\.\.\.)[ \t]*(?:\n|\z)`)
	matterKey  = regexp.MustCompile(`\A---[ \t]*\n(?:\s*#.*\n|\s*\n)*[\w-]+:`)
	mdHeading  = regexp.MustCompile(`(?m)^#{1,6} +\S`)
)

// likelyCSLYAML looks for a list of CSL's items that is the whole file.
func likelyCSLYAML(text string) likelihood {
	if cslYAML.MatchString(text) && !isMarkdown(text) {
		return stated
	}
	return impossible
}

// likelyHayagriva looks for keys over entries with a type of Hayagriva's.
func likelyHayagriva(text string) likelihood {
	if hayaEntry.MatchString(text) && !cffVersion.MatchString(text) && !isMarkdown(text) {
		return certain
	}
	return impossible
}

// isMarkdown reports whether front matter with text behind it begins a text.
func isMarkdown(text string) bool {
	m := matter.FindString(text)
	return m != "" && matterKey.MatchString(text) && strings.TrimSpace(text[len(m):]) != ""
}

// likelyMarkdown looks for front matter, which declares, or for headings.
func likelyMarkdown(text string) likelihood {
	switch {
	case isMarkdown(text) && !cffVersion.MatchString(text):
		return stated
	case mdHeading.MatchString(text):
		return likely
	case matterKey.MatchString(text):
		return possible
	}
	return impossible
}

var (
	texBegin = regexp.MustCompile(`\A\s*(?:%.*\n\s*)*\\(?:documentclass|documentstyle|begin\b|bibitem|providecommand|newcommand|expandafter|makeatletter|refsection|input|include|usepackage|RequirePackage)`)
	texMacro = regexp.MustCompile(`(?m)^\s*\\(?:documentclass|begin\{(?:thebibliography|document)\}|bibitem|bibliography\{|addbibresource|(?:sub)*section\*?\{|chapter\*?\{|refsection\{)`)
)

// likelyLaTeX looks for how a source of LaTeX begins, or for commands that stand on lines of their own.
func likelyLaTeX(text string) likelihood {
	switch {
	case texBegin.MatchString(text):
		return stated
	case texMacro.MatchString(text) && !bibEntry.MatchString(text):
		return certain
	}
	return impossible
}

func likelyNBIB(text string) likelihood {
	if medlineTag.MatchString(text) {
		return certain
	}
	return impossible
}

func likelyEndNote(text string) likelihood {
	if referTag.MatchString(text) {
		return certain
	}
	return impossible
}

// likelyHTML looks for a page, or for a part of one.
func likelyHTML(text string) likelihood {
	switch {
	case htmlPage.MatchString(text):
		return stated
	case htmlTag.MatchString(text) && !mdHeading.MatchString(text):
		return certain
	case htmlTag.MatchString(text):
		return possible
	}
	return impossible
}

// unreadFormats are the formats of bibliographies and of documents that are known by how they look
// but not read.
var unreadFormats = []struct {
	name string
	re   *regexp.Regexp
}{
	{"an export of Ovid", regexp.MustCompile(`(?m)^VN  - Ovid|\A\s*<\s*\d+\.?\s*>\s*\n`)},
	{"an export of Web of Science (ISI)", regexp.MustCompile(`(?m)\A\s*FN .*\n+VR |\A\s*PT [A-Z]\b|^PT [JBSPC]\nAU `)},
	{"the RefWorks tagged format", regexp.MustCompile(`(?m)\A\s*RT [A-Z][a-z]+.*\n(?:[A-Z][A-Z0-9] .*\n?){2}`)},
	{"an export of Inspec", regexp.MustCompile(`(?i)\A\s*Record.*INSPEC`)},
	{"an export of Biblioscape", regexp.MustCompile(`(?m)\A\s*--[A-Z]{2}-- `)},
	{"an export of Copac", regexp.MustCompile(`(?m)\A\s*(?:[A-Z]{2}- .*\n(?:[ \t].*\n)*){2}`)},
	{"a report of RePEc NEP", regexp.MustCompile(`(?m)^NEP: New Economics Papers`)},
	{"Crossref XML", regexp.MustCompile(`<(?:doi_records|crossref_result|doi_batch|crossref_metadata)[ >]`)},
	{"XML", regexp.MustCompile(`\A\s*(?:<\?xml|<!DOCTYPE|<!--|<[A-Za-z][\w:.-]*(?:\s[^<>]*)?>)`)},
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
