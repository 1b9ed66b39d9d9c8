package text

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// longestHeading is how long a heading can be, in bytes.
const longestHeading = 90

// listHeadings begin a reference list, in lower case. They are gathered from the journals and the
// books of each language.
var listHeadings = set(
	// English
	"references", "reference", "reference list", "list of references", "references cited", "cited references", "references and notes", "notes and references",
	"references and further reading", "references and recommended reading", "bibliography", "selected bibliography", "bibliographic references", "bibliographical references",
	"works cited", "work cited", "literature cited", "literature", "literature references", "cited literature", "sources", "sources cited", "works consulted", "cited works", "methods references", "online methods references",
	"additional references", "supplementary references", "supplemental references", "supporting references", "primary sources", "secondary sources", "further reading", "references for methods", "reference section",
	// German, Dutch, Scandinavian
	"literatur", "literaturverzeichnis", "literaturangaben", "literaturhinweise", "literaturliste", "quellen", "quellenverzeichnis", "quellen und literatur", "quellen- und literaturverzeichnis", "bibliographie", "bibliografie", "referenzen",
	"referenties", "literatuur", "literatuurlijst", "geraadpleegde literatuur", "bronnen", "bronnenlijst", "referenser", "referanser", "referencer", "litteratur", "litteraturlista", "litteraturliste", "litteraturförteckning", "källor", "källförteckning", "kilder", "kirjallisuus", "lähteet", "lähdeluettelo", "heimildir",
	// French, Spanish, Catalan, Portuguese, Italian, Romanian
	"références", "références bibliographiques", "références citées", "liste des références", "littérature citée", "ouvrages cités", "notes et références",
	"referencias", "referencias bibliográficas", "bibliografía", "bibliografía citada", "literatura citada", "obras citadas", "fuentes", "referències", "referències bibliogràfiques", "bibliografia citada",
	"referências", "referências bibliográficas", "bibliografia", "obras citadas", "riferimenti bibliografici", "riferimenti", "bibliografia essenziale", "opere citate", "referinţe", "referințe", "referințe bibliografice", "bibliografie selectivă",
	// Slavic, Baltic, Hungarian, Greek, Turkish
	"piśmiennictwo", "literatura", "literatura cytowana", "wykaz literatury", "seznam literatury", "použitá literatura", "zoznam literatúry", "reference", "viri", "viri in literatura", "popis literature", "irodalom", "irodalomjegyzék", "felhasznált irodalom", "hivatkozások", "literatūra",
	"список литературы", "литература", "список использованной литературы", "список использованных источников", "библиографический список", "библиография", "источники", "список источников", "список літератури", "література", "список використаних джерел", "джерела", "литература и источници",
	"βιβλιογραφία", "αναφορές", "kaynaklar", "kaynakça", "references / kaynaklar",
	// Chinese, Japanese, Korean, Vietnamese, Indonesian, Arabic, Persian, Hebrew
	"参考文献", "參考文獻", "参考资料", "參考資料", "引用文献", "引用文獻", "参考书目", "參考書目", "文献", "文獻", "引用・参考文献", "参考文献 (references)", "参考文献(references)", "참고문헌", "참고 문헌", "tài liệu tham khảo", "daftar pustaka", "rujukan", "المراجع", "المصادر والمراجع", "منابع", "فهرست منابع", "מקורות", "ביבליוגרפיה",
)

// noteHeadings begin a list in which references are mixed with remarks.
var noteHeadings = set("notes", "endnotes", "footnotes", "anmerkungen", "fußnoten", "endnoten", "notas", "note", "noten", "примечания", "注", "注释", "註", "註釋", "注記", "脚注")

// endHeadings begin what follows a reference list.
var endHeadings = set(
	"acknowledgements", "acknowledgments", "acknowledgement", "acknowledgment", "funding", "funding information", "funding sources", "financial support", "author information", "authors information", "authors' information", "about the author", "about the authors", "author notes",
	"author details", "authors and affiliations", "affiliations", "author contributions", "authors' contributions", "contributions", "contributor information", "corresponding author", "correspondence", "correspondence to", "about this article", "about this chapter", "about this paper", "cite this article", "cite this chapter", "how to cite this article", "cite this", "rights and permissions", "reprints and permissions",
	"additional information", "additional files", "supplementary information", "supplementary material", "supplementary materials", "supplementary data", "supplemental material", "supplemental information", "supporting information", "electronic supplementary material", "appendix", "appendices", "appendix a", "appendix 1", "annex", "abbreviations", "glossary",
	"ethics declarations", "ethics statement", "ethics approval", "ethics approval and consent to participate", "consent for publication", "competing interests", "conflict of interest", "conflicts of interest", "conflict of interest statement", "declaration of interests", "declaration of competing interest", "disclosure", "disclosures", "disclosure statement",
	"data availability", "data availability statement", "availability of data and materials", "code availability", "peer review information", "publisher's note", "publisher’s note", "copyright", "copyright information", "license", "open access",
	"figures", "tables", "figure legends", "figure captions", "list of figures", "list of tables", "figures and tables", "tables and figures", "index", "author biographies", "biographies", "biography", "author index", "subject index",
	"download references", "related articles", "similar articles", "related content", "recommended articles", "recommended", "cited by", "citing articles", "citing literature", "citations", "metrics", "article metrics", "comments", "share this article", "share", "keywords", "mesh terms", "publication types", "substances", "linkout - more resources", "external links", "see also", "navigation menu",
	"access this article", "log in via an institution", "subscribe and save", "buy now", "search", "navigation", "explore content", "about the journal", "publish with us", "associated content", "editorial history", "article history", "publication history", "change history", "source of support", "provenance and peer review", "pre-publication history", "extended data", "extended data figures and tables", "source data", "reviewer information", "footnotes", "received", "accepted", "issue date", "navigation",
	"danksagung", "danksagungen", "förderung", "interessenkonflikt", "interessenkonflikte", "anhang", "abbildungsverzeichnis", "tabellenverzeichnis", "abkürzungsverzeichnis", "über die autoren", "autoren", "korrespondenzadresse", "eidesstattliche erklärung",
	"conflictos de intereses", //nolint:misspell // Spanish
	"remerciements", "conflits d'intérêts", "conflit d’intérêts", "déclaration d’intérêts", "annexe", "annexes", "agradecimientos", "financiación", "conflicto de intereses", "anexo", "anexos", "agradecimentos", "financiamento", "conflitos de interesse", "conflito de interesses", "apêndice", "apéndice", "ringraziamenti", "appendice", "conflitto di interessi",
	"благодарности", "приложение", "приложения", "сведения об авторах", "информация об авторах", "конфликт интересов", "podziękowania", "poděkování", "致谢", "致謝", "謝辞", "附录", "附錄", "付録", "作者简介", "作者簡介", "基金项目", "著者紹介", "감사의 글", "부록",
)

