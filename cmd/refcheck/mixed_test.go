package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/refcheck/refcheck/internal/check"
	"github.com/refcheck/refcheck/internal/report"
)

// holder is where a work of the mixed list is registered.
type holder string

const (
	byCrossref    holder = "crossref"    // cited with its DOI
	byDataCite    holder = "datacite"    // data, cited with its DOI
	byEuropePMC   holder = "europepmc"   // an article with a DOI of a third agency
	byOpenAlex    holder = "openalex"    // likewise, that OpenAlex alone has
	byArXiv       holder = "arxiv"       // a preprint, cited by its arXiv id
	byOpenLibrary holder = "openlibrary" // a book with its ISBN
	byPubMed      holder = "pubmed"      // an article without an identifier
	bySearch      holder = "search"      // likewise, that Crossref alone has
)

// shares is how many of each the mixed list has.
var shares = []struct {
	holder holder
	number int
}{{byCrossref, 60}, {byDataCite, 30}, {byEuropePMC, 5}, {byOpenAlex, 5}, {byArXiv, 30}, {byOpenLibrary, 25}, {byPubMed, 30}, {bySearch, 15}}

// mixed is one work of the mixed list.
type mixed struct {
	n      int
	holder holder
}

func mixedWorks() []mixed {
	var works []mixed
	for _, s := range shares {
		for range s.number {
			works = append(works, mixed{len(works), s.holder})
		}
	}
	return works
}

func pick(words string, n int) string {
	list := strings.Fields(words)
	return list[n%len(list)]
}

// The words go round in lists of coprime lengths, so that no title comes twice.
func (m mixed) title() string {
	return fmt.Sprintf("%s %s of %s %s under %s conditions", pick("Seasonal Acoustic Thermal Magnetic Chemical Spectral Genetic Optical Social Musical Linguistic", m.n),
		pick("patterns measurements gradients anomalies histories responses models networks limits", m.n), pick("alpine coastal urban tropical boreal", m.n),
		pick("rivers glaciers orchards archives markets lagoons meadows", m.n), pick("marginal transient laboratory", m.n+m.n/3))
}

func (m mixed) family() string {
	return pick("Abegg Bernasconi Castellani Dobler Eichenberger Frehner Gubler Hunziker Imboden Jaeggi Kessler Lustenberger Meienberg", m.n)
}

func (m mixed) year() int       { return 1996 + m.n%20 }
func (m mixed) volume() int     { return 10 + m.n%40 }
func (m mixed) page() int       { return 101 + 13*m.n }
func (m mixed) pmid() string    { return fmt.Sprint(20000000 + m.n) }
func (m mixed) arXiv() string   { return fmt.Sprintf("%02d03.%05d", 8+m.n%10, 10000+m.n) }
func (m mixed) journal() string { return "Annals of Mixed Observations" }

func (m mixed) isbn() string {
	body := fmt.Sprintf("978%09d", 39000000+m.n)
	sum := 0
	for i, c := range body {
		sum += int(c-'0') * (1 + 2*(i%2))
	}
	return body + fmt.Sprint((10-sum%10)%10)
}

func (m mixed) doi() string {
	switch m.holder {
	case byDataCite:
		return fmt.Sprintf("10.5281/zenodo.%d", 1000000+m.n)
	case byArXiv:
		return "10.48550/arxiv." + m.arXiv()
	case byEuropePMC, byOpenAlex:
		return fmt.Sprintf("10.1400/%d", 5000+m.n)
	default:
		return fmt.Sprintf("10.1234/amo.%d", m.n)
	}
}

// bibtex cites the work.
func (m mixed) bibtex() string {
	head := fmt.Sprintf("{k%d, author = {%s, Anna}, title = {%s}, year = %d", m.n, m.family(), m.title(), m.year())
	switch place := fmt.Sprintf(", journal = {%s}, volume = %d, pages = {%d--%d}", m.journal(), m.volume(), m.page(), m.page()+9); m.holder {
	case byCrossref, byEuropePMC, byOpenAlex:
		return "@article" + head + place + ", doi = {" + m.doi() + "}}\n"
	case byDataCite:
		return "@dataset" + head + ", publisher = {Zenodo}, doi = {" + m.doi() + "}}\n"
	case byArXiv:
		return "@misc" + head + ", eprint = {" + m.arXiv() + "}, archivePrefix = {arXiv}}\n"
	case byOpenLibrary:
		return "@book" + head + ", publisher = {Example House}, isbn = {" + m.isbn() + "}}\n"
	default:
		return "@article" + head + place + "}\n"
	}
}

// registries answers as the registries do that hold the works of the mixed list, and counts. It takes one
// request at a time.
type registries struct {
	works    []mixed
	requests map[string]int
}

