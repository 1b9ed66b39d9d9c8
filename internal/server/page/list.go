package page

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/refcheck/refcheck/internal/fold"
)

// Question says which references of a list are shown: those of a kind, which hold all words, and which
// page of them, from 1.
type Question struct {
	Show, Search string
	Page         int
}

// All reports whether references of every kind are shown.
func (q Question) All() bool { return q.Show == "" || q.Show == all }

// Cut returns those of the references found that are on the page.
func (q Question) Cut(found []int) []int {
	first := min(max(q.Page-1, 0)*PageSize, len(found))
	return found[first:min(first+PageSize, len(found))]
}

// Holds returns what tells whether a reference, or its work, holds all words of the search.
func (q Question) Holds() func(Reference) bool {
	words := fold.Words(q.Search)
	return func(r Reference) bool {
		key := fold.Key(strings.Join(searched(r), " "))
		return !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(key, w) })
	}
}

// searched are the texts that a search goes through.
func searched(r Reference) []string {
	texts := []string{r.Reference.ID, r.Reference.Raw, r.Reference.Title, r.Reference.Container, r.Reference.DOI}
	if r.Match != nil {
		texts = append(texts, r.Match.Work.Title, r.Match.Work.Container, r.Match.Work.DOI)
		for _, a := range r.Match.Work.Authors {
			texts = append(texts, a.String())
		}
	}
	return texts
}

// PageSize is how many references are shown at a time.
const PageSize = 100

// all is the kind of every reference.
const all = "all"

// waiting is the kind, and in place of the verdict, of those that are not decided.
const waiting = "waiting"

// List is a page of references.
type List struct {
	Question
	// First and Last count the shown ones among the Found.
	First, Last, Found int
	Pages              []int
	Entries            []Entry
}

// NewList returns the page of a list that a question asks for: these of so many found ones.
func NewList(q Question, found int, shown []Reference) List {
	q.Page = max(1, q.Page)
	l := List{Question: q, Found: found, First: min(found, (q.Page-1)*PageSize+1), Last: min(found, (q.Page-1)*PageSize+len(shown))}
	for n := range (found + PageSize - 1) / PageSize {
		l.Pages = append(l.Pages, n+1)
	}
	for _, r := range shown {
		l.Entries = append(l.Entries, NewEntry(r))
	}
	return l
}

// Share is one verdict among all: a bar of so many thousandths.
type Share struct {
	Kind         string
	Count, Width int
}

// shares are those of the verdicts, and of what has none while the check goes on.
func shares(c Check) []Share {
	s := c.Summary
	list := []Share{{Kind: "verified", Count: s.Verified}, {Kind: "mismatched", Count: s.Mismatched}, {Kind: "not_found", Count: s.NotFound}, {Kind: "unchecked", Count: s.Unchecked}}
	if c.Running {
		list = append(list, Share{Kind: waiting, Count: s.Total - c.Decided})
	}
	for i := range list {
		list[i].Width = list[i].Count * 1000 / max(1, s.Total)
	}
	return list
}

// Filter is a way to see some of the references alone. Key names its text.
type Filter struct {
	Kind, Key string
	Count     int
	Chosen    bool
}

// filters are those of a check.
func filters(c Check) []Filter {
	list := []Filter{{Kind: all, Key: "list.all", Count: c.Summary.Total}, {Kind: "attention", Key: "list.attention", Count: c.Health.Attention}}
	for _, s := range shares(c) {
		list = append(list, Filter{Kind: s.Kind, Key: "verdict." + s.Kind, Count: s.Count})
	}
	list = append(list, Filter{Kind: "retracted", Key: "list.retracted", Count: c.Summary.Retracted})
	for i := range list {
		list[i].Chosen = list[i].Kind == c.List.Show || i == 0 && c.List.Show == ""
	}
	return list
}

// Link leads to a page of a list, or says that some are left out.
type Link struct {
	Number    int
	Address   string
	Here, Gap bool
}

// pager links the first page, the last, and those around the one that is shown.
func pager(c Check) []Link {
	const around = 2
	var links []Link
	for _, n := range c.List.Pages {
		far := n > 1 && n < len(c.List.Pages) && (n < c.List.Page-around || n > c.List.Page+around)
		switch {
		case !far:
			links = append(links, Link{Number: n, Address: c.Path + c.List.query(n), Here: n == c.List.Page})
		case !links[len(links)-1].Gap:
			links = append(links, Link{Gap: true})
		}
	}
	return links
}

// query returns the part of an address that asks the same question for another page.
func (q Question) query(page int) string {
	values := url.Values{}
	if q.Show != "" && q.Show != all {
		values.Set("show", q.Show)
	}
	if q.Search != "" {
		values.Set("q", q.Search)
	}
	values.Set("page", strconv.Itoa(page))
	return "?" + values.Encode()
}