// kind is what a line is apart from being text.
type kind uint8

const (
	plainLine   kind = iota
	listHeading      // begins a reference list
	noteHeading      // begins a list of notes
	endHeading       // begins what follows a list
	captionLine      // begins the caption of a figure or a table
)

var (
	headingNumber = regexp.MustCompile(`^(?:#{1,6}\s*|[*_]{1,3}|§\s*)?(?:\d{1,2}(?:\.\d{1,2})*[.)]?\s+|[IVXLC]{1,5}[.)]\s+|[A-Z][.)]\s+|[一二三四五六七八九十]{1,3}、\s*)?`)
	firstEntry    = regexp.MustCompile(`^(.{3,80}?)[:.]?\s+(?:\[1\]|\(1\)|1[.)])\s*\S`)
	caption       = regexp.MustCompile(`^(?:(?:Supplementary |Extended Data )?(?:Fig(?:ure|\.)?|Table|Scheme|Box|Abb(?:ildung|\.)|Tab(?:elle|\.)|Figura|Tabla|Tableau|Рис\.|Таблица)\s*[A-Z]?\d{1,3}[.:|]?(?:\s|$)|[图表図]\s*\d{1,3}\s)`)
	endSentence   = regexp.MustCompile(`^(?:Springer Nature remains neutral|Open Access This article|This article is licensed under|This (?:is an )?[Oo]pen[- ][Aa]ccess|Reprints and permissions|The authors? declare|Correspondence (?:to|should)|Received[: ]+\d|Accepted[: ]+\d|Download references|Edited by|Reviewed by|Copyright ©|© \d{4}|Cite this article|You can also search for this author|Anyone you share|Publisher[’']s note)`)
)

func set(words ...string) map[string]bool {
	m := make(map[string]bool, len(words))
	for _, w := range words {
		m[w] = true
	}
	return m
}

// kindOf returns what a line is.
func kindOf(s string) kind {
	opening := s[:runeCut(s, longestHeading)]
	if caption.MatchString(opening) {
		return captionLine
	}
	if endSentence.MatchString(opening) {
		return endHeading
	}
	if head, _, ok := strings.Cut(opening, ":"); ok && strings.Contains(head, " ") && endHeadings[strings.ToLower(head)] {
		return endHeading
	}
	if len(s) > longestHeading {
		return plainLine
	}
	for _, words := range headingWords(s) {
		switch {
		case listHeadings[words]:
			return listHeading
		case noteHeadings[words]:
			return noteHeading
		case endHeadings[words]:
			return endHeading
		}
	}
	return plainLine
}

// headingWords returns what a heading may say, in lower case: all of the line, and without its
// number, its markup and what stands in brackets behind it.
func headingWords(s string) []string {
	s = strings.TrimRight(s, " :：.*_#↑")
	words := []string{strings.ToLower(unspace(s))}
	inner := s[len(headingNumber.FindString(s)):]
	if at := strings.LastIndexAny(inner, "[("); at > 0 && strings.HasSuffix(inner, string(inner[at]+closing(inner[at]))) {
		inner = strings.TrimRight(inner[:at], " :：.*_#")
	}
	if len(inner) < len(s) {
		words = append(words, strings.ToLower(unspace(inner)))
	}
	return words
}

// closing returns how far the closing bracket is from the opening one in ASCII.
func closing(open byte) byte {
	if open == '(' {
		return 1
	}
	return 2
}

// unspace joins letters that are set apart: "R E F E R E N C E S".
func unspace(s string) string {
	if len(s) < 9 || s[1] != ' ' && s[2] != ' ' {
		return s
	}
	words := strings.Fields(s)
	for _, w := range words {
		if utf8.RuneCountInString(w) > 1 {
			return s
		}
	}
	return strings.Join(words, "")
}

// runInHeading returns where the first entry stands on a line on which the list begins right behind
// its heading ("References 1. Smith"), in bytes, or 0.
func runInHeading(s string) int {
	opening := s[:runeCut(s, longestHeading)]
	if !strings.Contains(opening, "1. ") && !strings.Contains(opening, "[1]") && !strings.Contains(opening, "1) ") && !strings.Contains(opening, "(1)") {
		return 0
	}
	at := firstEntry.FindStringSubmatchIndex(opening)
	if at == nil || kindOf(opening[:at[3]]) != listHeading {
		return 0
	}
	rest := strings.TrimLeft(opening[at[3]:], ":. ")
	return len(opening) - len(rest)
}
