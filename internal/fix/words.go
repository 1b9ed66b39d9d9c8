package fix

import (
	"strings"
	"unicode/utf8"

	"github.com/refcheck/refcheck/internal/fold"
)

// correctTitle replaces the words of the title that differ from the registered ones, and keeps the
// others as the author wrote them, with their braces and capitals. A registered subtitle that the author
// left out stays left out.
func (e *entry) correctTitle() (Change, bool) {
	f := e.field("title")
	if f == nil || e.work.Title == "" {
		return Change{}, false
	}
	old, _ := e.inner(f)
	body, open, closing := unwrap(old)
	title, subtitle, parted := e.work.Title, e.work.Subtitle, e.work.Subtitle != ""
	if !parted {
		title, subtitle, parted = strings.Cut(title, ": ")
	}
	whole := title + ": " + subtitle
	cited := words(body)
	if parted && nearer(len(cited), len(strings.Fields(whole)), len(strings.Fields(title))) {
		title = whole
	}
	return e.set(f, open+e.merged(cited, strings.Fields(title), open == "")+closing), true
}

// nearer reports whether n is nearer to a than to b.
func nearer(n, a, b int) bool { return max(n-a, a-n) < max(n-b, b-n) }

// unwrap takes off the braces that hold all of a text.
func unwrap(s string) (body, open, closing string) {
	trimmed := strings.TrimSpace(s)
	if len(trimmed) < 2 || trimmed[0] != '{' || trimmed[1] == '\\' || closes(trimmed) != len(trimmed)-1 {
		return s, "", ""
	}
	body, open, closing = unwrap(trimmed[1 : len(trimmed)-1])
	return body, "{" + open, closing + "}"
}

// closes returns where the brace closes that opens s.
func closes(s string) int {
	depth := 0
	for i := range len(s) {
		switch s[i] {
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return -1
}

// words splits LaTeX at the white space outside of braces.
func words(s string) []string {
	var list []string
	depth, start := 0, -1
	for i := range len(s) {
		blank := strings.IndexByte(" \t\r\n", s[i]) >= 0
		switch s[i] {
		case '{':
			depth++
		case '}':
			depth--
		}
		if blank && depth <= 0 {
			if start >= 0 {
				list = append(list, s[start:i])
			}
			start = -1
		} else if start < 0 {
			start = i
		}
	}
	if start >= 0 {
		list = append(list, s[start:])
	}
	return list
}

// merged writes the registered words, each as the author has it where the author has it. Protect says
// that capitals within the others need braces, for styles that print titles in small letters.
func (e *entry) merged(cited, registered []string, protect bool) string {
	own := make([]string, len(cited))
	for i, w := range cited {
		own[i] = fold.Key(fold.LaTeX(w))
	}
	theirs := make([]string, len(registered))
	for i, w := range registered {
		theirs[i] = fold.Key(w)
	}
	kept := common(own, theirs)
	out := make([]string, len(registered))
	for i, w := range registered {
		if k := kept[i]; k >= 0 {
			out[i] = cited[k]
			if last := w[len(w)-1:]; goesOn(kept, i) && strings.IndexByte(":;,?!", last[0]) >= 0 && !strings.HasSuffix(out[i], last) {
				out[i] += last
			}
			continue
		}
		out[i] = e.written(w)
		if _, size := utf8.DecodeRuneInString(w); protect && strings.ToLower(w[size:]) != w[size:] {
			out[i] = "{" + out[i] + "}"
		}
	}
	return strings.Join(out, " ")
}

// goesOn reports whether something else follows a kept word than followed it before.
func goesOn(kept []int, i int) bool {
	return i+1 < len(kept) && kept[i+1] != kept[i]+1
}

// common returns, for each word of b, the place in a of the same word, -1 where there is none, by a
// longest common subsequence.
func common(a, b []string) []int {
	length := make([][]int, len(a)+1)
	for i := range length {
		length[i] = make([]int, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				length[i][j] = length[i+1][j+1] + 1
			} else {
				length[i][j] = max(length[i+1][j], length[i][j+1])
			}
		}
	}
	places := make([]int, len(b))
	for i, j := 0, 0; j < len(b); {
		switch {
		case i < len(a) && a[i] == b[j]:
			places[j] = i
			i++
			j++
		case i < len(a) && length[i+1][j] >= length[i][j+1]:
			i++
		default:
			places[j] = -1
			j++
		}
	}
	return places
}
