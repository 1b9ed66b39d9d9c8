package openlibrary

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/registry"
	"github.com/refcheck/refcheck/internal/registry/record"
)

const (
	// rows is how many works a search asks for: all editions of a book are one.
	rows = 10
	// titleWords is how many words of a title are searched at most.
	titleWords = 6
	// telling is the length from which one word of a title is enough beside its author.
	telling = 5
	// fields are those that the search is asked for: those of found.
	fields = "key,title,subtitle,alternative_title,author_name,first_publish_year,publish_year,publisher,publish_place,isbn,language"
)

// book is a title as it is searched for: its words, the longest first, and a word of the family name
// of its first author.
type book struct{ title, author string }

// titleOf returns the title to search for, by its longest words: without its subtitle, which the site
// keeps apart, unless too little is left. One word needs its author's name; the zero book is nothing
// to ask by.
func titleOf(q registry.Query) book {
	author := record.FamilyWord(q.Author)
	words := record.LongWords(q.Title)
	if main, _, ok := strings.Cut(q.Title, ": "); ok {
		if w := record.LongWords(main); len(w) > 1 || len(w) == 1 && author != "" {
			words = w
		}
	}
	if len(words) == 0 || len(words) == 1 && author == "" {
		return book{}
	}
	return book{title: strings.Join(words[:min(len(words), titleWords)], " "), author: author}
}

// loose returns the same book by the longest word of its title, the zero book where that would tell
// too little: any other word may be misprinted.
func (b book) loose() book {
	longest, _, several := strings.Cut(b.title, " ")
	if b.author == "" || !several || utf8.RuneCountInString(longest) < telling {
		return book{}
	}
	return book{title: longest, author: b.author}
}

// bySearch asks for each title, and where that finds nothing more loosely: the search wants every word.
func (c *client) bySearch(ctx context.Context, titles []book) map[book]registry.Answer {
	found := make(map[book]registry.Answer, len(titles))
	for _, b := range titles {
		found[b] = c.search(ctx, b)
		if loose := b.loose(); found[b].Err == nil && len(found[b].Works) == 0 && loose != (book{}) {
			found[b] = c.search(ctx, loose)
		}
	}
	return found
}

func (c *client) search(ctx context.Context, b book) registry.Answer {
	query := registry.Set("title", b.title, "author", b.author, "fields", fields, "limit", strconv.Itoa(rows))
	return c.http.One(ctx, searchRequest(query), decodeSearch)
}

func searchRequest(query url.Values) registry.Request {
	return registry.Request{Path: "/search.json", Query: query, Class: books, Accept: "application/json"}
}

// decodeSearch reads an answer of the search. Where the index behind it failed, it counts null.
func decodeSearch(r registry.Response) ([]biblio.Work, error) {
	var answer struct {
		Count *int              `json:"numFound"`
		Docs  []json.RawMessage `json:"docs"`
	}
	if err := json.Unmarshal(r.Body, &answer); err != nil {
		return nil, fmt.Errorf("no answer of the search: %w", err)
	}
	if r.Status != http.StatusOK {
		return nil, errors.New("the search is not there")
	}
	return record.Works(answer.Count, answer.Docs, decodeFound)
}

// decodeFound reads one work of the search.
func decodeFound(raw json.RawMessage) (biblio.Work, error) {
	var f found
	if err := json.Unmarshal(raw, &f); err != nil {
		return biblio.Work{}, fmt.Errorf("reading a work: %w", err)
	}
	w := f.work()
	if w.Title == "" {
		return biblio.Work{}, errors.New("a work has no title")
	}
	return w, nil
}
