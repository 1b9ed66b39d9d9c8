// Package record is what registries' clients share to make a biblio.Work of a record: its texts as
// plain lines, its titles, its identifiers in their normal form.
package record

import (
	"slices"
	"strings"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/fold"
	"github.com/refcheck/refcheck/internal/registry"
)

// Line returns a text of a record without markup, as one line that is fit to be shown.
func Line[S ~string](text S) string { return registry.Clean(fold.Markup(string(text))) }

// TeXLine returns a text that may hold TeX, as titles of arXiv do, as one line.
func TeXLine[S ~string](text S) string {
	if strings.ContainsAny(string(text), `\$`) {
		return Line(fold.LaTeX(string(text)))
	}
	return Line(text)
}

// Lines returns the texts that say something, each as one line.
func Lines[S ~string](texts []S) []string {
	var out []string
	for _, t := range texts {
		if s := Line(t); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// First returns the first text, or "".
func First(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}

// Distinct returns the texts that say something, without repeats.
func Distinct(list ...string) []string {
	var out []string
	for _, s := range list {
		if s != "" && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// SetTitles takes the first title that says something as the work's, and the rest as further ones.
func SetTitles(w *biblio.Work, titles ...string) {
	if all := Distinct(titles...); len(all) > 1 {
		w.Title, w.OtherTitles = all[0], all[1:]
	} else {
		w.Title, w.OtherTitles = First(all), nil
	}
}

// Identifiers returns the normal forms of those that have one, without repeats.
func Identifiers[S ~string](list []S, normal func(string) string) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = normal(string(s))
	}
	return Distinct(out...)
}