func (s *registries) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	_ = r.ParseForm()
	name, path, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	s.requests[name]++
	form := strings.ToLower(r.Form.Encode() + " " + r.URL.Path)
	form = strings.NewReplacer("%2f", "/", "%3a", ":", "+", " ", "%2c", ",", "%7c", "|", "%0d", "\r", "%22", `"`).Replace(form)
	answer := map[string]func(string, string) string{
		"crossref": s.crossref, "pubmed": s.pubmed, "doi": s.doi, "datacite": s.datacite, "openlibrary": s.openlibrary,
		"europepmc": s.europepmc, "openalex": s.openalex,
	}[name]
	if answer == nil {
		http.NotFound(w, r)
		return
	}
	text := answer(path, form)
	if text == "" {
		w.WriteHeader(http.StatusNotFound)
		return
	}
	_, _ = fmt.Fprint(w, text)
}

// join writes the records of the works that are asked for.
func (s *registries) join(between string, asked func(mixed) bool, record func(mixed) string) string {
	var records []string
	for _, m := range s.works {
		if asked(m) {
			records = append(records, record(m))
		}
	}
	return strings.Join(records, between)
}

// asks reports whether a text holds an identifier that ends there.
func asks(text, id string) bool {
	_, rest, ok := strings.Cut(text, id)
	return ok && (rest == "" || rest[0] < '0' || rest[0] > '9')
}

func (s *registries) crossref(_, form string) string {
	return fmt.Sprintf(`{"status":"ok","message-type":"work-list","message-version":"1.0.0","message":{"total-results":1,"items":[%s]}}`,
		s.join(",", func(m mixed) bool {
			held := m.holder == byCrossref || m.holder == bySearch || m.holder == byPubMed
			return held && (asks(form, m.doi()) || strings.Contains(form, "query.bibliographic="+strings.ToLower(m.title())))
		}, func(m mixed) string {
			return fmt.Sprintf(`{"DOI":%q,"type":"journal-article","title":[%q],"container-title":[%q],"author":[{"family":%q,"given":"Anna","sequence":"first"}],`+
				`"issued":{"date-parts":[[%d]]},"volume":"%d","page":"%d-%d"}`, m.doi(), m.title(), m.journal(), m.family(), m.year(), m.volume(), m.page(), m.page()+9)
		}))
}

func (s *registries) pubmed(path, form string) string {
	held := func(m mixed) bool { return m.holder == byPubMed }
	switch path {
	case "ecitmatch.cgi":
		_, lines, _ := strings.Cut(form, "bdata=")
		lines, _, _ = strings.Cut(lines, "&")
		var out strings.Builder
		for line := range strings.SplitSeq(lines, "\r") {
			columns := strings.Split(line, "|")
			found := s.join("", func(m mixed) bool {
				return held(m) && len(columns) > 3 && columns[2] == fmt.Sprint(m.volume()) && columns[3] == fmt.Sprint(m.page())
			}, mixed.pmid)
			if found == "" {
				found = "NOT_FOUND"
			}
			fmt.Fprintf(&out, "%s%s\n", line, found)
		}
		return out.String()
	case "esearch.fcgi":
		return `{"header":{"type":"esearch","version":"0.3"},"esearchresult":{"count":"0","retmax":"0","retstart":"0","idlist":[]}}`
	}
	return `<?xml version="1.0" ?><PubmedArticleSet>` + s.join("", func(m mixed) bool { return held(m) && asks(form, m.pmid()) }, func(m mixed) string {
		return registered{
			doi: m.doi(), pmid: m.pmid(), title: m.title(), journal: m.journal(), short: m.journal(), author: m.family(), given: "Anna",
			volume: fmt.Sprint(m.volume()), page: fmt.Sprintf("%d-%d", m.page(), m.page()+9), year: m.year(),
		}.pubmed()
	}) + `</PubmedArticleSet>`
}

func (s *registries) doi(_, form string) string {
	return "[" + s.join(",", func(m mixed) bool { return asks(form, m.doi()) }, func(m mixed) string {
		agency := map[holder]string{byDataCite: "DataCite", byArXiv: "DataCite", byEuropePMC: "mEDRA", byOpenAlex: "mEDRA"}[m.holder]
		return fmt.Sprintf(`{"DOI":%q,"RA":%q}`, m.doi(), agency)
	}) + "]"
}

func (s *registries) datacite(_, form string) string {
	return `{"data":[` + s.join(",", func(m mixed) bool { return (m.holder == byDataCite || m.holder == byArXiv) && asks(form, m.doi()) }, func(m mixed) string {
		general, publisher := "Dataset", "Zenodo"
		if m.holder == byArXiv {
			general, publisher = "Preprint", "arXiv"
		}
		return fmt.Sprintf(`{"id":%q,"type":"dois","attributes":{"doi":%q,"creators":[{"name":"%s, Anna","nameType":"Personal","givenName":"Anna","familyName":%q}],`+
			`"titles":[{"title":%q}],"publisher":%q,"publicationYear":%d,"types":{"resourceTypeGeneral":%q},"state":"findable"}}`,
			m.doi(), m.doi(), m.family(), m.family(), m.title(), publisher, m.year(), general)
	}) + `],"meta":{"total":1,"totalPages":1,"page":1},"links":{}}`
}

