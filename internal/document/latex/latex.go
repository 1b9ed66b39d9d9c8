// Package latex reads the references of a manuscript in LaTeX, and of what BibTeX and biber make for
// one (.bbl). A thebibliography gives printed references; biber's entries give exact fields; a
// manuscript that names .bib files gives their entries, and is told which keys it cites that are
// defined nowhere, and which entries it does not cite. All entries are references, cited or not.
//
// It promises to read no file but through the fs.FS that it is given, and each only once. LaTeX is not
// run: what macros of the author's make is not seen.
package latex

import (
	"cmp"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/document/bibtex"
	"github.com/refcheck/refcheck/internal/document/place"
	"github.com/refcheck/refcheck/internal/document/text"
	"github.com/refcheck/refcheck/internal/fold"
)

// How much of other files is read.
const (
	mostFiles = 200
	mostBytes = 50 << 20 // of each file
)

// manuscript is what was found in a file and in those that it names.
type manuscript struct {
	dir      string // of the first file
	beside   fs.FS
	parse    text.Parser
	seen     map[string]bool
	refs     []biblio.Reference
	problems []biblio.Problem
	cited    []mention
	defined  map[string]bool
	all      bool            // \nocite{*}
	sources  biblio.Location // of the first command that names .bib files
}

// mention is a key that is cited, and where.
type mention struct {
	key string
	at  biblio.Location
}

// Parse returns the references of a source and what is wrong with it. Beside holds the files of its
// folder; nil is none.
func Parse(file, source string, beside fs.FS, parse text.Parser) ([]biblio.Reference, []biblio.Problem) {
	m := &manuscript{dir: folder(file), beside: beside, parse: parse, seen: map[string]bool{}, defined: map[string]bool{}}
	m.read(file, source)
	m.compare()
	for i := range m.refs {
		m.refs[i].Index = i + 1
	}
	return m.refs, m.problems
}

// folder returns the folder of a file with the slash behind it, or "".
func folder(file string) string { return file[:strings.LastIndexAny(file, `/\`)+1] }

var (
	comment   = regexp.MustCompile(`(?m)(^|[^\\])%.*$`)
	inclusion = regexp.MustCompile(`\\(input|include|subfile|bibliography|addbibresource|addglobalbib)\s*(?:\[[^\]]*\]\s*)?\{([^{}]*)\}`)
	citation  = regexp.MustCompile(`\\([A-Za-z]*[cC]ite[A-Za-z]*)\*?((?:\s*(?:\[[^\[\]]*\]|\([^()]*\)))*\s*\{[^{}]*\}(?:\s*(?:\[[^\[\]]*\])*\s*\{[^{}]*\})*)`)
	keyList   = regexp.MustCompile(`\{([^{}]*)\}`)
	noKeys    = regexp.MustCompile(`^(?:cite(?:style|setup|name|reset|field|list)|\w*(?:new|Declare|define|provide)\w*|bibcite|defcitealias)$`)
)

// blanked returns a source without its comments, every other byte in its place.
func blanked(source string) string {
	return comment.ReplaceAllStringFunc(source, func(s string) string {
		at := strings.IndexByte(s, '%')
		return s[:at] + strings.Repeat(" ", len(s)-at)
	})
}

// read reads a file of LaTeX and those that it names.
func (m *manuscript) read(file, source string) {
	tex := blanked(source)
	m.entries(file, tex)
	m.items(file, source, tex)
	places := place.New(source)
	for _, at := range citation.FindAllStringSubmatchIndex(tex, -1) {
		m.cites(file, tex, at, places)
	}
	places = place.New(source)
	for _, at := range inclusion.FindAllStringSubmatchIndex(tex, -1) {
		where := places.Location(file, at[0])
		command, names := tex[at[2]:at[3]], tex[at[4]:at[5]]
		if command == "input" || command == "include" || command == "subfile" {
			m.include(strings.TrimSpace(names), ".tex", where, m.read)
			continue
		}
		if m.sources.Line == 0 {
			m.sources = where
		}
		for name := range strings.SplitSeq(names, ",") {
			m.include(strings.TrimSpace(name), ".bib", where, m.bibliography)
		}
	}
}

// cites notes the keys of one command.
func (m *manuscript) cites(file, tex string, at []int, places *place.Cursor) {
	command := tex[at[2]:at[3]]
	if noKeys.MatchString(command) {
		return
	}
	for i, list := range keyList.FindAllStringSubmatchIndex(tex[at[4]:at[5]], -1) {
		if i > 0 && !strings.HasSuffix(strings.ToLower(command), "s") {
			return // the text behind it, not a further list of \cites
		}
		from := at[4] + list[2]
		for key := range strings.SplitSeq(tex[from:at[4]+list[3]], ",") {
			lead := len(key) - len(strings.TrimLeft(key, " \t\n"))
			switch k := strings.TrimSpace(key); {
			case k == "*":
				m.all = true
			case k != "" && !strings.ContainsAny(k, `\#`):
				m.cited = append(m.cited, mention{k, places.Location(file, from+lead)})
			}
			from += len(key) + 1
		}
	}
}

