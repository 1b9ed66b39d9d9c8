package config

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/BurntSushi/toml"
)

// FileName is the name of the configuration file.
const FileName = "refcheck.toml"

// The flag --registry stands in a file under its own name or as registries, since TOML has no place
// for registry beside tables [registry.NAME].
const (
	registryFlag = "registry"
	registryKey  = "registries"
)

// Find returns the path of the configuration file that holds for dir: the nearest one in dir or
// above it, or "" where there is none.
func Find(dir string) (string, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	for {
		path := filepath.Join(dir, FileName)
		info, err := os.Stat(path)
		switch {
		case err == nil && info.Mode().IsRegular():
			return path, nil
		case err != nil && !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, fs.ErrPermission):
			return "", err
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", nil
		}
		dir = parent
	}
}

// Read returns the layer of the file at path. Its top level may hold the given flags, its tables
// [registry.NAME] the given registries, and its tables [[ignore]] what is to be ignored.
func Read(path string, flags, registries []string) (Layer, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return Layer{}, fmt.Errorf("reading the configuration: %w", err)
	}
	return parse(path, string(data), flags, registries)
}

// parser reads one file.
type parser struct {
	path              string
	lines             map[string]int
	flags, registries []string
	layer             Layer
}

func parse(path, text string, flags, registries []string) (Layer, error) {
	var tree map[string]any
	meta, err := toml.Decode(text, &tree)
	var syntax toml.ParseError
	if errors.As(err, &syntax) {
		return Layer{}, fmt.Errorf("%s:%d: %s", path, syntax.Position.Line, syntax.Message)
	}
	if err != nil {
		return Layer{}, fmt.Errorf("%s: %w", path, err)
	}
	p := &parser{path: path, lines: keyLines(text), flags: flags, registries: registries,
		layer: Layer{Registries: map[string]Registry{}}}
	for _, key := range meta.Keys() {
		if key[0] == ignoreKey {
			continue
		}
		if err := p.take(key, value(tree, key)); err != nil {
			return Layer{}, fmt.Errorf("%s: %w", p.place(key), err)
		}
	}
	return p.layer, p.takeIgnore(text, tree[ignoreKey])
}

// value returns what stands at key.
func value(tree map[string]any, key toml.Key) any {
	var v any = tree
	for _, k := range key {
		table, ok := v.(map[string]any)
		if !ok {
			return nil
		}
		v = table[k]
	}
	return v
}

// take files one key. A table comes before its keys and says nothing but its name.
func (p *parser) take(key toml.Key, v any) error {
	_, table := v.(map[string]any)
	switch {
	case key[0] == registryFlag && len(key) == 1 && table:
		return nil
	case key[0] == registryFlag && len(key) == 2 && table:
		return known("registry", key[1], p.registries)
	case key[0] == registryFlag && len(key) == 3:
		return p.takeRegistry(key[1], key[2], v)
	case len(key) == 1:
		return p.takeFlag(key, v)
	}
	return fmt.Errorf("unknown key %q", key.String())
}

func (p *parser) takeFlag(key toml.Key, v any) error {
	name := key[0]
	if err := known("key", name, append([]string{registryKey}, p.flags...)); err != nil {
		return err
	}
	values, err := texts(v)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if name == registryKey {
		name = registryFlag
	}
	p.layer.Flags = append(p.layer.Flags, Flag{Name: name, Values: values, Source: p.place(key)})
	return nil
}

func (p *parser) takeRegistry(name, key string, v any) error {
	if err := known("registry", name, p.registries); err != nil {
		return err
	}
	if err := known("key", key, registryKeys); err != nil {
		return err
	}
	text, err := scalar(v)
	if err != nil {
		return fmt.Errorf("%s: %w", key, err)
	}
	r := p.layer.Registries[name]
	if err := r.set(key, text); err != nil {
		return fmt.Errorf("%s: %w", key, err)
	}
	p.layer.Registries[name] = r
	return nil
}

// place returns "refcheck.toml:3" for a key.
func (p *parser) place(key toml.Key) string {
	for ; len(key) > 0; key = key[:len(key)-1] {
		if line := p.lines[key.String()]; line > 0 {
			return fmt.Sprintf("%s:%d", p.path, line)
		}
	}
	return p.path
}

// keyLines finds the lines of keys and tables, by their full names; the library keeps them to
// itself. A key that it misses (within an inline table, say) has the line of what it stands in.
func keyLines(text string) map[string]int {
	lines := map[string]int{}
	table := ""
	for i, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		if head, ok := strings.CutPrefix(line, "["); ok {
			name, _, _ := strings.Cut(head, "]")
			table = bare(name)
			if lines[table] == 0 {
				lines[table] = i + 1
			}
			table += "."
		} else if key, _, ok := strings.Cut(line, "="); ok {
			if name := table + bare(key); lines[name] == 0 {
				lines[name] = i + 1
			}
		}
	}
	return lines
}

// bare writes a dotted key as toml.Key does where it needs no quotes.
func bare(key string) string {
	parts := strings.Split(key, ".")
	for i, p := range parts {
		parts[i] = strings.Trim(strings.TrimSpace(p), `"'`)
	}
	return strings.Join(parts, ".")
}

// texts returns the values of a flag as one would write them on the command line.
func texts(v any) ([]string, error) {
	items, ok := v.([]any)
	if !ok {
		items = []any{v}
	}
	out := make([]string, 0, len(items))
	for _, item := range items {
		text, err := scalar(item)
		if err != nil {
			return nil, err
		}
		out = append(out, text)
	}
	return out, nil
}

func scalar(v any) (string, error) {
	switch v := v.(type) {
	case string:
		return v, nil
	case bool:
		return strconv.FormatBool(v), nil
	case int64:
		return strconv.FormatInt(v, 10), nil
	case float64:
		return strconv.FormatFloat(v, 'g', -1, 64), nil
	}
	return "", errors.New("text, a number, true or false is expected")
}

// known checks a name against those that may stand there, and names the nearest.
func known(what, name string, names []string) error {
	if slices.Contains(names, name) {
		return nil
	}
	best, distance := "", max(2, len(name)/3)+1
	for _, n := range names {
		if d := edits(name, n); d < distance {
			best, distance = n, d
		}
	}
	if best == "" {
		return fmt.Errorf("unknown %s %q: it is one of %s", what, name, strings.Join(names, ", "))
	}
	return fmt.Errorf("unknown %s %q: is %q meant?", what, name, best)
}

// edits counts the letters to insert, delete or replace between two words.
func edits(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost = 1 + min(diagonal, row[j], row[j+1])
			}
			diagonal, row[j+1] = row[j+1], cost
		}
	}
	return row[len(b)]
}
