package medline

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/registry/registrytest"
)

func decodeFile(t *testing.T, name string) []biblio.Work {
	t.Helper()
	body, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	works, err := Decode(body)
	if err != nil {
		t.Fatal(err)
	}
	return works
}

func TestDecode(t *testing.T) {
	want := []biblio.Work{{
		Item: biblio.Item{
			Type: biblio.ArticleJournal, PMID: "11111111", PMCID: "PMC7654321", DOI: "10.1000/right",
			Title:     "Growth of E. coli in H2O when p<0.05",
			Container: "Acta exempla : the journal of examples", ContainerShort: "Acta Exempl.",
			Authors: []biblio.Name{
				{Family: "Müller-Lüdenscheidt", Given: "Anna Maria", Suffix: "3rd"}, {Family: "Smith", Given: "J"}, {Literal: "The Example Study Group"},
			},
			Volume: "12", Issue: "3-4", Pages: "7196-9", Issued: biblio.Date{Year: 1998}, Language: "eng", ISSN: []string{"1234-5679"},
		},
		Containers: []string{"Acta exempla : the journal of examples", "Acta Exempl.", "Acta Exempl"},
		Years:      []int{1998, 1999, 1997}, AuthorsCut: true,
		Statuses: []biblio.Status{
			{Kind: biblio.Retracted, Date: "2001", Notice: "10.1000/retraction", Source: Name},
			{Kind: biblio.Corrected, Date: "1999", Notice: "pmid:33333333", Source: Name},
			{Kind: biblio.ExpressionOfConcern, Date: "2000", Source: Name},
		},
	}, {
		Item: biblio.Item{
			Type: biblio.ArticleJournal, PMID: "22222222", Title: "The retraction of the growth of E. coli", Container: "Acta exempla",
			ContainerShort: "Acta Exempl", Volume: "15", Pages: "e123", Issued: biblio.Date{Year: 2001}, Language: "ger",
		},
		OtherTitles: []string{"Die Rücknahme des Wachstums von E. coli"}, Containers: []string{"Acta exempla", "Acta Exempl"},
		Years: []int{2001}, ArticleNumber: "e123",
	}, {
		Item: biblio.Item{
			Type: biblio.Preprint, PMID: "44444444", Title: "Ein Vorabdruck", Container: "bioRxiv : the preprint server for biology",
			ContainerShort: "bioRxiv", Issued: biblio.Date{Year: 2020, Month: 8, Day: 9}, Language: "ger",
		},
		Containers: []string{"bioRxiv : the preprint server for biology", "bioRxiv"}, Years: []int{2020},
		PublishedAs: "10.1000/published",
		Statuses: []biblio.Status{
			{Kind: biblio.Superseded, Date: "2021", Notice: "10.1000/published", Source: Name}, {Kind: biblio.Retracted, Source: Name},
		},
	}, {
		Item: biblio.Item{
			Type: biblio.Chapter, PMID: "55555555", DOI: "10.1000/chapter", Title: "A Chapter", Container: "Examples in Medicine", Collection: "Guidance",
			Authors: []biblio.Name{{Family: "Writer", Given: "Wanda"}}, Editors: []biblio.Name{{Family: "Editor", Given: "Ed"}},
			Issued: biblio.Date{Year: 2009, Month: 2}, Volume: "2", Edition: "3rd", Publisher: "Example House", Place: "Town (UK)",
			Language: "eng", ISBN: []string{"9781860163593"},
		},
		Containers: []string{"Examples in Medicine"}, Years: []int{2009, 1993},
	}, {
		Item: biblio.Item{
			Type: biblio.Book, PMID: "66666666", Title: "A Book of Its Own", Authors: []biblio.Name{{Literal: "Collaborating Centre"}}, Issued: biblio.Date{Year: 2009},
		},
		Years: []int{2009},
	}}
	for i := range want {
		want[i].Registry = Name
	}
	if diff := cmp.Diff(want, decodeFile(t, "testdata/quirks.xml")); diff != "" {
		t.Error(diff)
	}
}

func TestPagesOfRecords(t *testing.T) {
	for _, test := range []struct {
		in   pages
		want string
	}{
		{pages{Medline: "7196-9", First: "7196", Last: "7199"}, "7196-9"},
		{pages{First: "12", Last: "15"}, "12-15"},
		{pages{First: "12", Last: "12"}, "12"},
		{pages{Medline: "e123"}, "e123"},
		{pages{Medline: "S12-8"}, "S12-8"},
		{pages{Medline: "12-15; discussion 16"}, "12-15; discussion 16"},
		{pages{Medline: "[4 p.]"}, ""},
		{pages{Medline: "12 p"}, ""},
		{pages{Medline: "suppl:1-12"}, "1-12"},
		{pages{}, ""},
	} {
		if got := test.in.text(); got != test.want {
			t.Errorf("%+v gives %q, want %q", test.in, got, test.want)
		}
	}
}

