package match

import (
	"strings"

	"github.com/refcheck/refcheck/internal/fold"
)

// title is a title, folded.
type title struct {
	plain string // as it stands, without a label such as "RETRACTED:"
	key   string
	// main is the length of the key of what stands before the subtitle; that of the key if there is none.
	main int
	// notice is what kind of notice about another work the title announces: "erratum", "reply".
	notice string
}

// newTitle folds a title. A label that registries put before titles of retracted works is left out.
func newTitle(s string) title {
	t := title{plain: s, key: fold.Key(s)}
	for _, label := range statusLabels {
		if len(t.key) > len(label) && t.key[len(label)] == ' ' && t.key[:len(label)] == label && labelled(s) {
			t.key = t.key[len(label)+1:]
			t.plain = strings.TrimLeft(s[labelEnd(s):], ":. —–-")
			break
		}
	}
	t.notice = notice(t.key)
	t.main = len(t.key)
	if main := mainTitle(t.plain); len(main) < len(t.plain) {
		if n := len(fold.Key(main)); n > 0 {
			t.main = n
		}
	}
	return t
}

// statusLabels are put before the titles of works that were taken back, as keys, the longest first.
var statusLabels = []string{"retracted article", "withdrawn article", "article retracted", "removed article", "temporary removal", "retracted", "withdrawn", "removed"}

// labelled reports whether the title begins with words and a colon, or with capitals.
func labelled(s string) bool { return labelEnd(s) > 0 }

func labelEnd(s string) int {
	if i := strings.IndexAny(s, ":]."); i > 0 && i < 24 {
		return i + 1
	}
	for _, mark := range []string{" — ", " – ", " - "} {
		if i := strings.Index(s, mark); i > 0 && i < 24 {
			return i + len(mark)
		}
	}
	if word, _, ok := strings.Cut(s, " "); ok && len(word) > 5 && word == strings.ToUpper(word) {
		return len(word)
	}
	return 0
}

// mainTitle returns what stands before the subtitle: up to a colon, a spaced dash, a question mark
// or a full stop, if at least two words do.
func mainTitle(s string) string {
	for i, r := range s {
		rest := s[i:]
		switch {
		case r == ':' || r == '：':
		case (r == '?' || r == '.' || r == '!' || r == ';') && len(rest) > 2 && rest[1] == ' ':
		case (r == '-' || r == '–' || r == '—') && i > 0 && s[i-1] == ' ' && strings.HasPrefix(rest[len(string(r)):], " "):
		case r == '—':
		case r == '(' && i > 12:
		default:
			continue
		}
		if i > 2 && strings.TrimSpace(s[:i]) != "" {
			return s[:i]
		}
	}
	return s
}

// noticeWords begin the titles of notices, by the kind of notice. A title that is a notice about a
// work is not that work.
var noticeWords = []struct{ kind, begins string }{
	{"erratum", "erratum"}, {"erratum", "errata"}, {"erratum", "corrigend"}, {"erratum", "correction"}, {"erratum", "author correction"},
	{"erratum", "publisher correction"}, {"erratum", "addendum"},
	{"retraction", "retraction"}, {"retraction", "notice of retraction"}, {"retraction", "expression of concern"}, {"retraction", "withdrawal"},
	{"reply", "reply"}, {"reply", "authors reply"}, {"reply", "author reply"}, {"reply", "response to"}, {"reply", "re "}, {"reply", "in reply"},
	{"reply", "authors response"}, {"reply", "rejoinder"},
	{"comment", "comment on"}, {"comment", "comments on"}, {"comment", "commentary on"}, {"comment", "letter by"}, {"comment", "letter to the editor"},
	{"comment", "faculty opinions"}, {"comment", "faculty of 1000"}, {"comment", "f1000"}, {"comment", "discussion of"},
	{"review", "book review"}, {"review", "review of "}, {"review", "peer review"}, {"review", "decision letter"},
	{"part", "supplementary"}, {"part", "supplement to"}, {"part", "figure s"}, {"part", "table s"}, {"part", "additional file"},
	{"part", "front matter"}, {"part", "table of contents"},
}

