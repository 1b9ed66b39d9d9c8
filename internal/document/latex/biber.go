package latex

import (
	"regexp"
	"strings"

	"github.com/refcheck/refcheck/internal/document/bibtex"
	"github.com/refcheck/refcheck/internal/document/place"
)

var (
	entryBegin = regexp.MustCompile(`\\entry\s*\{([^{}]*)\}\s*\{([^{}]*)\}`)
	entryPart  = regexp.MustCompile(`\\(field|name|list)\s*\{([^{}]*)\}|\\verb\s*\{([^{}]*)\}\s*\\verb\s+(\S+)`)
	namePart   = regexp.MustCompile(`\b(family|given|prefix|suffix)\s*=\s*\{`)
)

// entries reads the entries that biber writes for biblatex (the manual of biblatex, §4.2.2). They are
// BibLaTeX's own data, so that each is written as an entry of a .bib file and read as such. The lists of
// one section repeat them; the first counts.
func (m *manuscript) entries(file, tex string) {
	places := place.New(tex)
	for _, at := range entryBegin.FindAllStringSubmatchIndex(tex, -1) {
		key := tex[at[2]:at[3]]
		if m.defined[key] {
			continue
		}
		m.defined[key] = true
		end := len(tex)
		if stop := strings.Index(tex[at[1]:], `\endentry`); stop >= 0 {
			end = at[1] + stop
		}
		where := places.Location(file, at[0])
		refs, _ := bibtex.Parse(file, bibEntry(tex[at[4]:at[5]], key, tex[at[1]:end]))
		for _, r := range refs {
			r.Location, r.Fields, r.Raw = where, nil, strings.TrimSpace(tex[at[0]:end])
			m.refs = append(m.refs, r)
		}
	}
}

// bibEntry writes an entry of biber's as one of a .bib file.
func bibEntry(kind, key, body string) string {
	var b strings.Builder
	b.WriteString("@" + kind + "{" + key)
	field := func(name, value string) { b.WriteString(",\n  " + name + " = {" + value + "}") }
	for at := 0; at < len(body); {
		found := entryPart.FindStringSubmatchIndex(body[at:])
		if found == nil {
			break
		}
		next := at + found[1]
		if found[6] >= 0 {
			field(body[at+found[6]:at+found[7]], body[at+found[8]:at+found[9]])
			at = next
			continue
		}
		command, name := body[at+found[2]:at+found[3]], body[at+found[4]:at+found[5]]
		if command != "field" { // the number of its items, and of names their options
			for range 2 {
				if content, after, ok := group(body, next); ok && !strings.Contains(content, "{") {
					next = after
				}
			}
		}
		value, after, ok := group(body, next)
		if ok {
			next = after
			switch command {
			case "name":
				value = people(value)
			case "list":
				value = strings.Join(groups(value), " and ")
			}
			field(name, value)
		}
		at = next
	}
	return b.String() + "\n}\n"
}

// groups returns the groups that stand in a value.
func groups(value string) []string {
	var out []string
	for i := 0; ; {
		content, next, ok := group(value, i)
		if !ok {
			return out
		}
		out = append(out, content)
		i = next
	}
}

// people writes biber's names as those of a .bib file: "von Family, Suffix, Given and …".
func people(value string) string {
	var all []string
	for _, person := range groups(value) {
		parts := map[string]string{}
		for _, at := range namePart.FindAllStringSubmatchIndex(person, -1) {
			if content, _, ok := group(person, at[1]-1); ok {
				parts[person[at[2]:at[3]]] = content
			}
		}
		name := strings.TrimSpace(parts["prefix"] + " " + parts["family"])
		switch {
		case parts["suffix"] != "":
			name += ", " + parts["suffix"] + ", " + parts["given"]
		case parts["given"] != "":
			name += ", " + parts["given"]
		default:
			name = "{" + name + "}"
		}
		all = append(all, name)
	}
	return strings.Join(all, " and ")
}
