package datacite

import (
	"context"
	"fmt"
	"strings"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/registry"
	"github.com/refcheck/refcheck/internal/registry/record"
)

const (
	// rows is how many candidates a search asks for: a data set has a DOI for each of its versions, all
	// of one title.
	rows = 10
	// titleWords is how many words of a title must all be there, the longest, and otherWords how many may
	// be beside author and year.
	titleWords, otherWords = 5, 10
	// enoughWords is how many words of a title mean something by themselves; fewer are asked for with
	// author or year.
	enoughWords = 3
)

// searchQuery returns a query's title, first author and year in the syntax of Elasticsearch's query
// strings, or "" where they are too few to mean anything. It has two sides, since all words of one are
// asked for and one that is misprinted finds nothing: most of the title, or any words of it with author
// and year.
//
// Nothing in it needs escaping: the words are of letters and digits alone, and in lower case none is an
// operator. (A slash must not be escaped at all: the API does so itself, and twice makes a mistake.)
func searchQuery(q registry.Query) string {
	words, by := record.LongWords(q.Title), narrowing(q)
	if len(words) == 0 || len(words)+len(by) < enoughWords {
		return ""
	}
	most := words[:min(len(words), titleWords)]
	strict := "titles.title:(" + strings.Join(most, " AND ") + ")"
	if len(words) < enoughWords {
		return "(" + strict + " AND " + strings.Join(by, " AND ") + ")"
	}
	if len(by) < 2 {
		return "(" + strict + ")"
	}
	some := "titles.title:(" + strings.Join(words[:min(len(words), otherWords)], " OR ") + ")"
	return "(" + strict + ") OR (" + some + " AND " + strings.Join(by, " AND ") + ")"
}

// narrowing returns the author, by the longest word of the family name, and the year, with those beside
// it, as clauses to stand beside words of a title.
func narrowing(q registry.Query) []string {
	var by []string
	if name := record.FamilyWord(q.Author); name != "" {
		by = append(by, "creators.name:("+name+")")
	}
	if q.Year > 1000 && q.Year < 3000 {
		by = append(by, fmt.Sprintf("publicationYear:[%d TO %d]", q.Year-1, q.Year+1))
	}
	return by
}

// bySearch asks each query. The list is sorted by what fits best: without being told, DataCite sorts it
// by the day of the last change.
func (c *client) bySearch(ctx context.Context, queries []string) map[string]registry.Answer {
	found := make(map[string]registry.Answer, len(queries))
	for _, q := range queries {
		query := listQuery(rows)
		query.Set("query", q)
		query.Set("sort", "relevance")
		found[q] = c.http.One(ctx, listRequest(query), decodeHits)
	}
	return found
}

// decodeHits reads the best candidates of a search.
func decodeHits(r registry.Response) ([]biblio.Work, error) {
	list, err := decodeList(r)
	if err == nil && list.broken > 0 {
		err = errBrokenRecord // it may be the work that is meant
	}
	return list.works, err
}
