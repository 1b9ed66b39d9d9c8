package match

import "github.com/refcheck/refcheck/internal/fold"

// sameWork reports whether two records are of one work: they share an identifier, or, carefully,
// everything that describes it.
func sameWork(a, b *subject) bool {
	x, y := a.work, b.work
	if x.DOI != "" && x.DOI == y.DOI || x.PMID != "" && x.PMID == y.PMID {
		return true
	}
	if x.PMID != "" && y.PMID != "" {
		return false
	}
	return sameDescription(a, b)
}

// sameDescription reports whether two records agree in title, first author, and what locates the
// work, and contradict each other in nothing.
func sameDescription(a, b *subject) bool {
	if agree(compareLocators(a.volume, b.volume)) < 0 || !sameTitle(a, b) || a.titles[0].notice != b.titles[0].notice {
		return false
	}
	pages := Unknown
	if len(a.pages) > 0 {
		pages = comparePages(a.pages[0], b.pages)
	}
	if agree(pages) < 0 || agree(compareYears(a.year(), b.years, false)) < 0 || agree(sameContainers(a, b)) < 0 {
		return false
	}
	volumes, containers, first := agree(compareLocators(a.volume, b.volume)), agree(sameContainers(a, b)), firstAuthors(a, b)
	located := agree(pages) > 0 && (volumes > 0 || a.volume.key == "" && b.volume.key == "")
	switch {
	case located && containers > 0:
		return true
	case located:
		return first > 0 || first == 0 && volumes > 0
	case containers > 0 && first >= 0 && fold.Rarity(a.titles[0].key) >= 2:
		return first > 0 && (a.work.DOI == "" || b.work.DOI == "") || len(a.pages)+len(b.pages) == 0 && a.year() == b.year()
	}
	return false
}

// agree is 1 for what is the same, -1 for what is not, 0 for what nobody says.
func agree(o Outcome) int {
	switch {
	case o <= Absent:
		return 0
	case o <= Equivalent:
		return 1
	}
	return -1
}

func (s *subject) year() int {
	if len(s.years) > 0 {
		return s.years[0]
	}
	return 0
}

func sameTitle(a, b *subject) bool {
	for _, t := range a.titles {
		for _, u := range b.titles {
			if t.key != "" && (t.key == u.key || fold.SameLetters(t.key, u.key) || onlySpelledOtherwise(t.key, u.key)) {
				return true
			}
		}
	}
	return false
}

// onlySpelledOtherwise reports whether two titles differ in articles and spellings alone.
func onlySpelledOtherwise(a, b string) bool {
	return fold.Closer(a, b, 0.9) && wordsDiffer(dropArticles(a), dropArticles(b)) == Equivalent
}

func sameContainers(a, b *subject) Outcome {
	if len(a.containers) == 0 || len(b.containers) == 0 {
		return Unknown
	}
	best := fold.Unlike
	for _, c := range a.containers {
		for _, d := range b.containers {
			best = max(best, c.Same(d))
		}
	}
	return degreeOutcome(best)
}

// firstAuthors is 1 if the first authors are the same, -1 if they are not, 0 if one is not known.
func firstAuthors(a, b *subject) int {
	if len(a.authors) == 0 || len(b.authors) == 0 {
		return 0
	}
	if compareFamilies(&a.authors[0], &b.authors[0]) == unlike || givenDiffer(&a.authors[0], &b.authors[0]) {
		return -1
	}
	return 1
}

// sameVersion reports whether two works are versions of one: a preprint and the article, an abstract
// and the paper. They have one title, that is not a common one, and the same authors.
func sameVersion(a, b *subject) bool {
	if !sameTitle(a, b) || firstAuthors(a, b) <= 0 || a.titles[0].notice != b.titles[0].notice {
		return false
	}
	return fold.Rarity(a.titles[0].key) >= 2
}
