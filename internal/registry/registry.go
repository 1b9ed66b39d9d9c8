// Package registry holds what the clients of all registries share: the questions that a run asks
// (Query, by one of a few Kinds), the answers (Answer, Error), and the polite HTTP client beneath
// them (HTTP), which limits, retries, caches and counts. Facts about each registry stand in its own
// package. The suite that every client passes is in registry/registrytest.
package registry

import "github.com/refcheck/refcheck/internal/biblio"

// Kind is a way of asking a registry.
type Kind int

// The kinds of questions, from the cheapest and surest to the dearest.
const (
	// ByID asks for the work that carries an identifier: the one of Query.DOI, PMID, PMCID, ArXiv,
	// ISBN and URL that is set.
	ByID Kind = iota + 1
	// ByCitation asks by container, volume and first page, with year and first author to help.
	ByCitation
	// ByTitle asks by title, several titles in one request.
	ByTitle
	// BySearch asks by all that is known, as free text: one request for each.
	BySearch
	// Resolve asks whether Query.DOI exists and who registers it, and nothing more: the answer is a
	// Work with DOI and Agency alone.
	Resolve
	// Standing asks what has become of a work that is known: by Query.DOI and PMID or, where it has
	// none, by Title, Author and Year. The answer is a Work with Statuses alone, or none.
	Standing
)

// String returns the kind's name in logs and reports.
func (k Kind) String() string {
	switch k {
	case ByID:
		return "identifier"
	case ByCitation:
		return "citation"
	case ByTitle:
		return "title"
	case BySearch:
		return "search"
	case Resolve:
		return "resolution"
	case Standing:
		return "standing"
	}
	return "unknown"
}

// Query is one question about one reference. Which fields count depends on the Kind; a client
// ignores those that it has no use for.
type Query struct {
	// Identifiers in the normal form of package biblio; PMCID with its letters, URL as cited.
	DOI   string
	PMID  string
	PMCID string
	ArXiv string
	ISBN  string
	URL   string
	// Title, Container, Volume and Page as cited; Author is the first author's family name with
	// initials ("Halpern JM"), Year is 0 where unknown.
	Title     string
	Container string
	Volume    string
	Page      string
	Author    string
	Year      int
	// Text is the reference as one line for a free-text search.
	Text string
}

// Ability is one way in which a client can be asked.
type Ability struct {
	Kind Kind
	// Batch is how many queries fit in one Lookup, 1 or more.
	Batch int
	// Takes reports whether a query holds what this way needs.
	Takes func(Query) bool
	// Withheld is what the registry would need to be asked in this way ("an API key"), "" where it
	// lacks nothing. While it does, Takes reports false.
	Withheld string
}

// Answer is what a registry said to one Query. No Works and no Err is "none such here". Works are
// candidates, the registry's best first, and none of them is certain to be the one meant.
type Answer struct {
	Works []biblio.Work
	// Err says that the registry did not answer, so that nothing follows: an *Error, or the
	// context's error.
	Err error
}

// Failed returns n answers that all failed with err.
func Failed(n int, err error) []Answer {
	answers := make([]Answer, n)
	for i := range answers {
		answers[i].Err = err
	}
	return answers
}
