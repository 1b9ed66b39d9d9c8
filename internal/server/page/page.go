// Package page renders the pages of the service for people, in English and German. The pages work without
// script; the modules in assets make them livelier. Nothing is built and nothing is loaded from elsewhere:
// templates, styles, modules and texts are embedded as they are. There is no script or style in the pages
// themselves, so that their policy can forbid it.
//
// It knows references and results, and nothing of HTTP beyond the language of a request and its own assets.
package page

import (
	"embed"
	"fmt"
	"html/template"
	"io"
	"strings"

	"golang.org/x/text/language"

	"github.com/refcheck/refcheck/internal/report"
)

//go:embed html
var templates embed.FS

// Pages renders. It is safe for concurrent use.
type Pages struct {
	version   string
	languages map[string]*Language
	matcher   language.Matcher
	assets    *assets
	// pages holds the templates by language and name.
	pages map[string]map[string]*template.Template
}

// names are those of the templates of pages; each stands on layout.html and parts.html.
var names = []string{"start", "check", "login", "failure"}

// New returns Pages that say they are of a version of refcheck.
func New(version string) (*Pages, error) {
	p := &Pages{version: version, languages: map[string]*Language{}, pages: map[string]map[string]*template.Template{}}
	var err error
	if p.assets, err = newAssets(); err != nil {
		return nil, err
	}
	var tags []language.Tag
	for _, code := range codes {
		l, err := newLanguage(code)
		if err != nil {
			return nil, err
		}
		tags = append(tags, l.tag)
		p.languages[code] = l
		p.pages[code] = map[string]*template.Template{}
		for _, name := range names {
			if p.pages[code][name], err = p.parse(l, name); err != nil {
				return nil, err
			}
		}
	}
	p.matcher = language.NewMatcher(tags)
	return p, nil
}

// Must returns Pages, whose files are embedded: an error is a mistake in them that tests find.
func Must(version string) *Pages {
	p, err := New(version)
	if err != nil {
		panic(err)
	}
	return p
}

// parse reads the templates of a page for a language.
func (p *Pages) parse(l *Language, name string) (*template.Template, error) {
	t := template.New(name).Funcs(template.FuncMap{
		"say": l.say, "count": l.count, "forms": l.forms, "number": l.number, "date": l.date, "percent": l.percent,
		"rule":    func(id string) ruleText { return l.rules[id] },
		"asset":   p.assets.path,
		"version": func() string { return p.version },
		"code":    func() string { return l.Code },
		"others":  func() []*Language { return p.others(l) },
		"clean":   report.Clean,
		"place":   report.Place,
		"fields":  report.Fields,
		"bar":     report.Bar,
		"told":    told,
		"shares":  shares,
		"filters": filters,
		"pager":   pager,
	})
	if _, err := t.Parse(report.Comparison); err != nil {
		return nil, fmt.Errorf("reading the template of comparisons: %w", err)
	}
	if _, err := t.ParseFS(templates, "html/layout.html", "html/parts.html", "html/"+name+".html"); err != nil {
		return nil, fmt.Errorf("reading the template of the page %s: %w", name, err)
	}
	return t, nil
}

// others returns the languages but one, in their order.
func (p *Pages) others(but *Language) []*Language {
	var all []*Language
	for _, code := range codes {
		if code != but.Code {
			all = append(all, p.languages[code])
		}
	}
	return all
}

// Name returns how a language calls itself.
func (l *Language) Name() string { return l.texts["language"].Other }

// Render writes a page (Start, Check, Login or Failure, by its name in lower case), or a part of it: "" is
// the whole.
func (p *Pages) Render(w io.Writer, l *Language, name, part string, view any) error {
	if part == "" {
		part = "layout"
	}
	var out strings.Builder
	if err := p.pages[l.Code][name].ExecuteTemplate(&out, part, view); err != nil {
		return fmt.Errorf("filling the page %s: %w", name, err)
	}
	_, err := io.WriteString(w, out.String())
	return err
}
