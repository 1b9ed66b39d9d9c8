package registry

import (
	"context"
	"fmt"
)

// Client asks one registry in its Ways. It is safe for concurrent use.
type Client struct {
	http *HTTP
	ways []Way
}

// NewClient returns a client that asks through h, in one way for each Kind.
func NewClient(h *HTTP, ways ...Way) *Client { return &Client{http: h, ways: ways} }

// Name returns the registry's name, as in the Config of its HTTP.
func (c *Client) Name() string { return c.http.name }

// Stats returns what was asked so far.
func (c *Client) Stats() Stats { return c.http.Stats() }

// Abilities says what the registry can be asked by.
func (c *Client) Abilities() []Ability {
	abilities := make([]Ability, len(c.ways))
	for i, w := range c.ways {
		abilities[i] = w.Ability
	}
	return abilities
}

// Recall returns the answers that are kept on this machine; known says which these are.
func (c *Client) Recall(ctx context.Context, kind Kind, queries []Query) (answers []Answer, known []bool) {
	return c.http.memory.recall(ctx, kind, queries)
}

// Lookup answers each query, in order: from memory what it can, and what it must ask for it keeps.
// Longer lists than the ability's batch are asked in several lots. A query that holds nothing to ask
// by, or asks in a way that the registry does not know, has failed: nothing was asked, so nothing
// follows.
func (c *Client) Lookup(ctx context.Context, kind Kind, queries []Query) []Answer {
	answers, known := c.Recall(ctx, kind, queries)
	var open []Query
	for i, q := range queries {
		if !known[i] {
			open = append(open, q)
		}
	}
	asked := c.ask(ctx, kind, open)
	for i, q := range queries {
		if !known[i] {
			answers[i], asked = asked[0], asked[1:]
			c.http.memory.keep(ctx, kind, q, answers[i])
		}
	}
	return answers
}

// ask answers each query without the memory.
func (c *Client) ask(ctx context.Context, kind Kind, queries []Query) []Answer {
	for _, w := range c.ways {
		if w.Kind == kind {
			return w.answer(ctx, c.Name(), queries)
		}
	}
	return Failed(len(queries), &Error{Registry: c.Name(), Failure: Refused, Err: fmt.Errorf("cannot be asked by %s", kind)})
}

// Way is an Ability with what answers it.
type Way struct {
	Ability
	answer func(ctx context.Context, name string, queries []Query) []Answer
}

// Withheld returns the way as one in which the registry is not asked, for want of something.
func (w Way) Withheld(want string) Way {
	w.Ability.Withheld = want
	w.Takes = func(Query) bool { return false }
	w.answer = func(_ context.Context, name string, queries []Query) []Answer {
		return Failed(len(queries), &Error{Registry: name, Failure: Refused, Err: fmt.Errorf("is not asked by %s without %s", w.Kind, want)})
	}
	return w
}

// NewWay returns the way of asking for keys, as works are asked for by DOI. key returns a query's
// key, or the zero K where the query holds none; equal keys are asked for once. ask gets batch keys
// at most, the lots side by side; a key that its answer lacks is absent from the registry.
func NewWay[K comparable](kind Kind, batch int, key func(Query) K, ask func(context.Context, []K) map[K]Answer) Way {
	var none K
	return Way{
		Ability: Ability{Kind: kind, Batch: batch, Takes: func(q Query) bool { return key(q) != none }},
		answer: func(ctx context.Context, name string, queries []Query) []Answer {
			keys := make([]K, 0, len(queries))
			for _, q := range queries {
				if k := key(q); k != none {
					keys = append(keys, k)
				}
			}
			found := Gather(keys, batch, func(keys []K) map[K]Answer { return ask(ctx, keys) })
			answers := make([]Answer, len(queries))
			for i, q := range queries {
				if k := key(q); k != none {
					answers[i] = found[k]
				} else {
					answers[i].Err = nothingToAsk(name)
				}
			}
			return answers
		},
	}
}

// Withheld returns the client of a registry that is not asked at all, for want of something.
func Withheld(name, want string) *Client {
	way := NewWay(ByID, 1, func(q Query) string { return q.DOI }, nil).Withheld(want)
	return NewClient(New(Config{Name: name}), way)
}
