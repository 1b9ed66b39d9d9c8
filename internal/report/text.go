package report

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/refcheck/refcheck/internal/check"
)

// section is a group of references in the text report.
type section struct {
	title string
	mark  string
	color color
	takes func(Reference) bool
	// ignored says that it is for the references with whose findings the author lives.
	ignored bool
}

// sections are in the order of how much they need attention; a reference stands in the first that
// takes it.
var sections = []section{
	{"Retracted", "✗", red, Reference.retracted, false},
	{"Not found", "✗", red, func(r Reference) bool { return r.Verdict == check.NotFound && r.Severity() == check.Error }, false},
	{"Mismatched", "✗", red, func(r Reference) bool { return r.Verdict == check.Mismatched || r.Severity() == check.Error }, false},
	{"Warnings", "!", yellow, func(r Reference) bool { return r.warns() && r.Verdict != check.Unchecked }, false},
	{"Unchecked", "?", yellow, func(r Reference) bool { return r.Verdict == check.Unchecked }, false},
	{"Ignored", "·", dim, func(Reference) bool { return true }, true},
	{"Verified", "✓", green, func(Reference) bool { return true }, false},
}

// grouped returns the references of each section.
func grouped(doc Document) [][]Reference {
	groups := make([][]Reference, len(sections))
	for _, r := range doc.References {
		for i, s := range sections {
			if s.ignored == r.ignored() && s.takes(r) {
				groups[i] = append(groups[i], r)
				break
			}
		}
	}
	return groups
}

// alarming reports whether a section that is red holds an error at all.
func (s section) alarming(refs []Reference) bool {
	return s.color == red && slices.ContainsFunc(refs, func(r Reference) bool { return r.Severity() == check.Error })
}

// writeText is the format text.
func writeText(w io.Writer, doc Document, options Options) error {
	var out strings.Builder
	t := text{layout{&out, options.Width, options.Color}, options.Verbose}
	for i, refs := range grouped(doc) {
		t.section(sections[i], refs, i == len(sections)-1)
	}
	t.problems(doc)
	t.summary(doc.Summary)
	_, err := io.WriteString(w, out.String())
	return err
}

// text writes one text report.
type text struct {
	layout
	verbose bool
}

// section writes a group; of the verified ones only the numbers, unless it is to be verbose.
func (t text) section(s section, refs []Reference, verified bool) {
	if len(refs) == 0 {
		return
	}
	if s.color == red && !s.alarming(refs) {
		s.mark, s.color = "!", yellow
	}
	t.line("", "", piece{s.mark + " " + s.title, s.color + ";" + bold, false}, piece{fmt.Sprintf("(%d)", len(refs)), dim, false})
	if verified && !t.verbose {
		t.numbers(refs)
		return
	}
	for _, r := range refs {
		t.out.WriteByte('\n')
		t.reference(s, r)
	}
	t.out.WriteByte('\n')
}

// numbers writes which references a group holds, if they are numbered and of one file.
func (t text) numbers(refs []Reference) {
	var ranges []string
	first, last := 0, 0
	flush := func() {
		switch {
		case first == 0:
		case first == last:
			ranges = append(ranges, strconv.Itoa(first))
		case first+1 == last:
			ranges = append(ranges, strconv.Itoa(first), strconv.Itoa(last))
		default:
			ranges = append(ranges, fmt.Sprintf("%d–%d", first, last))
		}
	}
	for _, r := range refs {
		n, err := strconv.Atoi(r.ID)
		if err != nil || n <= last || r.Location.File != refs[0].Location.File {
			t.line("  ", "  ", piece{text: "listed with --verbose", color: dim})
			t.out.WriteByte('\n')
			return
		}
		if first == 0 || n != last+1 {
			flush()
			first = n
		}
		last = n
	}
	flush()
	t.line("  ", "  ", piece{text: strings.Join(ranges, ", "), color: dim})
	t.out.WriteByte('\n')
}

// problems writes what is wrong in the files themselves.
func (t text) problems(doc Document) {
	if len(doc.Problems) == 0 {
		return
	}
	t.line("", "", piece{"! In the files", yellow + ";" + bold, false}, piece{fmt.Sprintf("(%d)", len(doc.Problems)), dim, false})
	for _, p := range doc.Problems {
		t.line("  ", "    ", piece{Place(p.Location) + ":", dim, false}, piece{text: Clean(p.Message)})
	}
	t.out.WriteByte('\n')
}

// summary writes the counts.
func (t text) summary(s check.Summary) {
	noun := "references"
	if s.Total == 1 {
		noun = "reference"
	}
	line := []piece{{fmt.Sprintf("%d %s:", s.Total, noun), bold, false}}
	counts := []struct {
		n     int
		word  string
		color color
	}{
		{s.Verified, "verified", green}, {s.Mismatched, "mismatched", red}, {s.NotFound, "not found", red},
		{s.Unchecked, "unchecked", yellow}, {s.Retracted, "retracted", red},
	}
	for i, c := range counts {
		if c.n == 0 && c.word == "retracted" {
			continue
		}
		if c.n == 0 {
			c.color = dim
		}
		if i > 0 {
			line = append(line, piece{"·", dim, false})
		}
		line = append(line, piece{fmt.Sprintf("%d %s", c.n, c.word), c.color, false})
	}
	t.line("", "  ", line...)
}
