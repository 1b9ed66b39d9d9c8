package document

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/citation"
	"github.com/refcheck/refcheck/internal/document/bibtex"
	"github.com/refcheck/refcheck/internal/document/cff"
	"github.com/refcheck/refcheck/internal/document/csljson"
	"github.com/refcheck/refcheck/internal/document/endnote"
	"github.com/refcheck/refcheck/internal/document/hayagriva"
	"github.com/refcheck/refcheck/internal/document/html"
	"github.com/refcheck/refcheck/internal/document/jats"
	"github.com/refcheck/refcheck/internal/document/latex"
	"github.com/refcheck/refcheck/internal/document/markdown"
	"github.com/refcheck/refcheck/internal/document/mods"
	"github.com/refcheck/refcheck/internal/document/nbib"
	"github.com/refcheck/refcheck/internal/document/office"
	"github.com/refcheck/refcheck/internal/document/pdf"
	"github.com/refcheck/refcheck/internal/document/pubmedxml"
	"github.com/refcheck/refcheck/internal/document/ris"
	"github.com/refcheck/refcheck/internal/document/text"
)

// auto is the name that stands for no format: the content decides.
const auto = "auto"

// format is a way of writing references that can be read.
type format struct {
	name       string
	extensions []string // of file names, with their dot, in lower case
	kind       kind
	// detect returns how likely a text is written so, from its beginning; for a binary format from
	// all bytes of the file.
	detect func(text string) likelihood
	parse  parser
}

// parser reads the references of a source.
type parser func(ctx context.Context, s source) ([]biblio.Reference, []biblio.Problem, error)

// source is a file as a parser is given it: its text, or the bytes of a binary one, and what else the
// Reader knows.
type source struct {
	Reader
	file, text string
}

// kind is what a format asks of the reader.
type kind int

const (
	fielded kind = iota // it has fields of its own
	printed             // it is text for people, or can be
	binary              // it is no text: detect and parse are given the bytes of the file
)

// formats returns the table of the formats that are read. Where two are equally likely and the name
// of the file does not decide, the first is taken.
func formats() []format {
	return []format{
		{"docx", []string{".docx", ".docm", ".dotx"}, binary, whether(office.IsDOCX), readPaper(office.ParseDOCX)},
		{"odt", []string{".odt", ".ott"}, binary, whether(office.IsODT), readPaper(office.ParseODT)},
		{"pdf", []string{".pdf"}, binary, whether(pdf.Is), readPDF},
		{"latex", []string{".tex", ".ltx", ".latex", ".bbl"}, printed, likelyLaTeX, readLaTeX},
		{"bibtex", []string{".bib", ".bibtex", ".biblatex"}, fielded, likelyBibTeX, total(bibtex.Parse)},
		{"ris", []string{".ris"}, fielded, likelyRIS, total(ris.Parse)},
		{"csl-json", []string{".json", ".jsonl", ".ndjson", ".csl", ".csljson"}, fielded, likelyJSON, readJSON},
		{"csl-yaml", []string{".yaml", ".yml"}, fielded, likelyCSLYAML, total(markdown.ParseYAML)},
		{"cff", []string{".cff"}, fielded, whether(cffVersion.MatchString), total(cff.Parse)},
		{"hayagriva", []string{".yaml", ".yml"}, fielded, likelyHayagriva, total(hayagriva.Parse)},
		{"nbib", []string{".nbib", ".medline"}, fielded, likelyNBIB, total(nbib.Parse)},
		{"endnote", []string{".enw"}, fielded, likelyEndNote, total(endnote.Parse)},
		{"endnote-xml", nil, fielded, whether(endnoteXML.MatchString), total(endnote.ParseXML)},
		{"pubmed-xml", nil, fielded, whether(pubmedXML.MatchString), total(pubmedxml.Parse)},
		{"mods", []string{".mods"}, fielded, whether(modsXML.MatchString), total(mods.Parse)},
		{"jats", []string{".jats", ".nxml"}, fielded, whether(jatsXML.MatchString), parsed(jats.Parse)},
		{"html", []string{".html", ".htm", ".xhtml"}, printed, likelyHTML, parsed(html.Parse)},
		{"markdown", []string{".md", ".markdown", ".qmd", ".rmd"}, printed, likelyMarkdown, parsed(markdown.Parse)},
		{"text", []string{".txt", ".text", ".ref", ".refs"}, printed, likelyText, parsed(text.Parse)},
		{"lines", nil, printed, likelyLines, parsed(readLines)},
	}
}

// total makes of a parser that always ends one that may fail.
func total(parse func(file, text string) ([]biblio.Reference, []biblio.Problem)) parser {
	return func(_ context.Context, s source) ([]biblio.Reference, []biblio.Problem, error) {
		refs, problems := parse(s.file, s.text)
		return refs, problems, nil
	}
}

