package report

import (
	"fmt"
	"io"
	"net/url"
	"regexp"
	"strings"

	"github.com/refcheck/refcheck/internal/check"
)

// commentLimit is how many characters a comment on GitHub may have: 65,536, of which some are left
// to whoever posts it. Characters are counted in UTF-16, of which there are never fewer.
const commentLimit = 65536 - 1024

// writeMarkdown is the format markdown, for a comment on a pull request: the counts, then what needs
// attention. What does not fit is left out, and the end says how much.
func writeMarkdown(w io.Writer, doc Document, _ Options) error {
	var out strings.Builder
	out.WriteString(markdownHead(doc.Summary))
	left, size := 0, units16(out.String())
	write := func(text string, entries int) {
		size += units16(text)
		if size > commentLimit-roomForPointer {
			left += entries
			return
		}
		out.WriteString(text)
	}
	for i, refs := range grouped(doc) {
		s := sections[i]
		if len(refs) == 0 || s.color == green || s.ignored {
			continue
		}
		write(fmt.Sprintf("#### %s (%d)\n\n", s.title, len(refs)), 0)
		for _, r := range refs {
			write(markdownEntry(r), 1)
		}
		write("\n", 0)
	}
	if len(doc.Problems) > 0 {
		write(fmt.Sprintf("#### In the files (%d)\n\n", len(doc.Problems)), 0)
		for _, p := range doc.Problems {
			write("- "+code(Place(p.Location))+": "+escapeMarkdown(p.Message)+"\n", 1)
		}
		write("\n", 0)
	}
	if left > 0 {
		fmt.Fprintf(&out, "**%d more do not fit into a comment.** The whole report: `refcheck check … --format html`, or `json`.\n\n", left)
	}
	fmt.Fprintf(&out, "<sub>refcheck %s</sub>\n", escapeMarkdown(doc.Tool.Version))
	_, err := io.WriteString(w, out.String())
	return err
}

// roomForPointer is what is kept free for the end of a comment.
const roomForPointer = 512

// markdownHead is the heading with the counts.
func markdownHead(s check.Summary) string {
	bad := s.Mismatched + s.NotFound + s.Unchecked
	title := fmt.Sprintf("%d of %d %s not verified", bad, s.Total, plural(s.Total, "reference"))
	if bad == 0 {
		title = fmt.Sprintf("all %d %s verified", s.Total, plural(s.Total, "reference"))
	}
	if s.Retracted > 0 {
		title += fmt.Sprintf(", %d retracted", s.Retracted)
	}
	return fmt.Sprintf("### refcheck: %s\n\n| verified | mismatched | not found | unchecked | retracted |\n|--:|--:|--:|--:|--:|\n| %d | %d | %d | %d | %d |\n\n",
		title, s.Verified, s.Mismatched, s.NotFound, s.Unchecked, s.Retracted)
}

// markdownEntry is one reference: a list of what is wrong with it below what it says.
func markdownEntry(r Reference) string {
	var out strings.Builder
	fmt.Fprintf(&out, "- **%s** %s", escapeMarkdown(r.ID), escapeMarkdown(shorten(described(r), shownReference)))
	if place := Place(r.Location); place != "" {
		out.WriteString(" " + code(place))
	}
	out.WriteByte('\n')
	for _, m := range r.Mismatches {
		if m.Cited != "" && m.Registered != "" {
			cited, registered := contrast(shorten(Clean(m.Cited), shownValue), shorten(Clean(m.Registered), shownValue))
			fmt.Fprintf(&out, "  - %s: %s → %s\n", escapeMarkdown(m.Field), markdownPieces(cited, "del"), markdownPieces(registered, "ins"))
		}
	}
	for _, f := range r.Findings {
		switch {
		case f.Ignored != nil:
			fmt.Fprintf(&out, "  - ignored (%s): %s\n", escapeMarkdown(f.Ignored.Reason), escapeMarkdown(f.Message))
		case !shownAsMismatch(r, f):
			fmt.Fprintf(&out, "  - %s: %s\n", escapeMarkdown(string(f.Severity)), escapeMarkdown(f.Message))
		}
	}
	switch {
	case r.Match != nil && r.Match.URL != "":
		out.WriteString("  - registered: " + markdownLink(*r.Match) + "\n")
	case r.Nearest != nil && r.Nearest.URL != "":
		out.WriteString("  - nearest: " + markdownLink(*r.Nearest) + "\n")
	}
	return out.String()
}

// markdownPieces writes a value with what differs in an element, which needs no spaces around it to
// be read as such, unlike asterisks.
func markdownPieces(words []piece, element string) string {
	var out strings.Builder
	for i, w := range words {
		if i > 0 && !w.tight {
			out.WriteByte(' ')
		}
		text := escapeMarkdown(w.text)
		if w.color != plainText {
			text = "<" + element + ">" + text + "</" + element + ">"
		}
		out.WriteString(text)
	}
	return strings.ReplaceAll(out.String(), "</"+element+"> <"+element+">", " ")
}

// markdownLink links the title of a work to it, if its address is one of the web.
func markdownLink(m Match) string {
	title := escapeMarkdown(shorten(Clean(string(m.Work.Title)), shownReference))
	address := webAddress(m.URL)
	switch {
	case address == "":
		return title
	case title == "":
		title = escapeMarkdown(address)
	}
	return "[" + title + "](<" + strings.NewReplacer("<", "%3C", ">", "%3E", `\`, "%5C", " ", "%20").Replace(address) + ">)"
}

// webAddress returns an address that a browser may follow, or nothing.
func webAddress(address string) string {
	address = Clean(address)
	if u, err := url.Parse(address); err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" {
		return ""
	}
	return address
}

// escapeMarkdown returns a text of which nothing is Markdown, HTML, a mention or a link. Marks that
// mean something at the beginning of a line alone stay as they are: no text stands there.
func escapeMarkdown(text string) string {
	text = Clean(text)
	var out strings.Builder
	for i, r := range text {
		before := strings.ToLower(text[max(0, i-len("mailto")):i])
		switch {
		case r == '<':
			out.WriteString("&lt;")
		case r == '>':
			out.WriteString("&gt;")
		case r == '&':
			out.WriteString("&amp;")
		case strings.ContainsRune("\\`*_[]|~$#@", r), r == '.' && strings.HasSuffix(before, "www"), r == ':' && linking.MatchString(before):
			out.WriteString(`\` + string(r))
		default:
			out.WriteRune(r)
		}
		if r == '@' || r == '#' || r == '-' && strings.HasSuffix(before, "gh") {
			out.WriteString("&#8203;") // GitHub makes mentions of what is escaped as well
		}
	}
	return out.String()
}

// linking ends with what makes a link of a text as it stands, before a colon (GFM §6.9).
var linking = regexp.MustCompile(`(?:https?|ftp|mailto|xmpp)$`)

// code returns a text as code; its own backticks become apostrophes.
func code(text string) string {
	text = strings.ReplaceAll(Clean(text), "`", "'")
	if text == "" {
		return ""
	}
	return "`" + text + "`"
}

// units16 returns the length of a text in UTF-16.
func units16(text string) int {
	n := 0
	for _, r := range text {
		n++
		if r > 0xFFFF {
			n++
		}
	}
	return n
}
