package arxiv

import (
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/registry"
	"github.com/refcheck/refcheck/internal/registry/registrytest"
)

// one returns a feed of one entry.
func one(content string) registry.Response {
	return registry.Response{Status: http.StatusOK, Body: []byte(`<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom">
		<opensearch:totalResults>1</opensearch:totalResults><entry><id>http://arxiv.org/abs/1706.03762v7</id>` + content + `</entry></feed>`)}
}

func TestDecodeFeed(t *testing.T) {
	for _, test := range []struct {
		name, entry string
		want        biblio.Work
	}{
		{"preprint", `<title>Attention Is
			All You   Need</title><updated>2023-08-02T00:41:18Z</updated><published>2017-06-12T17:57:34Z</published><summary>Text.</summary>
			<author><name>Ashish Vaswani</name><arxiv:affiliation>Google</arxiv:affiliation></author><author><name>Aidan N. Gomez</name></author><arxiv:comment>15 pages</arxiv:comment>`,
			biblio.Work{Item: biblio.Item{Title: "Attention Is All You Need", Issued: biblio.Date{Year: 2017, Month: 6, Day: 12},
				Authors: []biblio.Name{{Family: "Vaswani", Given: "Ashish"}, {Family: "Gomez", Given: "Aidan N."}}}, Years: []int{2017, 2023}}},
		{"published", `<title>T</title><published>2007-01-01T00:00:00Z</published><updated>2007-01-01T00:00:00Z</updated>
			<arxiv:doi>10.1016/J.PHYSLETB.2003.08.045 10.1000/second</arxiv:doi><arxiv:journal_ref>Phys.Lett.B573:94-100,2003</arxiv:journal_ref>`,
			biblio.Work{Item: biblio.Item{Title: "T", Issued: biblio.Date{Year: 2007, Month: 1, Day: 1}, Note: "Phys.Lett.B573:94-100,2003"},
				Years: []int{2007, 2003}, PublishedAs: "10.1016/j.physletb.2003.08.045"}},
		{"groups", `<author><name>The ATLAS Collaboration</name></author><author><name>:</name></author><author><name>G. Aad</name></author>`,
			biblio.Work{Item: biblio.Item{Authors: []biblio.Name{{Literal: "The ATLAS Collaboration"}, {Family: "Aad", Given: "G."}}}}},
		{"formulas", `<title>Measurement of $K^+$ in Schr\"odinger &amp; more</title>`, biblio.Work{Item: biblio.Item{Title: "Measurement of K+ in Schrödinger & more"}}},
		{"withdrawn", `<updated>2019-03-04T00:00:00Z</updated><arxiv:comment>This paper has been withdrawn by the author due to a crucial error</arxiv:comment>`,
			biblio.Work{Years: []int{2019}, Statuses: []biblio.Status{{Kind: biblio.Withdrawn, Date: "2019-03-04", Source: Name}}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			test.want.Registry, test.want.Type, test.want.ArXiv, test.want.DOI, test.want.Publisher = Name, biblio.Preprint, "1706.03762", "10.48550/arxiv.1706.03762", "arXiv"
			got, err := decodeFeed(one(test.entry))
			if err != nil || len(got.works) != 1 || got.hidden() != 0 {
				t.Fatalf("%+v, %v", got, err)
			}
			if diff := cmp.Diff(test.want, got.works[0]); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestWithdrawn(t *testing.T) {
	for comment, want := range map[string]bool{
		"Withdrawn":                                 true,
		"withdrawn by authors":                      true,
		"This paper has been withdrawn":             true,
		"This paper has been temporarily withdrawn": true,
		"12 pages. This paper is withdrawn due to an error in Lemma 3":           true,
		"This submission has been withdrawn by arXiv administrators due to ...":  true,
		"arXiv admin note: This submission has been withdrawn due to a conflict": true,
		"Paper withdrawn": true,
		"The paper has been withdrawn because of overlap": true,
		"v2: withdrawn theorem restored":                  false,
		"How money is withdrawn from banks, 3 figures":    false,
		"15 pages, submitted to ICML":                     false,
		"":                                                false,
	} {
		if got := withdrawn.MatchString(comment); got != want {
			t.Errorf("%q: %v", comment, got)
		}
	}
}

func TestTitleTerm(t *testing.T) {
	for _, test := range []struct {
		in   registry.Query
		want string
	}{
		{registry.Query{Title: "Heat-bath random walks with Markov bases"}, "(ti:random AND ti:markov AND ti:walks AND ti:bases AND ti:heat)"},
		{registry.Query{Title: "Heat-bath random walks with Markov bases", Author: "Stanley C"},
			"((ti:random AND ti:markov AND ti:walks AND ti:bases AND ti:heat) OR ((ti:walks AND ti:bases AND ti:heat) AND au:stanley))"},
		{registry.Query{Title: "Deep learning for vision", Author: "LeCun Y"}, "(ti:learning AND ti:vision AND ti:deep)"},
		{registry.Query{Title: "Kademlia", Author: "Maymounkov P"}, "((ti:kademlia) AND au:maymounkov)"},
		{registry.Query{Title: "Kademlia"}, ""},
		{registry.Query{Author: "Maymounkov P", Text: "Kademlia"}, ""},
		{registry.Query{Title: `A "quoted" ti:x OR ANDNOT (y)`}, "(ti:quoted AND ti:andnot AND ti:ti AND ti:x AND ti:y)"},
	} {
		if got := titleTerm(test.in); got != test.want {
			t.Errorf("%+v gives\n\t%s, want\n\t%s", test.in, got, test.want)
		}
	}
}

// TestRecorded reads real answers that a public project recorded: every entry is a work, but for one
// error.
func TestRecorded(t *testing.T) {
	feeds, refused, works, dated, published := 0, 0, 0, 0, 0
	for name, body := range registrytest.Recorded(t, os.Getenv("REFCHECK_SHARED"), "arxiv") {
		f, err := decodeFeed(registry.Response{Status: http.StatusOK, Body: body})
		if strings.Contains(name, "id_abc") {
			refused++
			if err == nil || !strings.Contains(err.Error(), "incorrect id format for abc") {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		if err != nil || f.broken != 0 {
			t.Errorf("%s: %d broken, %v", name, f.broken, err)
		}
		feeds++
		for _, w := range f.works {
			works++
			registrytest.CheckText(t, w)
			if w.Title != "" && len(w.Authors) > 0 && w.Issued.Year != 0 && biblio.ArXivDate(w.ArXiv).Year != 0 {
				dated++
			}
			if w.PublishedAs != "" {
				published++
			}
		}
	}
	t.Logf("%d feeds, %d works, %d with title, authors and year, %d published, %d refusals", feeds, works, dated, published, refused)
	if feeds != 19 || refused != 1 || works != 221 || dated != works || published != 60 {
		t.Error("the recordings hold more")
	}
}

func FuzzDecode(f *testing.F) {
	for _, name := range []string{"modern", "old", "none", "error"} {
		data, err := os.ReadFile("testdata/" + name + ".xml")
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add(one(`<title>a<b>b</b></title><author><name>:</name></author><arxiv:comment>withdrawn</arxiv:comment>`).Body)
	f.Fuzz(func(t *testing.T, body []byte) {
		feed, err := decodeFeed(registry.Response{Status: http.StatusOK, Body: body})
		if err != nil && len(feed.works) > 0 {
			t.Error("works with an error")
		}
		for _, w := range feed.works {
			if w.ArXiv == "" {
				t.Error("a work without an id")
			}
			registrytest.CheckText(t, w)
		}
	})
}
