package pubmed

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/fold"
	"github.com/refcheck/refcheck/internal/registry"
)

const (
	// titleBatch is how many titles share one esearch.
	titleBatch = 20
	// titleHits is how many PMIDs a title may bring, before its share of an answer is too large to
	// be certain that the right one is in it.
	titleHits = 20
	// maxCandidates is how many works one title is answered with.
	maxCandidates = 5
	// alike is the least likeness of a candidate's title.
	alike = 0.5
)

// titleKey returns what of a query counts for its title, or nothing where that means nothing.
func titleKey(q registry.Query) registry.Query {
	if titleTerm(q) == "" {
		return registry.Query{}
	}
	return registry.Query{Title: q.Title, Author: q.Author, Year: q.Year}
}

// asked is a title on its way: its term, and in the end what it found.
type asked struct {
	registry.Query
	term  string
	words map[string]bool
	pmids []string
	err   error
}

func newAsked(q registry.Query) asked {
	return asked{Query: q, term: titleTerm(q), words: wordSet(q.Title)}
}

// byTitle asks for all titles, titleBatch in one esearch, then for the records of everything found, and
// sorts out here which of them belongs to which title.
func (c *client) byTitle(ctx context.Context, queries []registry.Query) map[registry.Query]registry.Answer {
	titles := make([]asked, len(queries))
	for i, q := range queries {
		titles[i] = newAsked(q)
	}
	registry.Each(slices.Collect(slices.Chunk(titles, titleBatch)), func(part []asked) { c.find(ctx, part) })
	var pmids []string
	for _, a := range titles {
		pmids = append(pmids, a.pmids...)
	}
	records := c.fetchAll(ctx, pmids)
	found := make(map[registry.Query]registry.Answer, len(titles))
	for i := range titles {
		found[queries[i]] = titles[i].answer(records)
	}
	return found
}

// find notes the PMIDs that may belong to any of the titles. Where they are too many, the titles are
// asked for in halves, and one that is too common by itself with author and year.
func (c *client) find(ctx context.Context, part []asked) {
	terms := make([]string, len(part))
	for i, a := range part {
		terms[i] = a.term
	}
	limit := titleHits * len(part)
	found, err := c.search(ctx, strings.Join(terms, " OR "), limit)
	if err == nil && found.count > limit {
		if half := len(part) / 2; half > 0 {
			c.find(ctx, part[:half])
			c.find(ctx, part[half:])
			return
		}
		words := significant(part[0].Title)
		found, err = c.search(ctx, narrowTerm(part[0].Query, words[:min(len(words), titleWords)]), limit)
	}
	for i := range part {
		part[i].pmids, part[i].err = found.pmids, err
	}
}

// answer returns the works whose titles are like the one asked for, the likest first.
func (a *asked) answer(records map[string]registry.Answer) registry.Answer {
	if a.err != nil {
		return registry.Answer{Err: a.err}
	}
	type candidate struct {
		biblio.Work
		likeness float64
	}
	var candidates []candidate
	var failed error
	for _, pmid := range a.pmids {
		record := records[pmid]
		if record.Err != nil {
			failed = record.Err
		}
		for _, w := range record.Works {
			if l := a.likeness(w); l >= alike {
				candidates = append(candidates, candidate{w, l})
			}
		}
	}
	if len(candidates) == 0 {
		return registry.Answer{Err: failed}
	}
	slices.SortStableFunc(candidates, func(x, y candidate) int { return cmp.Compare(y.likeness, x.likeness) })
	var answer registry.Answer
	for _, c := range candidates[:min(len(candidates), maxCandidates)] {
		answer.Works = append(answer.Works, c.Work)
	}
	return answer
}

// likeness is the share of words that the title and the best of the work's titles have in common, of
// the shorter one, since either may lack its subtitle, and a little of the longer one, to tell
// apart those that lack none.
func (a *asked) likeness(w biblio.Work) float64 {
	best := 0.0
	for _, t := range w.AllTitles() {
		words := wordSet(t)
		common := 0
		for word := range words {
			if a.words[word] {
				common++
			}
		}
		shorter, longer := min(len(words), len(a.words)), max(len(words), len(a.words))
		if shorter > 0 {
			best = max(best, 0.9*float64(common)/float64(shorter)+0.1*float64(common)/float64(longer))
		}
	}
	return best
}

func wordSet(title string) map[string]bool {
	set := map[string]bool{}
	for _, w := range fold.Words(fold.Markup(title)) {
		set[w] = true
	}
	return set
}
