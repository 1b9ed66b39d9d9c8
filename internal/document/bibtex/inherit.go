package bibtex

import "strings"

// stage is how far the inheritance of an entry has come.
type stage uint8

const (
	waiting stage = iota
	visiting
	done
)

// maxAncestors bounds a chain of parents.
const maxAncestors = 50

// inherit gives every entry the values of the entries that it names in xdata and crossref, whichever
// order they stand in. Own values come before inherited ones. A cycle ends where it closes.
func (p *parser) inherit() {
	byKey := map[string]*entry{} // of those that others name, nil while they are not found
	for _, e := range p.entries {
		if e.has("xdata", "crossref") {
			for key := range strings.SplitSeq(e.raw("xdata"), ",") {
				byKey[normalKey(key)] = nil
			}
			byKey[normalKey(e.raw("crossref"))] = nil
		}
	}
	if len(byKey) == 0 {
		return
	}
	for _, e := range p.entries {
		key := strings.ToLower(e.key)
		if first, named := byKey[key]; named && first == nil {
			byKey[key] = e
		}
	}
	in := inheritance{byKey: byKey, budget: p.macros.budget}
	for _, e := range p.entries {
		in.resolve(e, 0)
	}
}

type inheritance struct {
	byKey map[string]*entry
	// budget is how many more bytes may be inherited; see macros.
	budget int
}

func (in *inheritance) resolve(e *entry, depth int) {
	if e.inheritance != waiting || depth > maxAncestors {
		return
	}
	e.inheritance = visiting
	if !e.has("xdata", "crossref") {
		e.inheritance = done
		return
	}
	for key := range strings.SplitSeq(e.raw("xdata"), ",") {
		if from := in.find(key); from != nil && from != e {
			in.resolve(from, depth+1)
			in.take(e, from, func(name string) string { return name })
		}
	}
	if from := in.find(e.raw("crossref")); from != nil && from != e {
		in.resolve(from, depth+1)
		from.parent = true
		in.take(e, from, func(name string) string { return inherited(name, e, from) })
	}
	e.inheritance = done
}

func (in *inheritance) find(key string) *entry {
	if key = normalKey(key); key == "" {
		return nil
	}
	return in.byKey[key]
}

// normalKey returns the name of an entry as those are compared.
func normalKey(s string) string { return strings.ToLower(strings.TrimSpace(s)) }

// take gives e the values of from that it lacks, under the name that rename gives them.
func (in *inheritance) take(e, from *entry, rename func(string) string) {
	for _, v := range from.values {
		name := rename(v.name)
		if name == "" || e.has(name) || len(v.text) > in.budget {
			continue
		}
		in.budget -= len(v.text)
		v.name = name
		e.add(v)
	}
}

// inherited returns the name under which a child takes over a parent's field, or "" if it does not:
// BibTeX copies a field as it stands, BibLaTeX (manual, appendix B) makes the parent's title the
// child's container, unless the parent names that itself. What identifies the parent or says where a
// work stands in it is no child's.
func inherited(name string, child, parent *entry) string {
	title, subtitle := "booktitle", "booksubtitle"
	switch {
	case strings.HasPrefix(parent.kind, "mv"):
		title, subtitle = "maintitle", "mainsubtitle"
	case parent.kind == "periodical":
		title, subtitle = "journaltitle", "journalsubtitle"
	case !parts[child.kind]:
		title, subtitle = "title", "subtitle"
	case parent.has("booktitle"):
		title, subtitle = "", ""
	}
	switch name {
	case "title":
		return title
	case "subtitle":
		return subtitle
	case "crossref", "xdata", "doi", "url", "eprint", "eprinttype", "archiveprefix", "arxivid", "pmid", "pmcid",
		"pmc", "pages", "eid", "articleno", "article-number", "note", "howpublished", "shorttitle", "titleaddon":
		return ""
	}
	return name
}
