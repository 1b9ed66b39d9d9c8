package store

import (
	"bytes"
	"fmt"
	"sync/atomic"
	"testing"
)

// A packed answer of 4 kB is what one work of Crossref comes to.
var answer = bytes.Repeat([]byte("0123456789abcdef"), 256)

// BenchmarkGet reads a hundred answers at a time.
func BenchmarkGet(b *testing.B) {
	const entries = 10_000
	c := opened(b)
	for i := range entries {
		if err := c.Put(b.Context(), "crossref", fmt.Sprintf("%064d", i), answer); err != nil {
			b.Fatal(err)
		}
	}
	if err := c.flush(b.Context()); err != nil {
		b.Fatal(err)
	}
	var n atomic.Int64
	b.ReportAllocs()
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			keys := make([]string, 100)
			for i := range keys {
				keys[i] = fmt.Sprintf("%064d", n.Add(7919)%entries)
			}
			if values, err := c.Get(b.Context(), "crossref", keys); len(values) != len(keys) || err != nil {
				b.Fatal(len(values), err)
			}
		}
	})
}

func BenchmarkPut(b *testing.B) {
	c := opened(b)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if err := c.Put(b.Context(), "crossref", fmt.Sprintf("%064d", i), answer); err != nil {
			b.Fatal(err)
		}
	}
	if err := c.flush(b.Context()); err != nil {
		b.Fatal(err)
	}
}