// include reads a file that a command names, if it is below the folder.
func (m *manuscript) include(name, extension string, where biblio.Location, read func(file, source string)) {
	if name == "" || strings.ContainsAny(name, `\#`) {
		return
	}
	if path.Ext(name) == "" || extension == ".bib" && path.Ext(name) != extension {
		name += extension
	}
	name = path.Clean(name)
	switch {
	case m.seen[name]:
		return
	case m.beside == nil:
		m.problem(where, "it names "+name+", which is not read here: give that file")
		return
	case !fs.ValidPath(name):
		m.problem(where, "it names "+name+", which is not below its folder and is not read: give that file")
		return
	case len(m.seen) >= mostFiles:
		return
	}
	m.seen[name] = true
	info, err := fs.Stat(m.beside, name)
	if err == nil && info.Size() > mostBytes {
		m.problem(where, "it names "+name+", which is too large and is not read")
		return
	}
	data, err := fs.ReadFile(m.beside, name)
	if err != nil {
		m.problem(where, "it names "+name+", which cannot be read: is it missing?")
		return
	}
	read(m.dir+name, strings.ToValidUTF8(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(string(data)), "\ufffd"))
}

func (m *manuscript) problem(where biblio.Location, message string) {
	m.problems = append(m.problems, biblio.Problem{Location: where, Message: message})
}

var (
	bibKey = regexp.MustCompile(`@\s*\w+\s*[{(]\s*([^\s,{}]+)`)
	bibIDs = regexp.MustCompile(`(?i)\bids\s*=\s*[{"]([^{}"]*)`)
)

// bibliography reads a .bib file. Keys are taken from its text, since entries that are no references
// of their own, and aliases, can be cited too.
func (m *manuscript) bibliography(file, source string) {
	refs, problems := bibtex.Parse(file, source)
	m.refs = append(m.refs, refs...)
	m.problems = append(m.problems, problems...)
	for _, k := range bibKey.FindAllStringSubmatch(source, -1) {
		m.defined[k[1]] = true
	}
	for _, ids := range bibIDs.FindAllStringSubmatch(source, -1) {
		for id := range strings.SplitSeq(ids[1], ",") {
			m.defined[strings.TrimSpace(id)] = true
		}
	}
}

// compare tells the keys that are cited but defined nowhere, and the entries that are not cited.
func (m *manuscript) compare() {
	if len(m.refs) == 0 || len(m.cited) == 0 {
		return
	}
	cited := map[string]bool{}
	for _, c := range m.cited {
		if !cited[c.key] && !m.defined[c.key] {
			m.problem(c.at, "the key "+c.key+" is cited, but no entry has it")
		}
		cited[c.key] = true
	}
	var unused []string
	for _, r := range m.refs {
		if !cited[r.ID] {
			unused = append(unused, r.ID)
		}
	}
	if m.all || len(unused) == 0 || m.sources.Line == 0 {
		return
	}
	slices.SortFunc(unused, cmp.Compare)
	const shown = 10
	list := strings.Join(unused[:min(shown, len(unused))], ", ")
	if len(unused) > shown {
		list += ", …"
	}
	m.problem(m.sources, "not cited, but checked all the same: "+list)
}

var (
	bibItem = regexp.MustCompile(`\\bibitem\b\s*`)
	listEnd = regexp.MustCompile(`\\end\s*\{thebibliography\}|\\bibitem\b|\\end\s*\{document\}|\\endinput`)
	blocks  = regexp.MustCompile(`\\newblock\b|\\penalty-?\d+|\\(?:natexlab|bibnamefont|bibfnamefont|bibinfo\s*\{[^{}]*\}|bibfield\s*\{[^{}]*\}|BibitemOpen|BibitemShut\s*\{[^{}]*\}|BibitemShut)\b?`)
)

// items reads the printed references of a thebibliography.
func (m *manuscript) items(file, source, tex string) {
	places := place.New(source)
	for _, at := range bibItem.FindAllStringIndex(tex, -1) {
		i := at[1]
		if i < len(tex) && tex[i] == '[' {
			i = skip(tex, i, '[', ']')
		}
		key, next, ok := group(tex, i)
		if !ok {
			continue
		}
		end := len(tex)
		if stop := listEnd.FindStringIndex(tex[next:]); stop != nil {
			end = next + stop[0]
		}
		key = strings.TrimSpace(key)
		m.defined[key] = true
		printed := fold.LaTeX(blocks.ReplaceAllString(tex[next:end], " "))
		where := places.Location(file, at[0])
		if printed == "" {
			m.problem(where, "the reference "+key+" has no text")
			continue
		}
		reading := m.parse(printed)
		m.refs = append(m.refs, biblio.Reference{
			Item: reading.Item, ID: key, Location: where, Raw: printed, Printed: true,
			Confidence: reading.Confidence, FieldConfidence: reading.FieldConfidence,
		})
	}
}

// skip returns the offset behind the bracket that closes the one at i, or i where none does.
func skip(s string, i int, open, closing byte) int {
	depth := 0
	for j := i; j < len(s); j++ {
		switch s[j] {
		case '\\':
			j++
		case open:
			depth++
		case closing:
			if depth--; depth == 0 {
				return j + 1
			}
		}
	}
	return i
}

// group returns the content of the group in braces that begins at i, behind white space, and the offset
// behind it.
func group(s string, i int) (content string, next int, ok bool) {
	for i < len(s) && strings.IndexByte(" \t\n", s[i]) >= 0 {
		i++
	}
	if i >= len(s) || s[i] != '{' {
		return "", i, false
	}
	next = skip(s, i, '{', '}')
	if next == i {
		return "", i, false
	}
	return s[i+1 : next-1], next, true
}
