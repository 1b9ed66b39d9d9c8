package bibtex

import (
	"fmt"
	"strings"
	"testing"
)

// manyEntries returns a source of n entries as a reference manager writes them.
func manyEntries(n int) string {
	var out strings.Builder
	out.WriteString("@string{jgim = \"Journal of General Internal Medicine\"}\n\n")
	for i := range n {
		fmt.Fprintf(&out, `@article{halpern%d,
  author   = {Halpern, Jodi and M{\"u}ller, J{\"o}rg and van den Berg, Jan and Garc{\'i}a M., Ana},
  title    = {What is clinical {Empathy}? A study of %d patients},
  journal  = jgim,
  year     = %d,
  volume   = {%d},
  number   = {8},
  pages    = {670--674},
  doi      = {10.1046/j.1525-1497.2003.%05d.x},
  abstract = {Patients seek empathy from their physicians. Medical educators increasingly recognize this need.
              Yet in seeking to make empathy a reliable professional skill, doctors change the meaning of the term.},
}

`, i, i, 1900+i%120, i%40, i)
	}
	return out.String()
}

func BenchmarkScan(b *testing.B) {
	text := manyEntries(1000)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for range b.N {
		Scan(text)
	}
}

func BenchmarkParse(b *testing.B) {
	text := manyEntries(1000)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for range b.N {
		Parse("bench.bib", text)
	}
}
