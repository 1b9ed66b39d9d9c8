package check

import (
	"strconv"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/fold"
)

// findDuplicates returns, for each reference, the index of the first earlier one that cites the same
// identifier, or the same title, first author and year; 0 where there is none.
func findDuplicates(refs []biblio.Reference) []int {
	first := map[string]int{}
	earlier := make([]int, len(refs))
	for i, ref := range refs {
		for _, key := range sameness(ref) {
			if _, ok := first[key]; !ok {
				first[key] = ref.Index
			} else if earlier[i] == 0 {
				earlier[i] = first[key]
			}
		}
	}
	return earlier
}

// sameness lists the keys of which references to one work share at least one.
func sameness(ref biblio.Reference) []string {
	var keys []string
	if ref.DOI != "" {
		keys = append(keys, "doi "+ref.DOI)
	}
	if ref.PMID != "" {
		keys = append(keys, "pmid "+ref.PMID)
	}
	if ref.Title != "" && len(ref.Authors) > 0 && ref.Issued.Year != 0 {
		a := ref.Authors[0]
		keys = append(keys, "title "+fold.Key(ref.Title)+"|"+fold.Key(a.Family+a.Literal)+"|"+strconv.Itoa(ref.Issued.Year)+"|"+fold.Key(ref.Container+" "+ref.Pages))
	}
	return keys
}
