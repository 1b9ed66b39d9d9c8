package text

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The parts that printed references are made of, as far as they can be told from running text.
var (
	particles  = `(?:(?:[Vv]an|[Vv]on|[Dd]e|[Dd]er|[Dd]en|[Dd]el|[Dd]ella|[Dd]i|[Dd]a|[Dd]os|[Dd]as|[Dd]u|[Ll]a|[Ll]e|[Ee]l|al|bin|[Tt]en|[Tt]er|zu|zur|af|’t|'t)\s+){0,3}`
	surname    = particles + `(?:[OD]['’])?\p{Lu}[\p{L}'’‐‑-]+(?:\s\p{Lu}[\p{L}'’‐‑-]+)?`
	initials   = `(?:\p{Lu}[\p{Ll}]?\.?[\s‐‑-]?){1,4}`
	familyFst  = regexp.MustCompile(`^` + surname + `,?\s+` + initials + `(?:[,.;:&(\[]|\s(?:and|et|und|y|e|en|i|и)\s|\s\d|$)`)
	familyFull = regexp.MustCompile(`^` + surname + `,\s+\p{Lu}[\p{L}'’.-]+`)
	givenFst   = regexp.MustCompile(`^(?:\p{Lu}[\p{Ll}]?\.[\s‐‑-]?){1,4}\s*` + surname + `(?:[,.;:&(]|\s(?:and|et|und|y|e|en|i|и)\s|\s\d)`)
	sameAuthor = regexp.MustCompile(`^(?:[—–―_]{2,}|-{3,}|―+|—+\s*[.,])`)
	eastName   = regexp.MustCompile(`^[\p{Han}\p{Hangul}\p{Katakana}\p{Hiragana}·・ ]{2,16}[,，、．.;；:：(（]`)
	bodyStart  = regexp.MustCompile(`^\p{Lu}[\p{L}&'’-]*(?:[\s,]+(?:(?:of|for|and|the|on|in|de|für|und|et|du|des|la|&)\s+){0,2}\p{Lu}[\p{L}&'’-]*){0,9}\s*(?:\([\p{L}. ]+\)\s*)?[.,(:]`)

	aYear      = regexp.MustCompile(`(?:^|[^\d\p{L}])(?:1[5-9]\d\d|20\d\d)[a-h]?(?:$|[^\d\p{L}])|(?i:\bin press\b|\bforthcoming\b|\bn\.\s?d\.|\bim druck\b|\bo\.\s?J\.|\bsous presse\b|\ben prensa\b|в печати|\bs\.\s?f\.|[12]\d{3}年)`)
	earlyYear  = regexp.MustCompile(`(?:\((?:1[5-9]|20)\d\d[a-h]?(?:,[^)]*)?\)|[.,]\s(?:1[5-9]|20)\d\d[a-h]?)[.,:;]?\s`)
	locator    = regexp.MustCompile(`\d\s*(?:\([^()]+\)\s*)?[:,;]\s*(?:(?:pp?|S|с|С)\.\s*)?\p{L}{0,2}\d+\s*[-–—‐‑−]{1,2}\s*\p{L}{0,2}\d+|(?i:\bpp?\.\s*\d|\bS\.\s*\d|\bvol\.?\s*\d|\bno\.\s*\d|\bart(?:icle)?\.?\s*(?:no\.?|id|e?\d)|\bBd\.\s*\d|[СсТт]\.\s*\d|№\s*\d)|(?:1[5-9]|20)\d\d\s?[;:]\s?\d|\d+\s*\(\d+[^)]*\)\s*[:：,]\s*e?\d|\b\d{1,4},\s\d{1,6}\s\((?:1[89]|20)\d\d\)|第\s*\d+\s*[卷期巻号]|\d+頁|\[[JMCDRSPNZ](?:/OL)?\]`)
	identifier = regexp.MustCompile(`(?i)\b10\.\d{4,9}/\S|\bdoi\b|\bpmid\b|\bpmc\d{4}|\barxiv\b|https?://|\bwww\.|\bisbn\b|\burn:`)
	venue      = regexp.MustCompile(`\b(?:Press|Publish(?:ers?|ing)|Verlag|University|Univ\.|Universität|Proc\.|Proceedings|Conference|Conf\.|Symposium|Journal|Trans\.|Transactions|Lett(?:ers|\.)|Rev\.|Review|Annals|Ann\.|Bull\.|Eds?\.|eds?\.|Hrsg\.|In:|editors?|dissertation|Dissertation|[Tt]hesis|Diss\.|Report|Working [Pp]aper|Springer|Elsevier|Wiley|Oxford|Cambridge|New York|London|Berlin|Paris|Accessed|accessed|Available|Retrieved|retrieved|Zugriff|Éditions|Editorial|Edizioni|Изд|Vol\.|Volume)|出版社|学报|學報|学会|雑誌|论文|論文|大学|大學|書店|書房|Вестник|Журнал|Наука|М\.:|СПб|[《『「]`)
	imprint    = regexp.MustCompile(`\p{L}[.,]?\s?[:：]\s\p{Lu}[^:;.]+[;,]\s?(?:1[5-9]|20)\d\d|\([^()]+[,:;]\s(?:1[5-9]|20)\d\d[a-h]?\)|\S[,;]\s?(?:1[5-9]|20)\d\d[a-h]?\.?$|\((?:1[5-9]|20)\d\d[a-h]?\)\.?$`)
	quoted     = regexp.MustCompile(`["“„«][^"“”„«»]{8}[^"“”„«»]*["”“»]`)
	prose      = regexp.MustCompile(`\b(?:[Ww]e|our|us|[Tt]his (?:study|paper|article|section|chapter)|[Tt]hese (?:results|findings|data)|was|were|has been|have been|showed|shows that|found that|[Hh]owever|[Tt]herefore|[Mm]oreover|[Ff]igure \d|[Tt]able \d|et al\. \(|[(\[]see\b)`)
	pagesEnd   = regexp.MustCompile(`\d[-–—‐‑−]\p{L}?\d+\.?$`)
)

