package report

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestColumns(t *testing.T) {
	for s, want := range map[string]int{
		"abc": 3, "é": 1, "e\u0301": 1, "学习": 4, "ﾊﾝ": 2, "Ａ": 2, "크": 2, "क्\u200dष": 2, "–…→": 3,
	} {
		if got := columns(s); got != want {
			t.Errorf("%q: got %d, want %d", s, got, want)
		}
	}
}

func TestShorten(t *testing.T) {
	for _, tt := range []struct {
		in    string
		limit int
		want  string
	}{
		{"short", 5, "short"},
		{"a little longer", 9, "a little…"},
		{"cut, here", 5, "cut…"},
		{"深度学习", 8, "深度学习"},
		{"深度学习", 7, "深度学…"},
		{"深度学习", 6, "深度…"},
	} {
		if got := shorten(tt.in, tt.limit); got != tt.want || columns(got) > tt.limit {
			t.Errorf("%q to %d: got %q, want %q", tt.in, tt.limit, got, tt.want)
		}
	}
}

func TestLine(t *testing.T) {
	for _, tt := range []struct {
		name  string
		width int
		color bool
		in    []piece
		want  string
	}{
		{"fits", 20, false, []piece{{text: "one two"}, {text: "three"}}, "> one two three\n"},
		{"breaks", 10, false, []piece{{text: "one two three four"}}, "> one two\n  three\n  four\n"},
		{"no wrapping", 0, false, []piece{{text: "one two three four"}}, "> one two three four\n"},
		{"long word", 8, false, []piece{{text: "see https://example.org/x"}}, "> see\n  https://example.org/x\n"},
		{"wide", 8, false, []piece{{text: "深度学习abc 图像"}}, "> 深度学\n  习abc\n  图像\n"},
		{"tight", 20, false, []piece{{text: "a"}, {text: "b", tight: true}}, "> ab\n"},
		{"colours", 12, true, []piece{{"one two", red, false}, {"three four", green, false}},
			"> \x1b[31mone two\x1b[0m\n  \x1b[32mthree four\x1b[0m\n"},
		{"colour over a break", 8, true, []piece{{"one two", red, false}}, "> \x1b[31mone\x1b[0m\n  \x1b[31mtwo\x1b[0m\n"},
		{"empty", 8, false, nil, "> \n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var out strings.Builder
			layout{&out, tt.width, tt.color}.line("> ", "  ", tt.in...)
			if diff := cmp.Diff(tt.want, out.String()); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

func TestContrast(t *testing.T) {
	for _, tt := range []struct{ name, cited, registered, left, right string }{
		{"all", "1997", "1998", "<1997>", "<1998>"},
		{"a word more", "Off-diagonal Ramsey numbers", "Off-diagonal book Ramsey numbers",
			"Off-diagonal Ramsey numbers", "Off-diagonal <book> Ramsey numbers"},
		{"a repeated word", "a a", "a a a", "a a", "a a <a>"},
		{"wide", "图像分析", "影像分析", "<图>像分析", "<影>像分析"},
		{"long", "Effectiveness of interventions to improve patient compliance: a meta-analysis of trials in adults",
			"Effectiveness of interventions to improve patient adherence: a meta-analysis of trials in adults",
			"… to improve patient <compliance:> a meta-analysis of …", "… to improve patient <adherence:> a meta-analysis of …"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			left, right := contrast(tt.cited, tt.registered)
			if diff := cmp.Diff([]string{tt.left, tt.right}, []string{shown(left), shown(right)}); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

// shown writes a value with what is coloured in angle brackets.
func shown(words []piece) string {
	var out strings.Builder
	for i, w := range words {
		if i > 0 && !w.tight {
			out.WriteByte(' ')
		}
		if w.color != plainText {
			w.text = "<" + w.text + ">"
		}
		out.WriteString(w.text)
	}
	return strings.ReplaceAll(out.String(), "> <", " ")
}
