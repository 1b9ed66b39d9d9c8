package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	testsOf  = regexp.MustCompile("`(internal/[a-z/]+)`: ((?:Test\\w+(?:, )?)+)")
	testName = regexp.MustCompile(`Test\w+`)
)

// Every threat in SECURITY.md names tests, and these exist.
func TestSecurity(t *testing.T) {
	text, err := os.ReadFile("../../SECURITY.md")
	if err != nil {
		t.Fatal(err)
	}
	threats := 0
	for line := range strings.Lines(string(text)) {
		if !strings.HasPrefix(line, "| ") || strings.HasPrefix(line, "| threat") {
			continue
		}
		threats++
		named := testsOf.FindAllStringSubmatch(line, -1)
		if len(named) == 0 {
			t.Errorf("no test is named: %s", line)
		}
		for _, m := range named {
			code := testCode(t, m[1])
			for _, test := range testName.FindAllString(m[2], -1) {
				if !strings.Contains(code, "func "+test+"(t *testing.T)") {
					t.Errorf("%s has no %s", m[1], test)
				}
			}
		}
	}
	if threats < 10 {
		t.Errorf("%d threats", threats)
	}
}

// testCode returns the tests of a package.
func testCode(t *testing.T, pkg string) string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("../..", pkg, "*_test.go"))
	if err != nil {
		t.Fatal(err)
	}
	var code strings.Builder
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		code.Write(text)
	}
	return code.String()
}
