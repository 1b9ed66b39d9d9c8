package export

import (
	"fmt"
	"io"
	"strings"

	"github.com/refcheck/refcheck/internal/biblio"
)

// risTypes are the types of RIS. Every other work is GEN.
var risTypes = map[biblio.Type]string{
	biblio.ArticleJournal: "JOUR", biblio.ArticleNewspaper: "NEWS", biblio.Book: "BOOK", biblio.Chapter: "CHAP", biblio.Conference: "CPAPER",
	biblio.Dataset: "DATA", biblio.Patent: "PAT", biblio.PeerReview: "JOUR", biblio.Preprint: "UNPB", biblio.ReferenceEntry: "ENCYC",
	biblio.Report: "RPRT", biblio.Software: "COMP", biblio.Standard: "STAND", biblio.Thesis: "THES", biblio.Webpage: "ELEC",
}

// RIS writes a .ris file.
func RIS(w io.Writer, refs []biblio.Reference) error {
	return writeEach(w, refs, func(out *strings.Builder, r biblio.Reference) {
		for _, f := range risFields(r) {
			if value := line(f.value); value != "" {
				fmt.Fprintf(out, "%s  - %s\n", f.name, value)
			}
		}
		out.WriteString("ER  - \n")
	})
}

// risFields returns the lines of a record, the type first.
func risFields(r biblio.Reference) []field {
	kind, ok := risTypes[r.Type]
	if !ok {
		kind = "GEN"
	}
	fields := []field{{"TY", kind}, {"ID", r.ID}}
	for _, n := range r.Authors {
		fields = append(fields, field{"AU", risName(n)})
	}
	if r.EtAl {
		fields = append(fields, field{"AU", "et al."})
	}
	for _, n := range r.Editors {
		fields = append(fields, field{"ED", risName(n)})
	}
	container := "T2"
	if r.Type == biblio.ArticleJournal {
		container = "JF"
	}
	first, last := risPages(r.Pages)
	fields = append(fields, field{"TI", r.Title}, field{container, r.Container}, field{"JA", r.ContainerShort}, field{"T3", r.Collection})
	fields = append(fields, risDate(r.Issued)...)
	fields = append(fields,
		field{"VL", r.Volume}, field{"IS", r.Issue}, field{"SP", first}, field{"EP", last}, field{"ET", r.Edition}, field{"PB", r.Publisher},
		field{"CY", r.Place}, field{"M1", r.Number}, field{"M3", among(r.Type, r.Genre, biblio.Thesis, biblio.Report)}, field{"DO", r.DOI})
	for _, number := range append(append([]string{}, r.ISBN...), r.ISSN...) {
		fields = append(fields, field{"SN", number})
	}
	if r.PMID != "" {
		fields = append(fields, field{"AN", "PMID: " + r.PMID})
	}
	return append(fields, field{"UR", r.URL}, field{"LA", r.Language}, field{"N1", r.Note})
}

// risName returns "Family, Given, Suffix", or an organisation as it is. A comma within would make a
// person of it.
func risName(n biblio.Name) string {
	if n.Literal != "" {
		return n.Literal
	}
	text := strings.TrimSpace(n.Particle + " " + n.Family)
	if n.Given != "" || n.Suffix != "" {
		text += ", " + n.Given
	}
	if n.Suffix != "" {
		text += ", " + n.Suffix
	}
	return text
}

// risPages parts a range into its ends, as they stand.
func risPages(pages string) (first, last string) {
	p := biblio.ParsePages(pages)
	if p.Last == p.First {
		return pages, ""
	}
	return p.First, p.Last
}

// risDate returns the year, and what more is known of the date as "1997/08/15/".
func risDate(d biblio.Date) []field {
	if d.Year == 0 {
		return []field{{"PY", d.Literal}}
	}
	fields := []field{{"PY", fmt.Sprintf("%04d", d.Year)}}
	if d.Month != 0 {
		day := ""
		if d.Day != 0 {
			day = fmt.Sprintf("%02d", d.Day)
		}
		fields = append(fields, field{"DA", fmt.Sprintf("%04d/%02d/%s/", d.Year, d.Month, day)})
	}
	return fields
}
