package check

import (
	"cmp"
	"strings"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/fold"
)

// Repeat is how a reference repeats an earlier one.
type Repeat struct {
	// Of is the index of the first that it repeats; 0 if there is none.
	Of int `json:",omitzero"`
	// Version says that one cites a preprint and the other what was published; Better is the
	// identifier of the latter, as cited, "" if none is.
	Version bool   `json:",omitzero"`
	Better  string `json:",omitzero"`
}

// telling is how many words a title must have for two versions of a work to be known by it.
const telling = 4

// closest bounds the references of one title that are compared with each other: "Editorial" is the
// title of many.
const closest = 20

// FindRepeats returns, for each reference, how it repeats an earlier one: by an identifier, or by title
// and first author where nothing else that both say is different.
func FindRepeats(refs []biblio.Reference) []Repeat {
	repeats := make([]Repeat, len(refs))
	byID, byTitle := map[string]int{}, map[string][]int{}
	for i, ref := range refs {
		for _, id := range citedIDs(ref.Item) {
			if first, ok := byID[id]; !ok {
				byID[id] = ref.Index
			} else if repeats[i].Of == 0 {
				repeats[i].Of = first
			}
		}
		key := headKey(ref.Item)
		if key == "" {
			continue
		}
		for _, j := range byTitle[key] {
			if repeats[i].Of == 0 {
				repeats[i] = compareEntries(refs[j], ref.Item)
			}
		}
		if len(byTitle[key]) < closest {
			byTitle[key] = append(byTitle[key], i)
		}
	}
	return repeats
}

// citedIDs lists the identifiers of an item, each with its kind.
func citedIDs(i biblio.Item) []string {
	var ids []string
	for _, id := range []struct{ kind, value string }{{"doi", i.DOI}, {"pmid", i.PMID}, {"pmc", i.PMCID}, {"arxiv", arXivID(i)}} {
		if id.value != "" {
			ids = append(ids, id.kind+" "+id.value)
		}
	}
	return ids
}

// headKey is title and first author, or "" where one of them is not cited.
func headKey(i biblio.Item) string {
	if i.Title == "" || len(i.Authors) == 0 {
		return ""
	}
	return fold.Key(i.Title) + "|" + fold.Key(i.Authors[0].Family+i.Authors[0].Literal)
}

// compareEntries says how an entry repeats an earlier one of the same title and first author.
func compareEntries(earlier biblio.Reference, i biblio.Item) Repeat {
	was, is := citesArchive(earlier.Item), citesArchive(i)
	switch {
	case was != is && len(fold.Words(i.Title)) < telling:
		return Repeat{}
	case was != is:
		published := i
		if is {
			published = earlier.Item
		}
		return Repeat{Of: earlier.Index, Version: true, Better: cmp.Or(published.DOI, pmidName(published.PMID))}
	case agree(earlier.Item, i):
		return Repeat{Of: earlier.Index}
	}
	return Repeat{}
}

func pmidName(pmid string) string {
	if pmid == "" {
		return ""
	}
	return "pmid:" + pmid
}

// citesArchive reports whether an item cites a work in a preprint archive and nowhere else.
func citesArchive(i biblio.Item) bool {
	return isPreprint(i) && (i.Container == "" || archive.MatchString(fold.Key(i.Container)))
}

// agree reports whether two items of one title and first author differ in nothing that both say. They
// must both give the year.
func agree(a, b biblio.Item) bool {
	same := func(x, y string) bool { return x == "" || y == "" || strings.EqualFold(x, y) }
	return a.Issued.Year != 0 && a.Issued.Year == b.Issued.Year &&
		same(a.Volume, b.Volume) && same(a.Edition, b.Edition) && same(a.DOI, b.DOI) && same(a.PMID, b.PMID) &&
		same(biblio.ParsePages(a.Pages).First, biblio.ParsePages(b.Pages).First) &&
		(a.Container == "" || b.Container == "" || fold.SameContainer(a.Container, b.Container) != fold.Unlike)
}
