package config

import (
	"fmt"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"time"

	"github.com/refcheck/refcheck/internal/ignore"
)

// ignoreKey is the name of the tables that say what is ignored.
const ignoreKey = "ignore"

// ignoreKeys are the keys of such a table.
var ignoreKeys = []string{"key", "doi", "fingerprint", "rule", "reason", "expires"}

// takeIgnore files the tables [[ignore]] of the text, v being what the library read there.
func (p *parser) takeIgnore(text string, v any) error {
	if v == nil {
		return nil
	}
	tables, ok := v.([]map[string]any)
	if !ok {
		return fmt.Errorf("%s: ignore: each entry is a table of its own, under [[ignore]]", p.path)
	}
	lines := ignoreLines(text)
	for i, table := range tables {
		line := ""
		if i < len(lines) {
			line = fmt.Sprintf(":%d", lines[i])
		}
		entry, err := ignoreEntry(table)
		if err != nil {
			return fmt.Errorf("%s%s: %w", p.path, line, err)
		}
		entry.Source = filepath.Base(p.path) + line // reports hold no path of this machine
		p.layer.Ignore = append(p.layer.Ignore, entry)
	}
	return nil
}

var ignoreHead = regexp.MustCompile(`(?m)^[ \t]*\[\[[ \t]*["']?ignore["']?[ \t]*\]\]`)

// ignoreLines lists the lines of the tables' heads.
func ignoreLines(text string) []int {
	var lines []int
	line, at := 1, 0
	for _, m := range ignoreHead.FindAllStringIndex(text, -1) {
		for ; at < m[0]; at++ {
			if text[at] == '\n' {
				line++
			}
		}
		lines = append(lines, line)
	}
	return lines
}

// ignoreEntry reads one table.
func ignoreEntry(table map[string]any) (ignore.Entry, error) {
	var e ignore.Entry
	texts := map[string]*string{"key": &e.Key, "doi": &e.DOI, "fingerprint": &e.Fingerprint, "rule": &e.Rule, "reason": &e.Reason}
	for _, name := range slices.Sorted(maps.Keys(table)) {
		if err := known("key", name, ignoreKeys); err != nil {
			return e, err
		}
		switch v := table[name].(type) {
		case string:
			if into := texts[name]; into != nil {
				*into = v
				continue
			}
			day, err := time.Parse(time.DateOnly, v)
			if err != nil {
				return e, fmt.Errorf("expires: %q is not a day like 2027-01-31", v)
			}
			e.Expires = day
		case time.Time:
			if name != "expires" {
				return e, fmt.Errorf("%s: text is expected", name)
			}
			e.Expires = time.Date(v.Year(), v.Month(), v.Day(), 0, 0, 0, 0, time.UTC)
		default:
			return e, fmt.Errorf("%s: text is expected", name)
		}
	}
	return e, e.Validate()
}
