package biblio

import (
	"strings"
	"testing"
)

// FuzzFindDOI holds that a DOI is found by the short way as by the expression.
func FuzzFindDOI(f *testing.F) {
	for _, s := range []string{
		"10.1000/abc", "10.1000/abc def", "10.1000/a“b”", "10.1000/â", "10.1000/\x80", "10.1000.5/x", "10.100/x 10.1000/y",
		"10.1000/ 10.1000/y", "10.1000/\v", "10.1234567890/x", "10.", "10.1000", "10.1000/",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		s = "10." + strings.TrimPrefix(s, "10.")
		if got, want := findDOI(s), doiText.FindString(s); got != want {
			t.Errorf("%q gives %q, want %q", s, got, want)
		}
	})
}
