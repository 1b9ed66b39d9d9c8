package config

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var (
	flags      = []string{"as", "fail-on", "format", "mailto", "offline", "registry", "timeout"}
	registries = []string{"crossref", "pubmed", "doi"}
)

func number(f float64) *float64 { return &f }

func TestFile(t *testing.T) {
	got, err := parse("refcheck.toml", `
# Who asks.
mailto = "you@example.org"
offline = true
registries = ["crossref", "pubmed"]

[registry.crossref]
url = "https://mirror.example.org/api"
rate = 0
concurrency = 4
token = "secret"

[registry.pubmed]
rate = 2.5
`, flags, registries)
	if err != nil {
		t.Fatal(err)
	}
	want := Layer{
		Flags: []Flag{
			{"mailto", []string{"you@example.org"}, "refcheck.toml:3"},
			{"offline", []string{"true"}, "refcheck.toml:4"},
			{"registry", []string{"crossref", "pubmed"}, "refcheck.toml:5"},
		},
		Registries: map[string]Registry{
			"crossref": {URL: "https://mirror.example.org/api", Rate: number(0), Concurrency: 4, Token: "secret"},
			"pubmed":   {Rate: number(2.5)},
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

// Every mistake in a file is told with its line and, where there is one, with the key that was meant.
func TestFileErrors(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"unknown key", "mailto = 'a@b.org'\nfial-on = 'never'\n", `refcheck.toml:2: unknown key "fial-on": is "fail-on" meant?`},
		{"nothing near", "zzzzzzzz = 1\n", `refcheck.toml:1: unknown key "zzzzzzzz": it is one of registries, as, fail-on,`},
		{"unknown table", "\n[check]\nformat = 'json'\n", `refcheck.toml:2: unknown key "check"`},
		{"unknown registry", "[registry.crosref]\nrate = 1\n", `refcheck.toml:1: unknown registry "crosref": is "crossref" meant?`},
		{"unknown key of a registry", "[registry.doi]\n\nurls = 'x'\n", `refcheck.toml:3: unknown key "urls": is "url" meant?`},
		{"dotted key", "registry.doi.rat = 1\n", `refcheck.toml:1: unknown key "rat": is "rate" meant?`},
		{"inline table", "[registry]\ndoi = {rate = -1}\n", `refcheck.toml:2: rate: "-1" is not a number of requests a second (0 for no limit)`},
		{"rate as a word", "[registry.doi]\nrate = 'fast'\n", `refcheck.toml:2: rate: "fast" is not a number`},
		{"no address", "[registry.doi]\nurl = 'doi.org'\n", `refcheck.toml:2: url: "doi.org" is not an http or https address`},
		{"no concurrency", "[registry.doi]\nconcurrency = 0\n", `refcheck.toml:2: concurrency: "0" is not a number of requests at once`},
		{"a date", "mailto = 2020-01-01\n", "refcheck.toml:1: mailto: text, a number, true or false is expected"},
		{"no TOML", "mailto = \n", "refcheck.toml:1: "},
		{"twice", "as = 'text'\nas = 'text'\n", "refcheck.toml:2: "},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := parse("refcheck.toml", tt.text, flags, registries)
			if err == nil || !strings.HasPrefix(err.Error(), tt.want) {
				t.Errorf("got  %v\nwant %s", err, tt.want)
			}
		})
	}
}

// TOML has registry either as a key or as a table, so the flag has a second name.
func TestRegistryFlag(t *testing.T) {
	for _, text := range []string{"registry = 'doi'", "registries = ['doi']\n[registry.doi]\nrate = 1"} {
		got, err := parse("refcheck.toml", text, flags, registries)
		if err != nil {
			t.Fatal(err)
		}
		want := []Flag{{"registry", []string{"doi"}, "refcheck.toml:1"}}
		if diff := cmp.Diff(want, got.Flags); diff != "" {
			t.Errorf("%s: -want +got\n%s", text, diff)
		}
	}
}

func TestEnvironment(t *testing.T) {
	env := map[string]string{
		"REFCHECK_MAILTO": "you@example.org", "REFCHECK_REGISTRIES": "crossref,doi", "REFCHECK_CROSSREF_URL": "http://127.0.0.1:1/x",
		"REFCHECK_CROSSREF_RATE": "0", "REFCHECK_CROSSREF_TOKEN": "plus", "NCBI_API_KEY": "key",
	}
	got, err := Environment(func(name string) string { return env[name] }, registries)
	if err != nil {
		t.Fatal(err)
	}
	want := Layer{
		Flags: []Flag{
			{"mailto", []string{"you@example.org"}, "REFCHECK_MAILTO"},
			{"registry", []string{"crossref,doi"}, "REFCHECK_REGISTRIES"},
		},
		Registries: map[string]Registry{
			"crossref": {URL: "http://127.0.0.1:1/x", Rate: number(0), Token: "plus"},
			"pubmed":   {Token: "key"},
			"doi":      {},
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

func TestEnvironmentErrors(t *testing.T) {
	for variable, value := range map[string]string{
		"REFCHECK_PUBMED_RATE": "NaN", "REFCHECK_DOI_RATE": "-0.5", "REFCHECK_CROSSREF_URL": "ftp://example.org",
	} {
		_, err := Environment(func(name string) string {
			if name == variable {
				return value
			}
			return ""
		}, registries)
		if err == nil || !strings.HasPrefix(err.Error(), variable+": ") || !strings.Contains(err.Error(), value) {
			t.Errorf("%s=%s: %v", variable, value, err)
		}
	}
}

func TestOver(t *testing.T) {
	above := Registry{Rate: number(0), Token: "above"}
	below := Registry{URL: "http://below", Rate: number(3), Concurrency: 2, Token: "below"}
	want := Registry{URL: "http://below", Rate: number(0), Concurrency: 2, Token: "above"}
	if diff := cmp.Diff(want, above.Over(below)); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

func TestFind(t *testing.T) {
	root := t.TempDir()
	deep := filepath.Join(root, "a", "b")
	if err := os.MkdirAll(filepath.Join(deep, FileName), 0o755); err != nil { // a folder of that name is none
		t.Fatal(err)
	}
	want := filepath.Join(root, "a", FileName)
	for _, path := range []string{want, filepath.Join(root, FileName)} {
		if err := os.WriteFile(path, nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := Find(deep)
	if err != nil || got != want {
		t.Errorf("got %q, %v, want %q", got, err, want)
	}
}

func FuzzFile(f *testing.F) {
	f.Add("mailto = 'a@b'\n[registry.doi]\nrate = 1\n")
	f.Add("registry.doi = {rate = [1]}\n[[registry]]\n")
	f.Fuzz(func(t *testing.T, text string) {
		layer, err := parse("refcheck.toml", text, flags, registries)
		if err == nil && len(layer.Flags) > len(flags) {
			t.Errorf("%d flags", len(layer.Flags))
		}
	})
}