// parsed gives the reader of a document what takes its printed references apart.
func parsed(read func(file, text string, parse text.Parser) ([]biblio.Reference, []biblio.Problem)) parser {
	return func(ctx context.Context, s source) ([]biblio.Reference, []biblio.Problem, error) {
		refs, problems := read(s.file, s.text, printedParser(ctx))
		return refs, problems, nil
	}
}

// printedParser returns what takes printed references apart, which costs more than all else that is done
// for a file: when ctx has ended, it returns nothing, at once.
func printedParser(ctx context.Context) text.Parser {
	parse := citation.New().Parse
	return func(s string) biblio.Reading {
		if ctx.Err() != nil {
			return biblio.Reading{}
		}
		return parse(s)
	}
}

// readPaper makes of the reader of a word processor's documents one whose errors say what to do.
func readPaper(read func(file, data string, parse text.Parser) ([]biblio.Reference, []biblio.Problem, error)) parser {
	return func(ctx context.Context, s source) ([]biblio.Reference, []biblio.Problem, error) {
		refs, problems, err := read(s.file, s.text, printedParser(ctx))
		if err != nil {
			return nil, nil, unreadable(s.file, err.Error(), "open it in its program and save it again, or paste its reference list as text")
		}
		return refs, problems, nil
	}
}

// readLaTeX reads a manuscript, and the files that it names.
func readLaTeX(ctx context.Context, s source) ([]biblio.Reference, []biblio.Problem, error) {
	refs, problems := latex.Parse(s.file, s.text, s.Beside, printedParser(ctx))
	return refs, problems, nil
}

// readPDF reads a PDF. Its errors say what to do.
func readPDF(ctx context.Context, s source) ([]biblio.Reference, []biblio.Problem, error) {
	refs, problems, err := pdf.Parse(ctx, s.CacheDir, []byte(s.text), printedParser(ctx))
	if err != nil {
		return nil, nil, unreadable(s.file, err.Error(), pdfHint(err))
	}
	return refs, problems, nil
}

// pdfHint returns what to do where a PDF was not read.
func pdfHint(err error) string {
	switch {
	case errors.Is(err, pdf.ErrEncrypted):
		return "save a copy without a password, or paste its reference list as text"
	case errors.Is(err, pdf.ErrScanned):
		return "have its text recognised first (OCR), or type the references"
	case errors.Is(err, pdf.ErrTooLong), errors.Is(err, pdf.ErrTooLarge), errors.Is(err, pdf.ErrTooSlow):
		return "save the pages of its reference list as a file of their own"
	case errors.Is(err, pdf.ErrDamaged):
		return "print it to a new PDF, or paste its reference list as text"
	}
	return "try again, or paste its reference list as text"
}

func readLines(file, s string, parse text.Parser) ([]biblio.Reference, []biblio.Problem) {
	return text.Lines(file, s, parse), nil
}

// readJSON reads CSL-JSON; a JSON of another kind is an error that says what it holds.
func readJSON(_ context.Context, s source) ([]biblio.Reference, []biblio.Problem, error) {
	refs, problems, err := csljson.Parse(s.file, s.text)
	if err != nil {
		return nil, nil, &Error{
			File: s.file, Reason: err.Error(), Err: ErrUnread,
			Hint: "export the references as CSL-JSON, for instance from Zotero, or as BibTeX or RIS",
		}
	}
	return refs, problems, nil
}

// Extensions returns the endings of the names of files in some formats, with their dot.
func Extensions(names ...string) []string {
	list := []string{}
	for _, f := range formats() {
		if slices.Contains(names, f.name) {
			list = append(list, f.extensions...)
		}
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
	sample := head(text)
	best, bestScore := likeliest(file, sample, func(f format) bool { return f.kind != binary })
	if bestScore < certain {
		if name := unreadFormat(sample); name != "" {
			return format{}, unread(file, name)
		}
	}
	return best, nil
}

// chooseBinary returns the format of a file that is no text, if it is one that is read.
func chooseBinary(file string, data []byte, wanted *format) (format, bool) {
	if wanted != nil {
		return *wanted, wanted.kind == binary
	}
	best, score := likeliest(file, string(data), func(f format) bool { return f.kind == binary })
	return best, score > impossible
}

// likeliest returns the likeliest of some formats. The ending of the file's name adds to what speaks
// for one.
func likeliest(file, sample string, among func(format) bool) (best format, bestScore likelihood) {
	extension := strings.ToLower(filepath.Ext(file))
	for _, f := range formats() {
		if !among(f) {
			continue
		}
		score := f.detect(sample)
		if score > impossible && slices.Contains(f.extensions, extension) {
			score++
		}
		if score > bestScore {
			best, bestScore = f, score
		}
	}
	return best, bestScore
}