// notice returns the kind of notice that a title's key announces, or "".
func notice(key string) string {
	for _, n := range noticeWords {
		if strings.HasPrefix(key, n.begins) && (len(key) > len(n.begins)+2 || n.kind == "part") {
			return n.kind
		}
	}
	return ""
}

// relation is how a cited title stands to a registered one.
type relation struct {
	outcome    Outcome
	similarity float64
	// cut says that one of them lacks a subtitle that the other has; tail, that it is the cited one
	// that has more.
	cut, tail bool
	// notice says that only one of the two is a notice; prefix, that the one with fewer words, three
	// or more, is the beginning of the other.
	notice, prefix bool
}

// compareTitles relates a cited title to a registered one.
func compareTitles(cited, registered title) relation {
	r := relation{outcome: Different, notice: cited.notice != registered.notice}
	switch {
	case cited.key == "" || registered.key == "":
		return relation{outcome: Unknown}
	case cited.key == registered.key:
		r.outcome, r.similarity = Same, 1
		return r
	}
	r.similarity = fold.Similarity(cited.key, registered.key)
	switch {
	case r.similarity > 0.7 && fold.SameLetters(cited.key, registered.key):
		r.outcome, r.similarity = Equivalent, 1
	case lacksSubtitle(cited, registered):
		r.outcome, r.cut = Equivalent, true
	case lacksSubtitle(registered, cited):
		r.outcome, r.cut, r.tail = Equivalent, true, true
	case begins(cited.key, registered.key), begins(registered.key, cited.key):
		r.prefix = true
	}
	if r.outcome == Different && r.similarity > 0.5 {
		r.outcome = wordsDiffer(cited.key, registered.key)
	}
	return r
}

// begins reports whether short is the first words of long, three at least.
func begins(short, long string) bool {
	return len(short) < len(long) && strings.HasPrefix(long, short) && long[len(short)] == ' ' && strings.Count(short, " ") >= 2
}

// lacksSubtitle reports whether short is all of long but its subtitle, or but a label before it.
func lacksSubtitle(short, long title) bool {
	if long.main >= len(long.key) || len(short.key) >= len(long.key) {
		return false
	}
	main, rest := long.key[:long.main], strings.TrimSpace(long.key[long.main:])
	switch {
	case isPlainNumber(rest), isRoman(rest):
		return false // the edition of a yearly report, the part of a series
	case short.key == main:
		return true
	case short.key == rest:
		return titleLabels[main]
	}
	return len(short.key) > 12 && begins(short.key, long.key) && !isPlainNumber(long.key[len(short.key)+1:]) && endsPart(long.plain, short.key) ||
		len(main) > 12 && fold.Closer(short.key, main, 0.9) && wordsDiffer(short.key, main) == Equivalent
}

// titleLabels are put before titles by journals, and come and go.
var titleLabels = map[string]bool{"review": true, "review article": true, "mini review": true, "minireview": true, "invited review": true,
	"editorial": true, "perspective": true, "perspectives": true, "commentary": true, "letter": true, "research article": true,
	"original article": true, "short communication": true, "case report": true, "special article": true, "opinion": true, "viewpoint": true,
	"symposium review": true, "clinical review": true, "invited commentary": true, "guest editorial": true, "brief report": true}

// endsPart reports whether in a title the words of key are followed by a mark that ends a part.
func endsPart(plain, key string) bool {
	for i, r := range plain {
		if strings.ContainsRune(":?!.;—–(", r) || r == '-' && i > 0 && plain[i-1] == ' ' {
			if head := fold.Key(plain[:i]); head == key {
				return true
			} else if len(head) > len(key) {
				return false
			}
		}
	}
	return false
}
