package registry

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/refcheck/refcheck/internal/biblio"
)

func TestClean(t *testing.T) {
	for in, want := range map[string]string{
		"":                                  "",
		"plain text":                        "plain text",
		"  two\n   lines\t ":                "two lines",
		"a\u00a0b\u2003c":                   "a b c",
		"\x1b[31mred\x00\x07":               "[31mred",
		"\u202eevil\u2066 \u0085 \ufeffend": "evil end",
		"bad \xff\xfe bytes":                "bad bytes",
		"naïve — “x”":                       "naïve — “x”",
	} {
		if got := Clean(in); got != want {
			t.Errorf("%q gives %q, want %q", in, got, want)
		}
	}
	long := Clean(strings.Repeat("é", maxText))
	if len(long) > maxText || !utf8.ValidString(long) || len(long) < maxText-4 {
		t.Errorf("%d bytes, valid: %v", len(long), utf8.ValidString(long))
	}
}

func TestAddTitleStatus(t *testing.T) {
	for title, want := range map[string]biblio.StatusKind{
		"RETRACTED: A study":                  biblio.Retracted,
		"Retracted Article: A study":          biblio.Retracted,
		"[Retracted] A study":                 biblio.Retracted,
		"RETRACTED ARTICLE—A study":           biblio.Retracted,
		"Retracted – A study":                 biblio.Retracted,
		"WITHDRAWN: A study":                  biblio.Withdrawn,
		"REMOVED: A study":                    biblio.Withdrawn,
		"Retraction: A study":                 "",
		"Retraction notice to “A study”":      "",
		"Retracted papers and their citation": "",
		"A study (RETRACTED)":                 "",
	} {
		w := biblio.Work{Registry: "x", Item: biblio.Item{Title: title}}
		AddTitleStatus(&w)
		var got biblio.StatusKind
		if len(w.Statuses) > 0 {
			got = w.Statuses[0].Kind
		}
		if got != want || len(w.Statuses) > 0 && w.Statuses[0].Source != "x" {
			t.Errorf("%q gives %+v, want %q", title, w.Statuses, want)
		}
		before := len(w.Statuses)
		AddTitleStatus(&w)
		if len(w.Statuses) != before {
			t.Errorf("%q: told twice", title)
		}
	}
}

func TestWords(t *testing.T) {
	got := Words(`"Deep" (learning) NOT x:y|z* — 'Poincaré’s' 3-manifolds '`)
	if want := "deep learning not x y z poincaré's 3 manifolds"; strings.Join(got, " ") != want {
		t.Errorf("%q, want %q", got, want)
	}
}
