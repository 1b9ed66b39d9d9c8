package registrytest

import (
	"reflect"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/refcheck/refcheck/internal/biblio"
)

// maxShown bounds every text of a work, in bytes.
const maxShown = 32 << 10

// CheckText fails the test for every text of a work that is not one line of bounded, printable,
// valid UTF-8.
func CheckText(t *testing.T, w biblio.Work) {
	t.Helper()
	walk(reflect.ValueOf(w), func(s string) {
		if len(s) > maxShown {
			t.Errorf("a text of %d bytes", len(s))
		}
		if !utf8.ValidString(s) {
			t.Errorf("not UTF-8: %.80q", s)
		}
		for _, r := range s {
			if unicode.Is(unicode.Cc, r) || r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069 {
				t.Errorf("%U in %.80q", r, s)
			}
		}
	})
}

// walk visits every string in a value.
func walk(v reflect.Value, visit func(string)) {
	switch v.Kind() {
	case reflect.String:
		visit(v.String())
	case reflect.Slice:
		for i := range v.Len() {
			walk(v.Index(i), visit)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			walk(v.Field(i), visit)
		}
	default:
	}
}
