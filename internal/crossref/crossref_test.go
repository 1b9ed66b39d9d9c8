package crossref_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/refcheck/refcheck/internal/crossref"
	"github.com/refcheck/refcheck/internal/registry"
	"github.com/refcheck/refcheck/internal/registry/registrytest"
)

const (
	halpern   = "10.1046/j.1525-1497.2003.21017.x"
	wakefield = "10.1016/s0140-6736(97)11096-0"
	mehra     = "10.1016/s0140-6736(20)31180-6"
	notice    = "10.1016/s0140-6736(20)31324-6"
)

// odd is content that no registry should send, in an envelope of a given type.
func odd(kind string) []string {
	records := []string{
		`{"title":7,"author":"x","issued":{"date-parts":[[null]]}}`,
		`{"DOI":"` + halpern + `","title":{"a":1},"author":[7,null,{"family":[]}],"issued":"2003","page":{},"ISSN":"x","relation":[],"updated-by":{"DOI":9}}`,
		`{"DOI":"` + halpern + `","title":["\u001b[31mred\u0000\u202e","b"],"container-title":["` + strings.Repeat("Annals ", 1<<17) + `"],"volume":"1\u0007"}`,
		`{"DOI":"` + halpern + `","title":[` + strings.Repeat("[", 1000) + strings.Repeat("]", 1000) + `]}`,
		`{"DOI":12}`, `null`, `7`, `[]`, `{}`,
	}
	var bodies []string
	for _, r := range records {
		if kind == "work-list" {
			r = `{"total-results":1,"items":[` + r + `]}`
		}
		bodies = append(bodies, `{"status":"ok","message-type":"`+kind+`","message-version":"1.0.0","message":`+r+`}`)
	}
	return bodies
}

// misshapen are answers of the API to other questions, and failures that come with HTTP 200.
var misshapen = []string{
	`{"status":"failed","message-type":"validation-failure","message":[{"type":"integer-not-valid","value":"x","message":"no"}]}`,
	`{"status":"error","message-type":"exception","message-version":"1.0.0","message":{"name":"class clojure.lang.ExceptionInfo"}}`,
	`{"status":"ok","message-type":"work-agency","message":{"DOI":"` + halpern + `","agency":{"id":"crossref"}}}`,
	`{"status":"ok","message-type":"work-list","message":[]}`,
	`{"status":"ok","message-type":"work-list","message":{"total-results":0}}`,
	`{"status":"ok","message-type":"work-list","message":{"items":null,"total-results":0}}`,
	`{"status":"ok","message-type":"work-list","message":{"items":[]}}`,
	`{"status":"ok","message-type":"work-list","message":{"items":[7],"total-results":1}}`,
	`{"status":"ok","message-type":"work","message":null}`,
	`{"status":"ok","message-type":"work","message":[]}`,
}

func TestSuite(t *testing.T) {
	registrytest.Run(t, registrytest.Harness{
		New:    crossref.New,
		Config: crossref.Config,
		Serve:  newFake(t).serve,
		Cases: []registrytest.Case{{
			Kind:    registry.ByID,
			Known:   []registry.Query{{DOI: wakefield}, {DOI: halpern}, {DOI: notice}},
			Want:    []string{wakefield, halpern, notice},
			Unknown: func(n int) registry.Query { return registry.Query{DOI: fmt.Sprintf("10.1000/none.%d", n)} },
			Misshapen: append([]string{
				`{"status":"ok","message-type":"work-list","message":{"total-results":1,"items":[{"DOI":"10.1000/other","title":["Other"]}]}}`,
				`{"status":"ok","message-type":"work-list","message":{"total-results":1,"items":[{"title":["No DOI"]}]}}`,
			}, misshapen...),
			Odd: append(odd("work"), odd("work-list")...),
		}, {
			Kind: registry.BySearch,
			Known: []registry.Query{
				{Text: "Halpern J. What is clinical empathy? J Gen Intern Med 2003;18:670-4"},
				{Text: "Mehra MR. Retraction—Hydroxychloroquine or chloroquine with or without a macrolide for treatment of COVID-19: a multinational registry analysis. Lancet 2020"},
			},
			Want: []string{halpern, notice},
			Unknown: func(n int) registry.Query {
				return registry.Query{Text: fmt.Sprintf("Smith A. Nothing, volume %d.", n)}
			},
			Misshapen: misshapen,
			Odd:       odd("work-list"),
		}},
	})
}
