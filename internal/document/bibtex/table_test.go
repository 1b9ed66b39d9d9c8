package bibtex

import (
	"strings"
	"testing"
)

func TestFieldByName(t *testing.T) {
	for name := range fieldNames {
		if got, ok := fieldByName(strings.ToUpper(name)); !ok || got != name {
			t.Errorf("fieldByName(%q) = %q, %v", strings.ToUpper(name), got, ok)
		}
	}
	for _, name := range []string{"", "abstract", "autho", "authors", strings.Repeat("x", 100), "æuthor"} {
		if got, ok := fieldByName(name); ok {
			t.Errorf("fieldByName(%q) = %q", name, got)
		}
	}
}

// TestTypes: what holds or is part of something is a type that is known.
func TestTypes(t *testing.T) {
	for _, kinds := range []map[string]bool{containers, parts} {
		for kind := range kinds {
			if types[kind] == "" || settings[kind] {
				t.Errorf("the type %q is not in the table", kind)
			}
		}
	}
}