func TestDate(t *testing.T) {
	for _, test := range []struct {
		in    date
		want  biblio.Date
		years []int
	}{
		{date{Year: "2003", Month: "Aug", Day: "1"}, biblio.Date{Year: 2003, Month: 8, Day: 1}, []int{2003}},
		{date{Year: "2003", Month: "08"}, biblio.Date{Year: 2003, Month: 8}, []int{2003}},
		{date{Year: "2003", Day: "5"}, biblio.Date{Year: 2003}, []int{2003}},
		{date{Year: "2003", Month: "13", Day: "99"}, biblio.Date{Year: 2003}, []int{2003}},
		{date{Medline: "2019 Sep/Oct"}, biblio.Date{Year: 2019}, []int{2019}},
		{date{Medline: "1975-1976"}, biblio.Date{Year: 1975}, []int{1975, 1976}},
		{date{Medline: "Winter"}, biblio.Date{}, nil},
		{date{}, biblio.Date{}, nil},
	} {
		if got := test.in.date(); got != test.want {
			t.Errorf("%+v gives %v, want %v", test.in, got, test.want)
		}
		if diff := cmp.Diff(test.years, years(test.in)); diff != "" {
			t.Errorf("%+v: %s", test.in, diff)
		}
	}
}

// A retraction is of the work, not by it; AddTitleStatus and the publication type add none twice.
func TestRecordedRetractions(t *testing.T) {
	for _, w := range decodeFile(t, "../pubmed/testdata/articles.xml") {
		want := 0
		if w.PMID == "32450107" || w.PMID == "9500320" {
			want = 1
		}
		got := 0
		for _, s := range w.Statuses {
			if s.Kind == biblio.Retracted {
				got++
			}
		}
		if got != want {
			t.Errorf("%s: %+v", w.PMID, w.Statuses)
		}
	}
}

// TestRecorded reads real answers that public projects recorded, of efetch and of other utilities.
func TestRecorded(t *testing.T) {
	var sets, works, titled, named, paged, dois, others int
	for name, body := range registrytest.Recorded(t, os.Getenv("REFCHECK_SHARED"), "pubmed-eutils") {
		list, err := Decode(body)
		if err != nil {
			others++
			t.Logf("%s: %v", filepath.Base(name), err)
			continue
		}
		sets++
		for _, w := range list {
			registrytest.CheckText(t, w)
			works++
			for _, count := range []struct {
				into *int
				is   bool
			}{{&titled, w.Title != ""}, {&named, len(w.Authors) > 0}, {&paged, w.Pages != ""}, {&dois, w.DOI != ""}} {
				if count.is {
					*count.into++
				}
			}
		}
	}
	t.Logf("%d sets, %d works: %d with a title, %d with authors, %d with pages, %d with a DOI; %d answers of other kinds", sets, works, titled, named, paged, dois, others)
	if sets < 150 || works < 150 || titled < works*95/100 || named < works*9/10 || dois < works*8/10 || others > 60 {
		t.Error("too few: the recordings hold more")
	}
}

// The seeds are small: it is their parts that are to be shuffled.
func FuzzRecords(f *testing.F) {
	for _, record := range []string{
		`<PubmedArticle><MedlineCitation><PMID Version="1">1</PMID><Article><ArticleTitle>[A <i>b</i>].</ArticleTitle><VernacularTitle>B</VernacularTitle></Article></MedlineCitation></PubmedArticle>`,
		`<PubmedArticle><MedlineCitation><PMID>2</PMID><Article><Journal><JournalIssue><PubDate><MedlineDate>1998 Dec-1999 Jan</MedlineDate></PubDate></JournalIssue></Journal><Pagination><MedlinePgn>suppl:1-12</MedlinePgn></Pagination></Article></MedlineCitation></PubmedArticle>`,
		`<PubmedArticle><MedlineCitation><PMID>3</PMID><CommentsCorrectionsList><CommentsCorrections RefType="RetractionIn"><RefSource>J 2001</RefSource></CommentsCorrections></CommentsCorrectionsList></MedlineCitation></PubmedArticle>`,
		`<PubmedBookArticle><BookDocument><PMID>4</PMID><Book><BookTitle>B</BookTitle><AuthorList Type="editors"><Author><LastName>E</LastName></Author></AuthorList></Book></BookDocument></PubmedBookArticle>`,
	} {
		f.Add([]byte("<PubmedArticleSet>" + record + "</PubmedArticleSet>"))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		works, err := Decode(body)
		if err != nil && len(works) > 0 {
			t.Error("works with an error")
		}
		for _, w := range works {
			if w.PMID == "" {
				t.Error("a work without a PMID")
			}
			registrytest.CheckText(t, w)
		}
	})
}
