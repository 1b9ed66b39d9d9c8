package addin

import (
	"strconv"
	"strings"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/fold"
)

// Merge returns the references of a document of which the printed list is given: the works that its
// fields cite, each with the printed form of it, and behind them what the list holds besides, since an
// author may have typed it in. Without fields the list is all there is.
func (c *Citations) Merge(printed []biblio.Reference, problems []biblio.Problem) ([]biblio.Reference, []biblio.Problem) {
	problems = append(c.problems, problems...)
	if len(c.refs) == 0 {
		return printed, problems
	}
	refs := c.refs
	byWord := map[string][]int{} // the exact references by their DOI and the first word of their title
	for i, r := range refs {
		word, _, _ := strings.Cut(fold.Key(r.Title), " ")
		byWord[word] = append(byWord[word], i)
		if r.DOI != "" {
			byWord[r.DOI] = append(byWord[r.DOI], i)
		}
	}
	taken := make([]bool, len(refs))
	for _, p := range printed {
		if i := twin(refs, taken, byWord, p); i >= 0 {
			taken[i] = true
			refs[i].Raw, refs[i].Location = p.Raw, p.Location
			if _, err := strconv.Atoi(p.ID); err == nil {
				refs[i].ID = p.ID
			}
			continue
		}
		p.Index = len(refs) + 1
		refs = append(refs, p)
	}
	return refs, problems
}

// twin returns which exact reference a printed one is the form of, or -1: one whose DOI or whole
// title stands in it, with the first author if it is short, or with author and year if there is none.
func twin(refs []biblio.Reference, taken []bool, byWord map[string][]int, printed biblio.Reference) int {
	words := fold.Key(printed.Raw)
	tried := map[string]bool{}
	for _, word := range append(strings.Fields(words), printed.DOI, "") {
		if tried[word] || len(byWord[word]) == 0 {
			continue
		}
		tried[word] = true
		for _, i := range byWord[word] {
			if !taken[i] && shows(words, refs[i], printed) {
				return i
			}
		}
	}
	return -1
}

func shows(words string, exact, printed biblio.Reference) bool {
	title := fold.Key(exact.Title)
	switch {
	case exact.DOI != "" && exact.DOI == printed.DOI:
		return true
	case !strings.Contains(words, title):
		return false
	case strings.Count(title, " ") >= distinctive:
		return true
	case len(exact.Authors) == 0:
		return title != ""
	}
	author := fold.Key(exact.Authors[0].Family + exact.Authors[0].Literal)
	return strings.Contains(words, author) && (title != "" || strings.Contains(words, strconv.Itoa(exact.Issued.Year)))
}

// distinctive is how many spaces a title has that stands in no other by chance.
const distinctive = 4
