package report

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestClean(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"plain", "Caring for the patient", "Caring for the patient"},
		{"colour", "a \x1b[31;1mred\x1b[0m word", "a red word"},
		{"eight-bit colour", "a \u009b31mred word", "a red word"},
		{"window title", "x\x1b]0;owned\x07y", "xy"},
		{"hyperlink", "\x1b]8;;https://evil.example\x1b\\text\x1b]8;;\x1b\\", "text"},
		{"unended string", "title\x1b]0;The rest stays", "title0;The rest stays"},
		{"cursor", "up\x1b[2Aand\x1bMgone\x1b7", "upandgone"},
		{"lone escape", "a\x1b", "a"},
		{"line breaks", "a\r\nb\n\n c\u2028d\u0085e\vf", "a b c d e f"},
		{"bell and backspace", "pass\x08\x08word\x07", "password"},
		{"bidi override", "\u202egnp.exe\u202c \u2066x\u2069", "gnp.exe x"},
		{"invisible", "ze\u200bro\ufeff wi\u00addth\u2060", "zero width"},
		{"tags", "a\U000E0041\U000E007Fb", "ab"},
		{"joiners stay", "می\u200cخواهم क्\u200dष", "می\u200cخواهم क्\u200dष"},
		{"marks stay", "e\u0301 Erdo\u030bs", "e\u0301 Erdo\u030bs"},
		{"not UTF-8", "a\xffb\xc3", "a\uFFFDb\uFFFD"},
		{"noncharacter", "a\uFFFEb", "ab"},
		{"blanks", "  a\t\tb\u00a0c  ", "a b c"},
		{"CJK", "深度学习 。", "深度学习 。"},
		{"empty", "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := Clean(tt.in); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// JSON keeps what it escapes.
func TestEscapeLosesNothing(t *testing.T) {
	in := "\x1b[31m \u009b2J \u202e \u200b \ufeff \U000E0041 \u0085 \u2028 \x7f <b>&amp; 学 😀"
	var out bytes.Buffer
	if err := WriteJSON(&out, in, false); err != nil {
		t.Fatal(err)
	}
	var back string
	if err := json.Unmarshal(out.Bytes(), &back); err != nil || back != in {
		t.Errorf("got %q, %v, want %q", back, err, in)
	}
	if !strings.Contains(out.String(), "<b>&amp; 学 😀") {
		t.Errorf("escaped more than is harmful: %s", out.String())
	}
}

func FuzzClean(f *testing.F) {
	f.Add("a\x1b]0;x\x07\u202e\xff b")
	f.Add("\u009b\u009d\u0090 \x1b\x1b[")
	f.Fuzz(func(t *testing.T, s string) {
		got := Clean(s)
		if !utf8.ValidString(got) || Clean(got) != got {
			t.Errorf("%q: %q is not clean", s, got)
		}
		for _, r := range got {
			if harmful(r) {
				t.Errorf("%q: %U stays", s, r)
			}
		}
	})
}
