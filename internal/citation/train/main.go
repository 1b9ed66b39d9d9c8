// Command train makes the model of the tagger of printed references from labelled ones.
//
//	go run ./internal/citation/train -out internal/citation/model.bin -journals DIR FILES
//
// FILES are the published sets: AnyStyle's XML, GROBID's TEI, or JSON lines with "text" and "fields".
// One reference in ten, chosen by a hash of its folded text, is held out: it trains nothing, and the
// scores that are printed are of it; -heldout writes those of each set to a file. On one kind of machine
// the same input gives the same model, to the byte.
package main

import (
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/refcheck/refcheck/internal/citation"
	"github.com/refcheck/refcheck/internal/citation/crf"
	"github.com/refcheck/refcheck/internal/citation/gold"
)

// maxSize is how large the model may be, in bytes.
const maxSize = 5_900_000

func main() {
	out := flag.String("out", "", "write the model to this `file`")
	heldOut := flag.String("heldout", "", "write the held-out rows to this `directory`")
	journals := flag.String("journals", "", "read names of journals from the CSV files of this `directory`")
	epochs := flag.Int("epochs", 10, "how often to go over the examples; 0 only writes what is held out")
	flag.Parse()
	if err := run(os.Stdout, *out, *heldOut, *journals, *epochs, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "train:", err)
		os.Exit(1) //nolint:forbidigo // this is the main of a command of its own
	}
}

func run(log io.Writer, out, heldOut, journals string, epochs int, files []string) error {
	var rows []gold.Row
	for _, path := range files {
		r, err := gold.Read(path)
		if err != nil {
			return err
		}
		rows = append(rows, r...)
	}
	s := split(rows)
	if heldOut != "" {
		if err := writeRows(heldOut, s.test); err != nil {
			return err
		}
	}
	if epochs == 0 {
		return nil
	}
	names, err := readJournals(journals)
	if err != nil {
		return err
	}
	words := dictionary(s.facts, names)
	c := newCorpus(log, words)
	train := c.examples(s.train)
	train = append(train, c.examples(made(s.train, names))...)
	test := c.examples(s.test)
	number := c.count(train)
	_, _ = fmt.Fprintf(log, "%d examples to learn from, %d held out, %d features, %d words\n", len(train), len(test), number, len(words))
	l := newLearner(len(citation.Tags()), number)
	c.resolve(train)
	c.resolve(test)
	for k := range train {
		l.allow(&train[k].example)
	}
	model := learn(log, l, train, test, epochs)
	b := &crf.Builder{Labels: citation.Tags(), Words: words}
	c.fill(b, model)
	data, err := b.Pack(maxSize)
	if err != nil {
		return err
	}
	if err := report(log, data, test); err != nil {
		return err
	}
	if out == "" {
		return nil
	}
	return os.WriteFile(out, data, 0o644) //nolint:gosec // what is made is for everybody
}

// learn trains and returns the mean of the weights behind the last epochs.
func learn(log io.Writer, l *learner, train, test []sequence, epochs int) *learner {
	examples := make([]example, len(train))
	for i, s := range train {
		examples[i] = s.example
	}
	const last = 4
	mean := newLearner(l.labels, len(l.rows)/l.labels)
	mean.allowed = l.allowed
	n := float32(0)
	for e := range epochs {
		began := time.Now()
		l.rate = firstRate * (1 - 0.8*float32(e)/float32(epochs))
		l.epoch(examples, uint64(e))
		if e >= epochs-last {
			n++
			blend(mean.rows, l.rows, n)
			blend(mean.begin, l.begin, n)
			blend(mean.trans, l.trans, n)
		}
		if e%3 == 2 {
			_, _ = fmt.Fprintf(log, "epoch %d, %.0f s: %s\n", e+1, time.Since(began).Seconds(), l.accuracy(test))
		}
	}
	return mean
}

// blend moves the mean of n-1 vectors to that of n.
func blend(mean, v []float32, n float32) {
	for i := range mean {
		mean[i] += (v[i] - mean[i]) / n
	}
}

// writeRows writes the lines of rows, those of each source to a file of its own.
func writeRows(dir string, rows []gold.Row) error {
	bySource := make(map[string][]byte)
	for _, r := range rows {
		if r.Raw != nil {
			bySource[r.Source] = append(append(bySource[r.Source], r.Raw...), '\n')
		}
	}
	for _, source := range slices.Sorted(maps.Keys(bySource)) {
		if err := os.WriteFile(filepath.Join(dir, source+".jsonl"), bySource[source], 0o600); err != nil {
			return err
		}
	}
	return nil
}
