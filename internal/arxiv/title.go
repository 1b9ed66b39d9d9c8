package arxiv

import (
	"context"
	"net/url"
	"strconv"
	"strings"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/registry"
	"github.com/refcheck/refcheck/internal/registry/record"
)

const (
	// titleBatch is how many titles share one search.
	titleBatch = 10
	// titleHits is how many works a title may bring, before its share of an answer is too large to be
	// certain that the right one is in it.
	titleHits = 10
	// titleWords is how many words of a title must all be there, the longest; otherWords how many beside
	// the author, none of the two longest, since one that is misprinted finds nothing.
	titleWords, otherWords = 5, 3
	// enoughWords is how many words of a title mean something; fewer are asked for with the author.
	enoughWords = 3
)

// titleKey returns what of a query counts for its title, or nothing where that means nothing.
func titleKey(q registry.Query) registry.Query {
	if titleTerm(q) == "" {
		return registry.Query{}
	}
	return registry.Query{Title: q.Title, Author: q.Author}
}

// titleTerm returns the term that searches for a title, or "" where it is too short to mean anything. It
// goes by single words: a quoted title finds nothing if one letter of it is wrong, a hyphen has been
// taken for a NOT, and a word that is not indexed fails the rest. AND and OR have no precedence there,
// so that each group stands in brackets.
func titleTerm(q registry.Query) string {
	words, author := record.LongWords(q.Title), record.FamilyWord(q.Author)
	switch {
	case len(words) == 0, len(words) < enoughWords && author == "":
		return ""
	case len(words) < enoughWords:
		return narrowTerm(words, author)
	}
	most := all("ti:", words[:min(len(words), titleWords)])
	if others := words[2:min(len(words), 2+otherWords)]; author != "" && len(others) > 1 {
		return "(" + most + " OR " + narrowTerm(others, author) + ")"
	}
	return most
}

// narrowTerm returns the term of words of a title beside an author.
func narrowTerm(words []string, author string) string {
	return "(" + strings.Join([]string{all("ti:", words), "au:" + author}, " AND ") + ")"
}

// all joins words of a field of which none may be missing.
func all(field string, words []string) string {
	return "(" + field + strings.Join(words, " AND "+field) + ")"
}

// byTitle searches for titles, titleBatch at a time, and sorts out here which of the works found belongs
// to which title.
func (c *client) byTitle(ctx context.Context, titles []registry.Query) map[registry.Query]registry.Answer {
	return registry.Gather(titles, titleBatch, func(part []registry.Query) map[registry.Query]registry.Answer {
		return c.search(ctx, part)
	})
}

// search asks for titles together and, where more is found than can be looked at, in halves.
func (c *client) search(ctx context.Context, titles []registry.Query) map[registry.Query]registry.Answer {
	terms := make([]string, len(titles))
	for i, q := range titles {
		terms[i] = titleTerm(q)
	}
	limit := titleHits * len(titles)
	var found feed
	query := url.Values{"search_query": {strings.Join(terms, " OR ")}, "max_results": {strconv.Itoa(limit)}, "sortBy": {"relevance"}, "sortOrder": {"descending"}}
	answer := c.http.One(ctx, request(query), func(r registry.Response) (_ []biblio.Work, err error) {
		if found, err = decodeFeed(r); err == nil {
			err = found.whole(limit)
		}
		return found.works, err
	})
	if answer.Err != nil {
		return registry.FailedKeys(titles, answer.Err)
	}
	if found.total > limit && len(titles) > 1 {
		return registry.Gather(titles, (len(titles)+1)/2, func(part []registry.Query) map[registry.Query]registry.Answer {
			return c.search(ctx, part)
		})
	}
	out := make(map[registry.Query]registry.Answer, len(titles))
	for _, q := range titles {
		out[q] = registry.Answer{Works: record.Alike(q.Title, answer.Works)}
	}
	return out
}
