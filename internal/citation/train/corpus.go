package main

import (
	"encoding/csv"
	"fmt"
	"io"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/refcheck/refcheck/internal/citation"
	"github.com/refcheck/refcheck/internal/citation/crf"
	"github.com/refcheck/refcheck/internal/citation/gold"
)

// sets are the references by what they serve.
type sets struct {
	train []gold.Row
	test  []gold.Row
	facts []gold.Row // for the dictionary alone, so that it knows no more of what trains than of what is read later
}

// split sorts the references out. Of those that occur twice the first counts.
func split(rows []gold.Row) sets {
	var s sets
	seen := make(map[uint64]bool)
	for _, r := range rows {
		h := r.Hash()
		if seen[h] || len(r.Fields) == 0 {
			continue
		}
		seen[h] = true
		switch {
		case r.HeldOut():
			s.test = append(s.test, r)
		case r.Source == "jats" && h%10 >= 5:
			s.facts = append(s.facts, r)
		default:
			s.train = append(s.train, r)
		}
	}
	return s
}

// dictionary collects what words are known for: from facts of works, and from lists of journals.
func dictionary(facts []gold.Row, journals []string) map[uint32]uint8 {
	words := make(map[uint32]uint8)
	family, given, title, container := make(map[uint32]int), make(map[uint32]int), make(map[uint32]int), make(map[uint32]int)
	count := func(text string, into map[uint32]int) uint32 {
		phrase, ws := citation.PhraseHash(text)
		for _, w := range ws {
			into[w]++
		}
		return phrase
	}
	for _, r := range facts {
		count(r.Field("title"), title)
		words[count(r.Field("container"), container)] |= citation.KnowJournal
		for n := range strings.SplitSeq(r.Field("author"), "; ") {
			f, g, _ := strings.Cut(n, ", ")
			count(f, family)
			if len(g) > 4 && !strings.Contains(g, ".") {
				count(g, given)
			}
		}
	}
	for _, n := range journals {
		h, ws := citation.PhraseHash(n)
		if len(ws) > 1 || len(n) > 3 {
			words[h] |= citation.KnowJournal
		}
		if len(ws) < 10 {
			for _, w := range ws {
				container[w]++
			}
		}
	}
	for bit, counts := range map[uint8]map[uint32]int{citation.KnowFamily: family, citation.KnowGiven: given, citation.KnowTitle: title, citation.KnowContainer: container} {
		for w, n := range counts {
			if n >= 2 && 3*n > max(family[w], given[w], title[w], container[w]) {
				words[w] |= bit
			}
		}
	}
	return words
}

// readJournals returns the names and abbreviations of the lists in a directory.
func readJournals(dir string) ([]string, error) {
	if dir == "" {
		return nil, nil
	}
	paths, err := filepath.Glob(filepath.Join(dir, "*.csv*"))
	if err != nil {
		return nil, err
	}
	var names []string
	for _, path := range paths {
		f, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		r := csv.NewReader(f)
		r.FieldsPerRecord, r.LazyQuotes = -1, true
		for {
			record, err := r.Read()
			if err == io.EOF {
				break
			}
			if err != nil {
				return nil, fmt.Errorf("reading %s: %w", path, err)
			}
			for _, name := range record[:min(2, len(record))] {
				if name = strings.TrimSpace(name); name != "" {
					names = append(names, name)
				}
			}
		}
		if err := f.Close(); err != nil {
			return nil, err
		}
	}
	slices.Sort(names)
	return slices.Compact(names), nil
}

// sequence is an example with its features as the tagger gives them.
type sequence struct {
	example
	hashes [][]uint32
	pinned []bool
}

// corpus turns references into examples and numbers their features.
type corpus struct {
	log    io.Writer
	words  map[uint32]uint8
	number map[string]uint8
	rows   map[uint32]int32
}

func newCorpus(log io.Writer, words map[uint32]uint8) *corpus {
	c := &corpus{log: log, words: words, number: make(map[string]uint8)}
	for i, n := range citation.Tags() {
		c.number[n] = uint8(i)
	}
	return c
}

// weights says how much an example of each set counts.
var weights = map[string]float32{"anystyle": 1.6, "grobid": 1, "jats": 0.6, "made": 0.3}

