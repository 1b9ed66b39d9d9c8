package main

import (
	"context"
	"io"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"
)

// commands returns all commands that a user can call.
func commands(t *testing.T) []*cobra.Command {
	t.Helper()
	a := &app{stdin: strings.NewReader(""), stdout: io.Discard, stderr: io.Discard, env: func(string) string { return "" }}
	var all []*cobra.Command
	var walk func(*cobra.Command)
	walk = func(c *cobra.Command) {
		all = append(all, c)
		for _, sub := range c.Commands() {
			walk(sub)
		}
	}
	walk(a.rootCommand())
	return all
}

// Help fits a screen of 40 lines and 100 columns.
func TestHelpFits(t *testing.T) {
	for _, c := range commands(t) {
		var out strings.Builder
		c.SetOut(&out)
		if err := c.Help(); err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(out.String(), "\n")
		if len(lines) > 40 {
			t.Errorf("%s: %d lines", c.CommandPath(), len(lines))
		}
		for _, line := range lines {
			if len([]rune(line)) > 100 {
				t.Errorf("%s: %d columns: %s", c.CommandPath(), len([]rune(line)), line)
			}
		}
	}
}

// The examples in the help texts run as they stand, in a folder that has the files they name.
func TestHelpExamples(t *testing.T) {
	if _, err := exec.LookPath("sh"); err != nil {
		t.Skip("there is no shell to run the examples in")
	}
	server := httptest.NewServer(&world{})
	t.Cleanup(server.Close)
	dir := t.TempDir()
	list, err := os.ReadFile("../../internal/retraction/testdata/list.csv")
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"retraction_watch.csv": string(list),
		"references.txt":       "1. Blumgart H. Caring for the patient. N Engl J Med. 1964;270:449–56.\n",
		"paper.bib":            "@article{b, author = {Blumgart, H.}, title = {Caring for the patient}, journal = {N Engl J Med}, year = 1964, volume = 270, pages = {449--456}}\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	ran := 0
	for _, c := range commands(t) {
		if c.Name() == "serve" {
			continue // it does not end by itself: see TestServe
		}
		for line := range strings.Lines(c.Example) {
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			defer cancel()
			cmd := exec.CommandContext(ctx, "sh", "-c", line)
			cmd.Dir = dir
			cmd.Env = append(environment(server.URL+"/fair", dir), "PATH="+os.Getenv("PATH"))
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Errorf("%s: %v\n%s", strings.TrimSpace(line), err, out)
			}
			ran++
		}
	}
	if ran < 8 {
		t.Errorf("only %d examples", ran)
	}
}
