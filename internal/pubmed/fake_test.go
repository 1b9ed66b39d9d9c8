package pubmed_test

import (
	"fmt"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	articleText = regexp.MustCompile(`(?s)<PubmedArticle>.*?</PubmedArticle>`)
	pmidText    = regexp.MustCompile(`<PMID[^>]*>(\d+)</PMID>`)
	titleText   = regexp.MustCompile(`<ArticleTitle>(.*?)</ArticleTitle>`)
	journalText = regexp.MustCompile(`<MedlineTA>(.*?)</MedlineTA>`)
	volumeText  = regexp.MustCompile(`<Volume>(.*?)</Volume>`)
	pageText    = regexp.MustCompile(`<MedlinePgn>(\w+)`)
	wordText    = regexp.MustCompile(`\w+`)
)

// fake is PubMed with the articles of testdata.
type fake struct {
	articles []string
}

func newFake(t *testing.T) *fake {
	t.Helper()
	data, err := os.ReadFile("testdata/articles.xml")
	if err != nil {
		t.Fatal(err)
	}
	return &fake{articles: articleText.FindAllString(string(data), -1)}
}

func group(re *regexp.Regexp, s string) string {
	if m := re.FindStringSubmatch(s); m != nil {
		return m[1]
	}
	return ""
}

// serve answers efetch, ecitmatch and esearch.
func (f *fake) serve(w http.ResponseWriter, r *http.Request) {
	_ = r.ParseForm()
	switch {
	case r.Form.Get("db") != "pubmed", r.Form.Get("tool") != "refcheck":
		w.WriteHeader(http.StatusBadRequest)
	case r.URL.Path == "/efetch.fcgi":
		f.fetch(w, strings.Split(r.Form.Get("id"), ","))
	case r.URL.Path == "/ecitmatch.cgi":
		f.match(w, r.Form.Get("bdata"))
	case r.URL.Path == "/esearch.fcgi":
		f.search(w, r.Form.Get("term"))
	default:
		w.WriteHeader(http.StatusNotFound)
		_, _ = w.Write([]byte("<html><body>404</body></html>"))
	}
}

func (f *fake) fetch(w http.ResponseWriter, ids []string) {
	_, _ = w.Write([]byte("<?xml version=\"1.0\" ?>\n<!DOCTYPE PubmedArticleSet PUBLIC \"-//NLM//DTD PubMedArticle, 1st January 2025//EN\" \"x.dtd\">\n<PubmedArticleSet>"))
	for _, a := range f.articles {
		if slices.Contains(ids, group(pmidText, a)) {
			_, _ = w.Write([]byte(a))
		}
	}
	_, _ = w.Write([]byte("</PubmedArticleSet>"))
}

// match goes by journal, volume and page alone, as the real one does.
func (f *fake) match(w http.ResponseWriter, data string) {
	for line := range strings.SplitSeq(data, "\r") {
		columns := strings.Split(line, "|")
		outcome := "NOT_FOUND"
		for _, a := range f.articles {
			if strings.EqualFold(columns[0], group(journalText, a)) && columns[2] == group(volumeText, a) && columns[3] == group(pageText, a) {
				outcome = group(pmidText, a)
			}
		}
		_, _ = fmt.Fprintf(w, "%s%s\n", line, outcome)
	}
}

// search finds the articles whose titles have all words of one bracket.
func (f *fake) search(w http.ResponseWriter, term string) {
	var ids []string
	for _, a := range f.articles {
		words := wordText.FindAllString(strings.ToLower(group(titleText, a)), -1)
		for bracket := range strings.SplitSeq(term, " OR ") {
			asked := regexp.MustCompile(`(\w+)\[ti\]`).FindAllStringSubmatch(bracket, -1)
			missing := slices.ContainsFunc(asked, func(m []string) bool { return !slices.Contains(words, m[1]) })
			if id := `"` + group(pmidText, a) + `"`; len(asked) > 0 && !missing && !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
	}
	_, _ = fmt.Fprintf(w, `{"header":{"type":"esearch","version":"0.3"},"esearchresult":{"count":"%d","retmax":"20","retstart":"0","idlist":[%s],`+
		`"translationset":[],"translationstack":[{"term":"x"},"GROUP"],"querytranslation":"x"}}`, len(ids), strings.Join(ids, ","))
}
