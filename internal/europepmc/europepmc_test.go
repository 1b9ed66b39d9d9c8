package europepmc_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/refcheck/refcheck/internal/europepmc"
	"github.com/refcheck/refcheck/internal/registry"
	"github.com/refcheck/refcheck/internal/registry/registrytest"
)

const (
	abscopal  = "10.1016/s0140-6736(24)02600-x"
	wakefield = "10.1016/s0140-6736(97)11096-0"
	redMeat   = "10.1101/2025.06.13.25329599"
	chek2     = "40440438"
)

// misshapen are failures that come with HTTP 200, and answers to other questions.
var misshapen = []string{
	`{"version":"6.9","hitCount":1,"resultList":{"result":[]}}`,
	`{"version":"6.9","hitCount":1,"resultList":{"result":[{}]}}`,
	`{"version":"6.9","hitCount":1,"resultList":{"result":[7]}}`,
	`{"version":"6.9","hitCount":1,"resultList":{}}`,
	`{"version":"6.9","hitCount":1,"resultList":null}`,
	`{"version":"6.9","hitCount":-1,"resultList":{"result":[]}}`,
	`{"version":"6.9","resultList":{"result":[]}}`,
	`{"version":"6.9","hitCount":0}`,
	`<?xml version="1.0"?><responseWrapper><hitCount>0</hitCount></responseWrapper>`,
	`This API is temporarily unavailable due to maintenance.`,
}

var otherWorks = []string{`{"hitCount":1,"resultList":{"result":[{"id":"1","source":"MED","doi":"10.1000/other","title":"Other"}]}}`}

// odd is content that no registry should send.
func odd() []string {
	var bodies []string
	for _, record := range []string{
		`"title":7,"authorString":{},"authorList":[],"journalInfo":"x","pubTypeList":7,"pubYear":[],"commentCorrectionList":"x"`,
		`"title":"\u001b[31mred\u0000\u202e","authorString":"` + strings.Repeat("Smith J, ", 1<<16) + `","pageInfo":"1\u0007","journalTitle":"` + strings.Repeat("J ", 1<<18) + `"`,
		`"title":` + strings.Repeat("[", 1000) + strings.Repeat("]", 1000),
		`"authorList":{"author":[7,null,{"lastName":[]},{"fullName":"\u202e\u0085"}]}`,
	} {
		bodies = append(bodies, `{"hitCount":1,"resultList":{"result":[{"id":"39709209\u0000","source":"MED\u202e","pmid":"39709209","doi":"`+abscopal+`",`+record+`}]}}`)
	}
	return bodies
}

func harness(t *testing.T) registrytest.Harness {
	t.Helper()
	return registrytest.Harness{
		New:    europepmc.New,
		Config: europepmc.Config,
		Serve:  newFake(t).serve,
		Cases: []registrytest.Case{{
			Kind:  registry.ByID,
			Known: []registry.Query{{DOI: abscopal}, {PMID: chek2}, {PMCID: "PMC12124214"}, {DOI: redMeat}},
			Want:  []string{abscopal, chek2, "10.1016/s0140-6736(24)02716-8", redMeat},
			Unknown: func(n int) registry.Query {
				return []registry.Query{{DOI: fmt.Sprintf("10.1000/none.%d", n)}, {PMID: fmt.Sprint(80000000 + n)}, {DOI: fmt.Sprintf("10.1000/%s.%d", strings.Repeat("long", 20), n)}}[n%3]
			},
			Misshapen: append(otherWorks, misshapen...),
			Odd:       odd(),
		}, {
			Kind: registry.BySearch,
			Known: []registry.Query{
				{Title: "Abscopal response in a patient with fibrolamellar hepatocellular carcinoma: a case report"},
				{Title: "CHEK2-related", Author: "Hanson H"},
				{Container: "Lancet", Volume: "351", Page: "637–41"},
			},
			Want: []string{abscopal, chek2, wakefield},
			Unknown: func(n int) registry.Query {
				return registry.Query{Title: fmt.Sprintf("Nothing whatsoever about number%d", n)}
			},
			Misshapen: misshapen,
			Odd:       odd(),
		}},
	}
}

func TestSuite(t *testing.T) { registrytest.Run(t, harness(t)) }

func TestTranscribed(t *testing.T) {
	registrytest.Transcribed(t, harness(t), os.Getenv("REFCHECK_SHARED"), europepmc.Name, registry.ByID, registry.Query{PMID: "1"}, map[string]registry.Failure{
		"/search?query=(empty)":                   registry.Refused,
		"/search?pageSize=1001":                   registry.Refused,
		"/MED/{id}/references during maintenance": registry.Down,
	})
}

// asked returns a client of a registry that answers as do says, and the queries that it was asked.
func asked(t *testing.T, do http.HandlerFunc) (client *registry.Client, queries *[]string) {
	t.Helper()
	queries = &[]string{}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm()
		*queries = append(*queries, r.Method+" "+r.Form.Get("query"))
		do(w, r)
	}))
	t.Cleanup(s.Close)
	var free float64
	return europepmc.New(registry.New(europepmc.Config(registry.Access{URL: s.URL, Rate: &free, Concurrency: 1}))), queries
}

// Twenty-five identifiers are one request, posted where its address would be long.
func TestBatch(t *testing.T) {
	client, queries := asked(t, newFake(t).serve)
	batch := make([]registry.Query, 25)
	for i := range batch {
		batch[i].DOI = fmt.Sprintf("10.1000/a.doi.of.rather.more.than.usual.%03d", i)
	}
	batch[7].DOI = abscopal
	answers := client.Lookup(t.Context(), registry.ByID, batch)
	for i, a := range answers {
		if a.Err != nil || len(a.Works) != map[bool]int{true: 1}[i == 7] {
			t.Errorf("answer %d: %+v", i, a)
		}
	}
	if len(*queries) != 1 || !strings.HasPrefix((*queries)[0], `POST DOI:"10.1000/`) || len((*queries)[0]) > 1500 {
		t.Errorf("%q", *queries)
	}
}

// A batch with which the service finds fault is asked for one by one.
func TestBadBatch(t *testing.T) {
	fake := newFake(t)
	client, queries := asked(t, func(w http.ResponseWriter, r *http.Request) {
		if strings.Contains(r.Form.Get("query"), " OR ") {
			_, _ = w.Write([]byte(`{"errCode":404,"errMsg":"No search criteria provided. Please provide a search criteria which is less than 1500 characters."}`))
			return
		}
		fake.serve(w, r)
	})
	answers := client.Lookup(t.Context(), registry.ByID, []registry.Query{{DOI: abscopal}, {PMID: "1"}})
	if len(answers[0].Works) != 1 || answers[1].Err != nil || len(answers[1].Works) > 0 || len(*queries) != 3 {
		t.Errorf("%+v after %q", answers, *queries)
	}
}
