package place_test

import (
	"testing"

	"github.com/refcheck/refcheck/internal/document/place"
)

func TestAt(t *testing.T) {
	const text = "aé\n\nb"
	want := [][2]int{{1, 1}, {1, 2}, {0, 0}, {1, 3}, {2, 1}, {3, 1}, {3, 2}, {3, 2}}
	c := place.New(text)
	for offset, w := range want {
		if w[0] == 0 {
			continue // within a character
		}
		if line, column := c.At(offset); line != w[0] || column != w[1] {
			t.Errorf("offset %d is at %d:%d, want %v", offset, line, column, w)
		}
	}
	if line, column := c.At(1); line != 1 || column != 2 {
		t.Errorf("going back gives %d:%d", line, column)
	}
	if line, _ := place.New("a\rb").At(2); line != 2 {
		t.Errorf("a text that ends its lines with CR has line %d", line)
	}
}
