package document

import (
	"path/filepath"
	"slices"
	"strings"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/citation"
	"github.com/refcheck/refcheck/internal/document/bibtex"
	"github.com/refcheck/refcheck/internal/document/csljson"
	"github.com/refcheck/refcheck/internal/document/ris"
	"github.com/refcheck/refcheck/internal/document/text"
)

// auto is the name that stands for no format: the content decides.
const auto = "auto"

// format is a way of writing references that can be read.
type format struct {
	name       string
	extensions []string // of file names, with their dot, in lower case
	printed    bool     // it has no fields of its own
	// detect returns how likely a text is written so, from its beginning.
	detect func(text string) likelihood
	parse  func(file, text string) ([]biblio.Reference, []biblio.Problem, error)
}

// formats returns the table of the formats that are read. Where two are equally likely and the name
// of the file does not decide, the first is taken.
func formats() []format {
	return []format{
		{"bibtex", []string{".bib", ".bibtex", ".biblatex"}, false, likelyBibTeX, total(bibtex.Parse)},
		{"ris", []string{".ris"}, false, likelyRIS, total(ris.Parse)},
		{"csl-json", []string{".json", ".jsonl", ".ndjson", ".csl", ".csljson"}, false, likelyJSON, readJSON},
		{"text", []string{".txt", ".text", ".md", ".markdown", ".ref", ".refs"}, true, likelyText, total(readText)},
		{"lines", nil, true, likelyLines, total(readLines)},
	}
}

// total makes of a parser that always ends one that may fail.
func total(parse func(file, text string) ([]biblio.Reference, []biblio.Problem)) func(string, string) ([]biblio.Reference, []biblio.Problem, error) {
	return func(file, text string) ([]biblio.Reference, []biblio.Problem, error) {
		refs, problems := parse(file, text)
		return refs, problems, nil
	}
}

func readText(file, s string) ([]biblio.Reference, []biblio.Problem) {
	return text.Parse(file, s, citation.New().Parse)
}

func readLines(file, s string) ([]biblio.Reference, []biblio.Problem) {
	return text.Lines(file, s, citation.New().Parse), nil
}

// readJSON reads CSL-JSON; a JSON of another kind is an error that says what it holds.
func readJSON(file, s string) ([]biblio.Reference, []biblio.Problem, error) {
	refs, problems, err := csljson.Parse(file, s)
	if err != nil {
		return nil, nil, &Error{
			File: file, Reason: err.Error(), Err: ErrUnread,
			Hint: "export the references as CSL-JSON, for instance from Zotero, or as BibTeX or RIS",
		}
	}
	return refs, problems, nil
}

// Extensions returns the endings of the names of files that hold bibliographies, with their dot.
func Extensions() []string {
	var list []string
	for _, f := range formats() {
		list = append(list, f.extensions...)
	}
	return list
}

// Formats returns the names of the formats that can be asked for, besides "auto".
func Formats() []string {
	var names []string
	for _, f := range formats() {
		names = append(names, f.name)
	}
	slices.Sort(names)
	return names
}

// lookUp returns the format of a name, or nil for "auto".
func lookUp(file, name string) (*format, error) {
	if name == auto {
		return nil, nil
	}
	for _, f := range formats() {
		if f.name == name {
			return &f, nil
		}
	}
	return nil, unknownFormat(file, name)
}

// choose returns the format asked for, or the likeliest.
func choose(file, text string, wanted *format) (format, error) {
	if wanted != nil {
		return *wanted, nil
	}
	extension := strings.ToLower(filepath.Ext(file))
	sample := head(text)
	best, bestScore := format{}, impossible
	for _, f := range formats() {
		score := f.detect(sample)
		if score > impossible && slices.Contains(f.extensions, extension) {
			score++
		}
		if score > bestScore {
			best, bestScore = f, score
		}
	}
	if bestScore < certain {
		if name := unreadFormat(sample); name != "" {
			return format{}, unread(file, name)
		}
	}
	return best, nil
}
