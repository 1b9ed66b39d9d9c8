package apart

import (
	"testing"
	"time"
)

// The bounds are the usual ones up to the usual number of references, and grow with every thousand above.
func TestBounds(t *testing.T) {
	for most, want := range map[int]bounds{
		0: usually, 1: usually, usual: usually,
		usual + 1:    {33 * time.Second, 324 << 20, 34 << 20},
		usual + 1000: {33 * time.Second, 324 << 20, 34 << 20},
		usual + 1001: {36 * time.Second, 328 << 20, 36 << 20},
		100_000:      {315 * time.Second, 700 << 20, 222 << 20},
	} {
		if got := boundsOf(most); got != want {
			t.Errorf("%d: %v, want %v", most, got, want)
		}
	}
}
