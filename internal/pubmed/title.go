package pubmed

import (
	"context"
	"slices"
	"strings"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/registry"
	"github.com/refcheck/refcheck/internal/registry/record"
)

const (
	// titleBatch is how many titles share one esearch.
	titleBatch = 20
	// titleHits is how many PMIDs a title may bring, before its share of an answer is too large to
	// be certain that the right one is in it.
	titleHits = 20
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
	pmids []string
	err   error
}

// byTitle asks for all titles, titleBatch in one esearch, then for the records of everything found, and
// sorts out here which of them belongs to which title.
func (c *client) byTitle(ctx context.Context, queries []registry.Query) map[registry.Query]registry.Answer {
	titles := make([]asked, len(queries))
	for i, q := range queries {
		titles[i] = asked{Query: q, term: titleTerm(q)}
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
	var found []biblio.Work
	var failed error
	for _, pmid := range a.pmids {
		got := records[pmid]
		if got.Err != nil {
			failed = got.Err
		}
		found = append(found, got.Works...)
	}
	if found = record.Alike(a.Title, found); len(found) > 0 {
		failed = nil
	}
	return registry.Answer{Works: found, Err: failed}
}
