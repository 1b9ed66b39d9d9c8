package main

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// readLists returns the printed references of real papers that the labelled sets hold, each once: first
// those whose works the stand-in registries are sure to hold.
func readLists(shared string) ([]string, error) {
	seen := map[string]bool{}
	var all []string
	for _, name := range []string{"cases/identify-pmc.jsonl", "cases/printed-right.jsonl", "gold/match/pmc17k.jsonl.gz"} {
		path := filepath.Join(shared, name)
		texts, err := readTexts(path)
		if err != nil {
			return nil, fmt.Errorf("reading %s: %w", path, err)
		}
		for _, text := range texts {
			if !seen[text] {
				seen[text] = true
				all = append(all, text)
			}
		}
	}
	return all, nil
}

// readTexts returns the printed references of one file, each on a line.
func readTexts(path string) ([]string, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	var r io.Reader = f
	if strings.HasSuffix(path, ".gz") {
		if r, err = gzip.NewReader(f); err != nil {
			return nil, err
		}
	}
	var texts []string
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var row struct{ Text string }
		if err := json.Unmarshal(lines.Bytes(), &row); err != nil {
			return nil, err
		}
		if row.Text != "" {
			texts = append(texts, strings.Join(strings.Fields(row.Text), " "))
		}
	}
	return texts, lines.Err()
}
