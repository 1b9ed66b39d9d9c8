// Package pmcid asks NLM's ID Converter for the other identifiers of an article in PubMed Central: the
// DOI and PMID of a PMCID, and back. It says nothing else about the article: its answers are Works with
// identifiers alone, by which other registries can then be asked.
//
// Facts come from https://pmc.ncbi.nlm.nih.gov/tools/id-converter-api/ and, for what that page does not
// say since the service moved in 2025, from how it answers.
package pmcid

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/registry"
)

const (
	// Name is the converter's name in reports, flags and the configuration.
	Name = "pmcid"
	// DefaultURL is where the converter is.
	DefaultURL = "https://pmc.ncbi.nlm.nih.gov/tools/idconv/api/v1"
)

const (
	// batch is how many ids the converter takes at once.
	batch = 200
	// doiBatch is how many DOIs, so that their address stays short.
	doiBatch = 50
)

// api is the one class of requests.
const api registry.Class = "api"

// limits are NCBI's for its E-utilities; for the converter it publishes none.
var limits = map[registry.Class]registry.Limit{api: {Rate: 3, Concurrency: 1}}

// Config returns how to ask the converter with this access.
func Config(a registry.Access) registry.Config {
	return a.Config(registry.Config{
		Name: Name, BaseURL: DefaultURL, Limits: limits, Params: registry.Set("tool", "refcheck", "email", a.Mailto),
	})
}

// client is what the ways of asking share.
type client struct{ http *registry.HTTP }

// New returns a client that asks through h, whose Config should come from this package's: for PMCIDs,
// PMIDs and DOIs. A Query with several of them is asked by the first of these.
func New(h *registry.HTTP) *registry.Client {
	c := &client{http: h}
	return registry.NewClient(h, registry.NewWay(registry.ByID, batch, keyOf, c.convert))
}

// key is an identifier of one kind, in its normal form.
type key struct {
	kind kind
	id   string
}

// kind is a kind of identifiers, as the converter names it.
type kind string

const (
	pmcid kind = "pmcid"
	pmid  kind = "pmid"
	doi   kind = "doi"
)

// keyOf returns what a query is asked by. A DOI that would break the list is not asked for.
func keyOf(q registry.Query) key {
	if id := biblio.PMCID(q.PMCID); id != "" {
		return key{pmcid, id}
	}
	if id := biblio.PMID(q.PMID); id != "" {
		return key{pmid, id}
	}
	if id := biblio.DOI(q.DOI); id != "" && !strings.Contains(id, ",") {
		return key{doi, id}
	}
	return key{}
}

// of returns a work's identifier of this kind.
func (k kind) of(w biblio.Work) string {
	switch k {
	case pmcid:
		return w.PMCID
	case pmid:
		return w.PMID
	case doi:
		return w.DOI
	}
	return ""
}

// convert asks for the ids of each kind by themselves: the converter refuses a list of several kinds.
func (c *client) convert(ctx context.Context, keys []key) map[key]registry.Answer {
	byKind := map[kind][]string{}
	for _, k := range keys {
		byKind[k.kind] = append(byKind[k.kind], k.id)
	}
	found := map[key]registry.Answer{}
	for _, k := range slices.Sorted(maps.Keys(byKind)) {
		for id, answer := range c.ofKind(ctx, k, byKind[k]) {
			found[key{k, id}] = answer
		}
	}
	return found
}

// ofKind asks for the ids of one kind, and for each alone where the converter refuses the list, or says
// of one of them what nobody understands.
func (c *client) ofKind(ctx context.Context, k kind, ids []string) map[string]registry.Answer {
	size := batch
	if k == doi {
		size = doiBatch
	}
	return registry.Gather(ids, size, func(ids []string) map[string]registry.Answer {
		return registry.Together(ids, func(string) bool { return true },
			func(ids []string) (map[string]registry.Answer, error) { return c.listed(ctx, k, ids) },
			func(id string) registry.Answer {
				found, err := c.listed(ctx, k, []string{id})
				return registry.Answer{Works: found[id].Works, Err: err}
			})
	})
}

// listed asks for ids of one kind in one request.
func (c *client) listed(ctx context.Context, k kind, ids []string) (map[string]registry.Answer, error) {
	req := registry.Request{
		Path: "/articles/", Class: api, Accept: "application/json",
		Query: registry.Set("ids", strings.Join(ids, ","), "idtype", string(k), "format", "json", "versions", "no"),
	}
	return c.http.Many(ctx, req, func(r registry.Response) (map[string]registry.Answer, error) {
		works, hidden, err := decode(r)
		if err != nil {
			return nil, err
		}
		return registry.Sorted(ids, works, k.of, hidden)
	})
}