func (s *registries) openlibrary(path, form string) string {
	if path != "api/books" {
		return `{"numFound":0,"start":0,"docs":[]}`
	}
	return "{" + s.join(",", func(m mixed) bool { return m.holder == byOpenLibrary && asks(form, m.isbn()) }, func(m mixed) string {
		return fmt.Sprintf(`"ISBN:%s":{"key":"/books/OL%dM","title":%q,"authors":[{"name":"Anna %s"}],"publishers":[{"name":"Example House"}],"publish_date":"%d","identifiers":{"isbn_13":[%q]}}`,
			m.isbn(), m.n, m.title(), m.family(), m.year(), m.isbn())
	}) + "}"
}

func (s *registries) europepmc(_, form string) string {
	hits := 0
	list := s.join(",", func(m mixed) bool {
		asked := m.holder == byEuropePMC && asks(form, m.doi())
		if asked {
			hits++
		}
		return asked
	}, func(m mixed) string {
		return fmt.Sprintf(`{"id":"%d","source":"AGR","doi":%q,"title":"%s.","authorList":{"author":[{"fullName":"%s A","firstName":"Anna","lastName":%q,"initials":"A"}]},`+
			`"journalInfo":{"volume":"%d","yearOfPublication":%d,"journal":{"title":%q}},"pubYear":"%d","pageInfo":"%d-%d"}`,
			m.n, m.doi(), m.title(), m.family(), m.family(), m.volume(), m.year(), m.journal(), m.year(), m.page(), m.page()+9)
	})
	return fmt.Sprintf(`{"version":"6.9","hitCount":%d,"request":{"queryString":"","resultType":"core"},"resultList":{"result":[%s]}}`, hits, list)
}

func (s *registries) openalex(_, form string) string {
	return s.join("", func(m mixed) bool { return m.holder == byOpenAlex && asks(form, m.doi()) }, func(m mixed) string {
		return fmt.Sprintf(`{"id":"https://openalex.org/W%d","doi":"https://doi.org/%s","title":%q,"display_name":%q,"publication_year":%d,"type":"article","ids":{"openalex":"https://openalex.org/W%d"},`+
			`"authorships":[{"author_position":"first","author":{"display_name":"Anna %s"},"raw_author_name":"Anna %s"}],"primary_location":{"source":{"display_name":%q}},`+
			`"biblio":{"volume":"%d","first_page":"%d","last_page":"%d"},"is_retracted":false}`,
			m.n, m.doi(), m.title(), m.title(), m.year(), m.n, m.family(), m.family(), m.journal(), m.volume(), m.page(), m.page()+9)
	})
}

// A list of 200 references of all kinds costs at most half a request each, every one of them is found
// where it is registered, and nobody is asked about what cannot be theirs.
func TestMixedListIsCheap(t *testing.T) {
	s := &registries{works: mixedWorks(), requests: map[string]int{}}
	serial := make(chan struct{}, 1)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		serial <- struct{}{}
		defer func() { <-serial }()
		s.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	env := map[string]string{}
	for _, assignment := range environment(server.URL, t.TempDir()) {
		name, value, _ := strings.Cut(assignment, "=")
		env[name] = value
	}
	var list strings.Builder
	for _, m := range s.works {
		list.WriteString(m.bibtex())
	}
	var stdout, stderr bytes.Buffer
	status := run(t.Context(), strings.Fields("check --no-config --as bibtex --format json"), strings.NewReader(list.String()), &stdout, &stderr, func(name string) string { return env[name] })
	if status != 0 {
		t.Errorf("exit status %d\n%s", status, stderr.String())
	}
	var doc report.Document
	if err := json.Unmarshal(stdout.Bytes(), &doc); err != nil {
		t.Fatal(err)
	}
	if len(doc.References) != 200 {
		t.Fatalf("%d references", len(doc.References))
	}
	wrong := 0
	for i, r := range doc.References {
		if r.Verdict != check.Verified {
			if wrong++; wrong < 5 {
				t.Errorf("%s of %s: %s %+v %+v", r.ID, s.works[i].holder, r.Verdict, r.Findings, r.Coverage)
			}
		}
	}
	total := 0
	for _, n := range s.requests {
		total += n
	}
	t.Logf("%d requests for 200 references: %v", total, s.requests)
	if total > 100 || wrong > 0 {
		t.Errorf("%d requests, %d references not verified", total, wrong)
	}
	if n := s.requests["arxiv"] + s.requests["pmcid"]; n != 0 {
		t.Errorf("%d requests to registries that none of it called for", n)
	}
}
