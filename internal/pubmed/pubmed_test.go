package pubmed_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/refcheck/refcheck/internal/pubmed"
	"github.com/refcheck/refcheck/internal/registry"
	"github.com/refcheck/refcheck/internal/registry/registrytest"
)

// The articles of testdata by what the suite knows a work by: Bertakis's has no DOI.
const (
	halpern   = "10.1046/j.1525-1497.2003.21017.x"
	bertakis  = "1990046"
	wakefield = "10.1016/s0140-6736(97)11096-0"
)

// article returns a set of one article with the PMID 12911651 and what else is given.
func article(content string) string {
	return `<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>12911651</PMID><Article>` + content + `</Article></MedlineCitation></PubmedArticle></PubmedArticleSet>`
}

var oddArticles = []string{
	article(``),
	article(`<ArticleTitle>` + strings.Repeat("<i>", 500) + "x" + strings.Repeat("</i>", 500) + `</ArticleTitle>`),
	article(`<ArticleTitle>` + strings.Repeat("word ", 1<<18) + `</ArticleTitle><AuthorList><Author/><Author><LastName>` + "\u202e\u0085" + `</LastName></Author></AuthorList>`),
	article(`<ArticleTitle>&#x1b;[31m</ArticleTitle>`),
	article(`<Journal><JournalIssue><PubDate><Year>soon</Year></PubDate></JournalIssue></Journal><Pagination>7</Pagination><AuthorList>nobody</AuthorList>`),
}

// misshapen are answers of the utilities to other questions, and failures that come with HTTP 200.
var misshapen = []string{
	`<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>99</PMID></MedlineCitation></PubmedArticle></PubmedArticleSet>`,
	`<PubmedArticleSet><PubmedArticle><MedlineCitation></MedlineCitation></PubmedArticle></PubmedArticleSet>`,
	`<PubmedArticleSet><PubmedArticle>`,
	`<eSummaryResult></eSummaryResult>`,
	`{"esearchresult":{"ERROR":"Search Backend failed: Exception"}}`,
	`{"header":{"type":"esearch","version":"0.3"},"esearchresult":{"ERROR":"Empty term and query_key - nothing todo"}}`,
	`{"esearchresult":{"count":"many","idlist":[]}}`,
	`{"esearchresult":{"count":"3","idlist":[]}}`,
	`{"esearchresult":{"count":"1","idlist":[{}]}}`,
	`{"esearchresult":{"count":"1","idlist":["x"]}}`,
	`{"esearchresult":null}`,
	`journal|year`,
	"a|b|c|d|e|f|NOT_FOUND\n",
}

func TestSuite(t *testing.T) {
	registrytest.Run(t, registrytest.Harness{
		New:    pubmed.New,
		Config: pubmed.Config,
		Serve:  newFake(t).serve,
		Cases: []registrytest.Case{{
			Kind:      registry.ByID,
			Known:     []registry.Query{{PMID: "12911651"}, {PMID: "1990046"}, {PMID: "9500320"}},
			Want:      []string{halpern, bertakis, wakefield},
			Unknown:   func(n int) registry.Query { return registry.Query{PMID: fmt.Sprint(80000000 + n)} },
			Misshapen: misshapen,
			Odd:       oddArticles,
		}, {
			Kind: registry.ByCitation,
			Known: []registry.Query{
				{Container: "J Gen Intern Med", Volume: "18", Page: "670–4", Year: 2003, Author: "Halpern J"},
				{Container: "J. Fam. Pract.", Volume: "32", Page: "175", Year: 1999, Author: "Somebody E"},
			},
			Want: []string{halpern, bertakis},
			Unknown: func(n int) registry.Query {
				return registry.Query{Container: "J Gen Intern Med", Volume: "18", Page: fmt.Sprint(1000 + n)}
			},
			Misshapen: misshapen,
			Odd:       []string{"||||||ref0|12911651\nx|end|NOT_FOUND", "ref0|ref0|ref0|AMBIGUOUS ,,,\u001b\nend|x|y|z", "x|y|ref0|MAYBE\nx|y|end|NOT_FOUND"},
		}, {
			Kind: registry.ByTitle,
			Known: []registry.Query{
				{Title: "The relationship of physician medical interview style to patient satisfaction"},
				{Title: "What is clinical empathy", Author: "Halpern J", Year: 2003},
			},
			Want: []string{bertakis, halpern},
			Unknown: func(n int) registry.Query {
				return registry.Query{Title: "Nothing whatsoever about numbers " + letters(n)}
			},
			Misshapen: misshapen,
		}},
	})
}

// letters writes a number as a word.
func letters(n int) string {
	return "abcd" + strings.Map(func(r rune) rune { return r - '0' + 'a' }, fmt.Sprintf("%04d", n))
}
