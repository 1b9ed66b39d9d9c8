package main

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"
)

// world answers like Crossref, PubMed and doi.org, over a handful of works, for the scripts. Its
// paths begin with the weather: /fair answers, /refusing says 403, /odd answers with a page of HTML,
// /hanging never answers.
type world struct {
	mu    sync.Mutex
	asked []string
}

// registered is a work of the world. Without a DOI only its PubMed holds it, without a PMID only its
// Crossref.
type registered struct {
	doi, pmid, title, journal, short, author, given string
	volume, issue, page                             string
	year                                            int
	retractedBy, publishedAs                        string
}

func worksOfTheWorld() []registered {
	return []registered{
		{
			doi: "10.1056/nejm196402272700906", title: "Caring for the Patient", journal: "New England Journal of Medicine", short: "N Engl J Med",
			author: "Blumgart", given: "Herrman L.", volume: "270", issue: "9", page: "449-456", year: 1964,
		},
		{
			doi: "10.1097/00005650-199808000-00004", pmid: "9708588", journal: "Medical Care", short: "Med Care",
			title:  "Effectiveness of Interventions to Improve Patient Compliance: A Meta-Analysis",
			author: "Roter", given: "Debra L.", volume: "36", issue: "8", page: "1138-1161", year: 1998,
		},
		{
			doi: "10.1016/s0140-6736(97)11096-0", journal: "The Lancet", short: "Lancet",
			title:  "RETRACTED: Ileal-lymphoid-nodular hyperplasia, non-specific colitis, and pervasive developmental disorder in children",
			author: "Wakefield", given: "AJ", volume: "351", issue: "9103", page: "637-641", year: 1998,
			retractedBy: "10.1016/s0140-6736(10)60175-4",
		},
		{
			doi: "10.1101/2020.01.01.000001", title: "Listening to patients in a hurry", author: "Halpern", given: "Jodi", year: 2020,
			publishedAs: "10.1000/listening",
		},
		{
			doi: "10.1000/listening", title: "Listening to patients in a hurry", journal: "Medical Care", short: "Med Care",
			author: "Halpern", given: "Jodi", volume: "60", issue: "1", page: "10-19", year: 2022,
		},
		{
			doi: "10.1000/evil", title: "An \u001b[31mevil\u001b[0m title that \u202esteers the terminal", journal: "Journal of\r\nControl",
			author: "Mallory", given: "M\u0007", volume: "1", issue: "2", page: "3-4", year: 2020,
		},
	}
}

func (w *world) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	parts := strings.SplitN(strings.TrimPrefix(r.URL.Path, "/"), "/", 3)
	if err := r.ParseForm(); err != nil || len(parts) < 3 {
		http.Error(rw, "no such registry", http.StatusTeapot)
		return
	}
	w.mu.Lock()
	w.asked = append(w.asked, r.Method+" "+r.URL.String())
	w.mu.Unlock()
	switch weather := parts[0]; weather {
	case "refusing":
		http.Error(rw, "blocked", http.StatusForbidden)
		return
	case "odd":
		_, _ = fmt.Fprint(rw, "<html><body>Welcome to the hotel's network</body></html>")
		return
	case "hanging":
		select {
		case <-r.Context().Done():
		case <-time.After(20 * time.Second):
		}
		return
	}
	switch parts[1] {
	case "crossref":
		crossrefWorld(rw, r, parts[2])
	case "pubmed":
		pubmedWorld(rw, r, parts[2])
	case "doi":
		doiWorld(rw, parts[2])
	default:
		elsewhere(rw, parts[1], parts[2])
	}
}

// elsewhere answers for the registries that hold nothing of the world, each in its own way.
func elsewhere(rw http.ResponseWriter, name, path string) {
	switch {
	case name == "datacite" && path == "dois":
		_, _ = fmt.Fprint(rw, `{"data":[],"meta":{"total":0,"totalPages":0,"page":1},"links":{}}`)
	case name == "datacite":
		rw.WriteHeader(http.StatusNotFound)
		_, _ = fmt.Fprint(rw, `{"errors":[{"status":"404","title":"The resource you are looking for doesn't exist."}]}`)
	case name == "arxiv":
		_, _ = fmt.Fprint(rw, `<?xml version='1.0' encoding='UTF-8'?><feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" xmlns="http://www.w3.org/2005/Atom">`+
			`<id>https://arxiv.org/api/x</id><title>arXiv Query</title><opensearch:totalResults>0</opensearch:totalResults><opensearch:startIndex>0</opensearch:startIndex></feed>`)
	case name == "europepmc":
		_, _ = fmt.Fprint(rw, `{"version":"6.9","hitCount":0,"request":{"queryString":"","resultType":"core"},"resultList":{"result":[]}}`)
	case name == "pmcid":
		_, _ = fmt.Fprint(rw, `{"status":"ok","records":[]}`)
	case name == "openlibrary" && path == "api/books":
		_, _ = fmt.Fprint(rw, `{}`)
	case name == "openlibrary":
		_, _ = fmt.Fprint(rw, `{"numFound":0,"start":0,"numFoundExact":true,"docs":[]}`)
	default:
		http.Error(rw, "<!doctype html><title>404 Not Found</title>", http.StatusNotFound)
	}
}

// requests returns what was asked so far.
func (w *world) requests() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return append([]string(nil), w.asked...)
}

