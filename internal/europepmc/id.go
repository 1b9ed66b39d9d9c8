package europepmc

import (
	"context"
	"slices"
	"strings"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/registry"
)

const (
	// batch is how many identifiers share a request.
	batch = 25
	// maxShared bounds the terms that share a request, in bytes: the service says that a query should
	// be shorter than 1,500 characters.
	maxShared = 52
	// versions is how many records one identifier may have: of PubMed, of PubMed Central, of each
	// version of a preprint.
	versions = 4
)

// byID asks for identifiers by their terms, for those that fit in one request together.
func (c *client) byID(ctx context.Context, terms []string) map[string]registry.Answer {
	return registry.Together(terms, func(term string) bool { return len(term) <= maxShared },
		func(terms []string) (map[string]registry.Answer, error) {
			req := request(strings.Join(terms, " OR "), versions*len(terms))
			return c.http.Many(ctx, req, func(r registry.Response) (map[string]registry.Answer, error) { return readMany(r, terms) })
		},
		func(term string) registry.Answer {
			return c.http.One(ctx, request(term, versions), func(r registry.Response) ([]biblio.Work, error) { return readOne(r, term) })
		})
}

// readMany sorts the records of an answer by the terms that ask for them. A term without a record is
// absent, unless records were left out, or one of those here was asked for by none: then it may be
// that of any.
func readMany(r registry.Response, asked []string) (map[string]registry.Answer, error) {
	list, err := decode(r)
	if err != nil {
		return nil, err
	}
	found := map[string]registry.Answer{}
	hidden := list.count - len(list.works)
	for _, w := range list.works {
		known := false
		for _, term := range terms(w) {
			if slices.Contains(asked, term) {
				found[term] = registry.Answer{Works: append(found[term].Works, w)}
				known = true
			}
		}
		if !known && !longer(w, asked) {
			hidden++
		}
	}
	if len(found) == 0 && hidden > 0 {
		return nil, errOtherWorks
	}
	for _, term := range asked {
		if _, ok := found[term]; !ok && hidden <= 0 {
			found[term] = registry.Answer{}
		}
	}
	return found, nil
}

// longer reports whether a record's DOI begins with one that was asked for: the index knows DOIs by
// their parts, so that such a record comes along.
func longer(w biblio.Work, asked []string) bool {
	return slices.ContainsFunc(asked, func(term string) bool {
		return w.DOI != "" && strings.HasPrefix(doiTerm(w.DOI), strings.TrimSuffix(term, `"`))
	})
}

// readOne returns the records of an identifier.
func readOne(r registry.Response, term string) ([]biblio.Work, error) {
	found, err := readMany(r, []string{term})
	return found[term].Works, err
}