// examples aligns references; those that cannot be are left out.
func (c *corpus) examples(rows []gold.Row) []sequence {
	var out []sequence
	taken, all := make(map[string]int), make(map[string]int)
	for _, r := range rows {
		all[r.Source]++
		a, ok := align(&r, c.words)
		if !ok {
			continue
		}
		taken[r.Source]++
		s := sequence{example: example{labels: a.tags(c.number), weight: weights[r.Source], source: r.Source}}
		for _, cell := range a.cells {
			s.hashes = append(s.hashes, cell.Features)
			s.pinned = append(s.pinned, cell.Identifier)
		}
		out = append(out, s)
	}
	for _, source := range slices.Sorted(maps.Keys(all)) {
		_, _ = fmt.Fprintf(c.log, "%s: %d of %d references aligned\n", source, taken[source], all[source])
	}
	return out
}

// minCount is how often a feature must occur to be learnt.
const minCount = 3

// count numbers the features that occur often enough, and returns how many there are.
func (c *corpus) count(examples []sequence) int {
	counts := make(map[uint32]int32)
	for _, e := range examples {
		for _, fs := range e.hashes {
			for _, f := range fs {
				counts[f]++
			}
		}
	}
	c.rows = make(map[uint32]int32)
	for _, f := range slices.Sorted(maps.Keys(counts)) {
		if counts[f] >= minCount {
			c.rows[f] = int32(len(c.rows))
		}
	}
	return len(c.rows)
}

// resolve turns the features of examples into the numbers of their rows.
func (c *corpus) resolve(examples []sequence) {
	for k := range examples {
		e := &examples[k]
		e.features = make([][]int32, len(e.hashes))
		for i, fs := range e.hashes {
			rows := make([]int32, 0, len(fs))
			for _, f := range fs {
				if r, ok := c.rows[f]; ok {
					rows = append(rows, r)
				}
			}
			e.features[i] = rows
		}
	}
}

// fill gives the weights of a learner to a builder.
func (c *corpus) fill(b *crf.Builder, l *learner) {
	b.Begin = l.begin
	b.Rows = make(map[uint32][]float32, len(c.rows))
	for f, r := range c.rows {
		b.Rows[f] = l.rows[int(r)*l.labels : int(r+1)*l.labels]
	}
	for from := range l.labels {
		row := make([]float32, l.labels)
		for to := range row {
			row[to] = l.trans[from*l.labels+to]
			if !l.allowed[from*l.labels+to] {
				row[to] = float32(math.NaN())
			}
		}
		b.Trans = append(b.Trans, row)
	}
}

// tally counts right labels.
type tally struct{ right, all, whole, refs int }

func (t *tally) add(want, got []uint8) {
	right := 0
	for i := range want {
		if want[i] == got[i] {
			right++
		}
	}
	t.right += right
	t.all += len(want)
	t.refs++
	if right == len(want) {
		t.whole++
	}
}

func formatTallies(m map[string]*tally) string {
	var parts []string
	for _, source := range slices.Sorted(maps.Keys(m)) {
		t := m[source]
		parts = append(parts, fmt.Sprintf("%s %.4f (whole %.3f)", source, float64(t.right)/float64(t.all), float64(t.whole)/float64(t.refs)))
	}
	return strings.Join(parts, ", ")
}

// accuracy measures the learner as it is, by the most probable label of each position.
func (l *learner) accuracy(test []sequence) string {
	m := make(map[string]*tally)
	for _, e := range test {
		l.expect(e.features)
		n, k := len(e.labels), l.labels
		got := make([]uint8, n)
		for i := range n {
			best := float32(-1)
			for j := range k {
				if p := l.alpha[i*k+j] * l.beta[i*k+j]; p > best {
					best, got[i] = p, uint8(j)
				}
			}
		}
		if m[e.source] == nil {
			m[e.source] = &tally{}
		}
		m[e.source].add(e.labels, got)
	}
	return formatTallies(m)
}

// report measures the packed model.
func report(log io.Writer, data []byte, test []sequence) error {
	model, err := crf.Load(data)
	if err != nil {
		return err
	}
	d := crf.NewDecoder(model)
	m := make(map[string]*tally)
	for _, e := range test {
		d.Reset(len(e.labels))
		for i, fs := range e.hashes {
			if e.pinned[i] {
				d.Pin(i, 1)
			} else {
				d.Observe(i, fs)
			}
		}
		got, _ := d.Decode()
		if m[e.source] == nil {
			m[e.source] = &tally{}
		}
		m[e.source].add(e.labels, got)
	}
	_, _ = fmt.Fprintf(log, "model of %d bytes: %s\n", len(data), formatTallies(m))
	return nil
}