// crossrefWorld answers /works, by filter and by search.
func crossrefWorld(rw http.ResponseWriter, r *http.Request, path string) {
	query := strings.ToLower(r.Form.Get("query.bibliographic"))
	filter := strings.ToLower(r.Form.Get("filter"))
	var items []string
	for _, work := range worksOfTheWorld() {
		byDOI := work.doi != "" && (strings.Contains(filter, "doi:"+work.doi) || path == "works/"+work.doi)
		if work.doi != "" && (byDOI || query != "" && strings.Contains(query, strings.ToLower(work.author)) && strings.Contains(query, work.volume)) {
			items = append(items, work.crossref())
		}
	}
	rw.Header().Set("Content-Type", "application/json")
	switch {
	case path == "works":
		_, _ = fmt.Fprintf(rw, `{"status":"ok","message-type":"work-list","message-version":"1.0.0","message":{"facets":{},"total-results":%d,"items":[%s],"items-per-page":5,"query":{"start-index":0,"search-terms":null}}}`,
			len(items), strings.Join(items, ","))
	case len(items) == 1:
		_, _ = fmt.Fprintf(rw, `{"status":"ok","message-type":"work","message-version":"1.0.0","message":%s}`, items[0])
	default:
		http.Error(rw, "Resource not found.", http.StatusNotFound)
	}
}

// crossref returns the work as Crossref writes it.
func (w registered) crossref() string {
	updates := ""
	if w.retractedBy != "" {
		updates = fmt.Sprintf(`,"updated-by":[{"DOI":%q,"type":"retraction","label":"Retraction","source":"retraction-watch","updated":{"date-parts":[[2010,2,2]]}}]`, w.retractedBy)
	}
	kind := "journal-article"
	if w.publishedAs != "" {
		kind = "posted-content"
		updates = fmt.Sprintf(`,"subtype":"preprint","relation":{"is-preprint-of":[{"id-type":"doi","id":%q,"asserted-by":"subject"}]}`, w.publishedAs)
	}
	return fmt.Sprintf(`{"DOI":%q,"type":%q,"title":[%s],"author":[{"family":%q,"given":%s,"sequence":"first","affiliation":[]}],`+
		`"container-title":[%s],"short-container-title":[%q],"volume":%q,"issue":%q,"page":%q,"issued":{"date-parts":[[%d]]},"URL":"https://doi.org/%s"%s}`,
		w.doi, kind, jsonText(w.title), w.author, jsonText(w.given), jsonText(w.journal), w.short, w.volume, w.issue, w.page, w.year, w.doi, updates)
}

// jsonText returns a JSON string that holds control characters as they come from a registry.
func jsonText(s string) string {
	var out strings.Builder
	out.WriteByte('"')
	for _, r := range s {
		if r < ' ' {
			fmt.Fprintf(&out, `\u%04x`, r)
		} else {
			out.WriteRune(r)
		}
	}
	return out.String() + `"`
}

// pubmedWorld answers the three E-utilities that are asked.
func pubmedWorld(rw http.ResponseWriter, r *http.Request, path string) {
	switch path {
	case "ecitmatch.cgi":
		for line := range strings.SplitSeq(r.Form.Get("bdata"), "\r") {
			_, _ = fmt.Fprintf(rw, "%s%s\n", line, citationMatch(strings.Split(line, "|")))
		}
	case "esearch.fcgi":
		_, _ = fmt.Fprint(rw, `{"header":{"type":"esearch","version":"0.3"},"esearchresult":{"count":"0","retmax":"0","retstart":"0","idlist":[]}}`)
	case "efetch.fcgi":
		_, _ = fmt.Fprint(rw, `<?xml version="1.0" ?><PubmedArticleSet>`)
		for _, work := range worksOfTheWorld() {
			if work.pmid != "" && strings.Contains(","+r.Form.Get("id")+",", ","+work.pmid+",") {
				_, _ = fmt.Fprint(rw, work.pubmed())
			}
		}
		_, _ = fmt.Fprint(rw, `</PubmedArticleSet>`)
	}
}

// citationMatch returns what ECitMatch says of "journal|year|volume|page|author|key|".
func citationMatch(columns []string) string {
	for _, work := range worksOfTheWorld() {
		first, _, _ := strings.Cut(work.page, "-")
		if len(columns) > 3 && work.pmid != "" && columns[2] == work.volume && columns[3] == first {
			return work.pmid
		}
	}
	return "NOT_FOUND"
}

// pubmed returns the work as efetch writes it.
func (w registered) pubmed() string {
	return fmt.Sprintf(`<PubmedArticle><MedlineCitation><PMID Version="1">%s</PMID><Article PubModel="Print"><Journal><JournalIssue>`+
		`<Volume>%s</Volume><Issue>%s</Issue><PubDate><Year>%d</Year></PubDate></JournalIssue><Title>%s</Title><ISOAbbreviation>%s</ISOAbbreviation></Journal>`+
		`<ArticleTitle>%s.</ArticleTitle><Pagination><MedlinePgn>%s</MedlinePgn></Pagination><AuthorList CompleteYN="Y"><Author ValidYN="Y"><LastName>%s</LastName>`+
		`<ForeName>%s</ForeName></Author></AuthorList></Article></MedlineCitation><PubmedData><ArticleIdList><ArticleId IdType="doi">%s</ArticleId></ArticleIdList></PubmedData></PubmedArticle>`,
		w.pmid, w.volume, w.issue, w.year, w.journal, w.short, w.title, w.page, w.author, w.given, w.doi)
}

// doiWorld answers /doiRA/.
func doiWorld(rw http.ResponseWriter, path string) {
	var said []string
	for doi := range strings.SplitSeq(strings.TrimPrefix(path, "doiRA/"), ",") {
		answer := `"status":"DOI does not exist"`
		for _, work := range worksOfTheWorld() {
			if work.doi == doi {
				answer = `"RA":"Crossref"`
			}
		}
		said = append(said, fmt.Sprintf(`{"DOI":%q,%s}`, doi, answer))
	}
	_, _ = fmt.Fprintf(rw, "[%s]", strings.Join(said, ","))
}