// Of a long text, shape is told from so many bytes of its beginning and of its end.
const (
	shapeHead = 1000
	shapeTail = 400
)

// longestUnmarked is how long an entry can be that nothing but its shape makes one, in bytes.
const longestUnmarked = 20_000

// head cuts a text to its beginning.
func head(s string) string { return s[:runeCut(s, shapeHead)] }

// extremes cuts a text to its beginning and its end.
func extremes(s string) string {
	if len(s) <= shapeHead+shapeTail {
		return s
	}
	return head(s) + " " + s[runeCut(s, len(s)-shapeTail):]
}

// beginsWithAuthor reports whether a text begins as an entry of a reference list does: with a name
// and initials, a family name and a comma, a dash for the author before.
func beginsWithAuthor(s string) bool {
	return beginsWithInitials(s) || familyFull.MatchString(s[:runeCut(s, longestName)])
}

// beginsWithInitials reports whether a text begins with a name that nothing else looks like: with its
// initials, in Chinese, Japanese or Korean writing, or as a dash for the author before.
func beginsWithInitials(s string) bool {
	s = s[:runeCut(s, longestName)]
	return familyFst.MatchString(s) || givenFst.MatchString(s) || sameAuthor.MatchString(s) || eastName.MatchString(s)
}

// longestName is how much of an entry is looked at for its first name, in bytes.
const longestName = 200

// runeCut returns the last beginning of a rune at or before n.
func runeCut(s string, n int) int {
	n = min(n, len(s))
	for n > 0 && n < len(s) && !utf8.RuneStart(s[n]) {
		n--
	}
	return n
}

// kindsOfEvidence are what speaks for a reference, and how much.
var kindsOfEvidence = [...]struct {
	shape  *regexp.Regexp
	weight int
}{{aYear, 1}, {locator, 2}, {identifier, 2}, {venue, 1}, {imprint, 1}, {quoted, 1}}

// holdsYear reports whether a line holds a year, or what stands for one.
func holdsYear(s string) bool { return aYear.MatchString(extremes(s)) }

// datesEarly reports whether a year stands where APA and its kin have it, behind the authors.
func datesEarly(s string) bool {
	const earliest, latest = 3, 300
	from, to := runeCut(s, earliest), runeCut(s, latest)
	return earlyYear.MatchString(s[from:to])
}

// evidence counts what speaks for a text being a whole reference; three and more is enough for one
// that begins with an author.
func evidence(s string) int {
	s = extremes(s)
	points := 0
	if datesEarly(s) {
		points++
	}
	for _, e := range kindsOfEvidence {
		if e.shape.MatchString(s) {
			points += e.weight
		}
	}
	return points - min(3, len(prose.FindAllStringIndex(s, 3)))
}

// beginning counts what speaks for a text beginning as a reference does.
func beginning(s string) int {
	switch {
	case continues(s):
		return 0
	case beginsWithAuthor(s):
		return 2
	case bodyStart.MatchString(head(s)):
		return 1
	}
	return 0
}

// looksLikeReference reports whether a text is a whole reference, as far as its shape tells.
func looksLikeReference(s string) bool {
	return len(s) >= 20 && !continues(s) && beginning(s)+evidence(s) >= 4
}

// mayBeReference reports whether a text can be a reference where it stands among others.
func mayBeReference(s string) bool {
	return len(s) >= 20 && !continues(s) && (evidence(s) >= 1 || beginsWithAuthor(s))
}

// continues reports whether a line cannot begin an entry: it goes on in small letters, with
// punctuation, with an address or an identifier.
func continues(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	switch {
	case unicode.IsLower(r):
		return !familyFst.MatchString(s[:runeCut(s, 120)]) && !familyFull.MatchString(s[:runeCut(s, 120)])
	case strings.ContainsRune(",;:.)]}&/%=+", r):
		return true
	}
	return continuation.MatchString(s)
}

var continuation = regexp.MustCompile(`^(?:(?i:https?:|www\.|doi\b|10\.\d{4}|pmid|pmcid|arxiv:|isbn|issn|available (?:from|at|online)|retrieved|accessed|epub|published online|discussion \d|url\b|verfügbar|zugriff)|\d+\s*[-–(:;]|\d{1,4}\.?$|(?:pp?|Vol|vol|No|no)\.\s?\d|[-–]\s?\d)`)

// unfinished reports whether a text goes on behind its end: it breaks off in a list, in a word, or
// within brackets.
func unfinished(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(s)
	if strings.ContainsRune(",:&-–‐(/=[“‘", r) {
		return true
	}
	for _, w := range []string{" and", " et", " und", " of", " the", " in", " for", " a", " to", " von", " de", " y", " vol.", " pp.", " p.", " no.", " Vol.", " In", " on", " with", " by", " from", " der", " des", " la"} {
		if strings.HasSuffix(s, w) {
			return true
		}
	}
	return false
}

// ended reports whether a text ends as a reference does.
func ended(s string) bool {
	return !unfinished(s) && (endsSentence(s) || pagesEnd.MatchString(s) || strings.HasSuffix(s, "”") || strings.HasSuffix(s, `"`) || strings.LastIndex(s, "://") > strings.LastIndexByte(s, ' '))
}
