package biblio_test

import (
	"strings"
	"testing"

	"github.com/refcheck/refcheck/internal/biblio"
)

// check holds that a function of text gives what a table says.
func check(t *testing.T, of func(string) string, tests map[string]string) {
	t.Helper()
	for s, want := range tests {
		if got := of(s); got != want {
			t.Errorf("%q gives %q, want %q", s, got, want)
		}
	}
}

func TestDOI(t *testing.T) {
	check(t, biblio.DOI, map[string]string{
		"10.1000/ABC": "10.1000/abc", "doi:10.1000/abc": "10.1000/abc", "https://doi.org/10.1000/abc": "10.1000/abc", "http://dx.doi.org/10.1000/abc.": "10.1000/abc", "DOI 10.1000/abc, see": "10.1000/abc",
		"10.1016/S0140-6736(97)11096-0":         "10.1016/s0140-6736(97)11096-0",
		"(doi: 10.1016/S0140-6736(97)11096-0).": "10.1016/s0140-6736(97)11096-0",
		"10.1016/S0140-6736%2897%2911096-0":     "10.1016/s0140-6736(97)11096-0",
		"(10.1000/abc)":                         "10.1000/abc",
		"[10.1000/abc]":                         "10.1000/abc",
		"<https://doi.org/10.1000/abc>":         "10.1000/abc",
		`10.1000/a\_b\&c`:                       "10.1000/a_b&c",
		"10.1000/a&lt;b&gt;c":                   "10.1000/a<b>c",
		"10.1002/(SICI)1097-4636(1998)43:4<338::AID-JBM16>3.0.CO;2-B": "10.1002/(sici)1097-4636(1998)43:4<338::aid-jbm16>3.0.co;2-b",
		`<a href="https://doi.org/10.1000/abc">x</a>`:                 "10.1000/abc",
		"<a>https://doi.org/10.1000/abc</a>":                          "10.1000/abc",
		"10.1000/100%":                                                "10.1000/100%",
		"“10.1000/abc”":                                               "10.1000/abc",
		"10.1000/abc…":                                                "10.1000/abc",
		"10.1000.10/123456":                                           "10.1000.10/123456",
		"10.48550/arXiv.1706.03762":                                   "10.48550/arxiv.1706.03762",
		"10.12/abc":                                                   "", "11.1000/abc": "", "10.1000/": "", "": "", "10.1000": "",
	})
}

func TestPMID(t *testing.T) {
	check(t, biblio.PMID, map[string]string{
		"9708588": "9708588", " PMID: 9708588 ": "9708588", "pmid9708588": "9708588", "https://pubmed.ncbi.nlm.nih.gov/9708588/": "9708588", "http://www.ncbi.nlm.nih.gov/pubmed/9708588": "9708588",
		"0123": "", "1234567890": "", "PMC123": "", "": "", "https://example.org/2003": "", "12 13": "",
	})
}

func TestPMCID(t *testing.T) {
	check(t, biblio.PMCID, map[string]string{
		"PMC3654245": "PMC3654245", "pmc3654245.2": "PMC3654245", "PMCID: PMC3654245": "PMC3654245", "https://www.ncbi.nlm.nih.gov/pmc/articles/PMC3654245/": "PMC3654245", "https://pmc.ncbi.nlm.nih.gov/articles/PMC3654245": "PMC3654245",
		"3654245": "", "": "", "PMC": "",
	})
}

func TestArXiv(t *testing.T) {
	check(t, biblio.ArXiv, map[string]string{
		"1706.03762": "1706.03762", "arXiv:1706.03762v5": "1706.03762", "arXiv: 0706.0376 [cs.CL]": "0706.0376", "https://arxiv.org/abs/1706.03762": "1706.03762", "http://www.arxiv.org/pdf/1706.03762v1.pdf": "1706.03762",
		"https://doi.org/10.48550/arXiv.1706.03762": "1706.03762", "10.48550/arXiv.2602.12172v1": "2602.12172", "hep-th/9901001": "hep-th/9901001", "math.GT/0309136": "math/0309136",
		"10.1000/1706.03762": "", "1706": "", "": "", "2003.05": "",
	})
}

func TestArXivDate(t *testing.T) {
	for id, want := range map[string]string{
		"1706.03762": "2017-06", "1412.9999": "2014-12", "1501.00001": "2015-01", "0704.0001": "2007-04", "2602.12172": "2026-02",
		"hep-th/9901001": "1999-01", "math/0309136": "2003-09", "hep-th/9108001": "1991-08", "astro-ph/0703001": "2007-03",
		"5678.9012": "", "1713.00001": "", "1700.00001": "", "0703.0001": "", "1412.99999": "", "1501.9999": "", "0808.05394": "",
		"hep-th/0704001": "", "nonsense/9901001": "", "stat/0401001": "", "cs/0401001": "2004-01", "hep-th/9106001": "", "hep-th/9913001": "", "hep-th/1501001": "", "": "", "17": "", "abcd.12345": "",
	} {
		if got := biblio.ArXivDate(id).String(); got != want {
			t.Errorf("%q gives %q, want %q", id, got, want)
		}
	}
}

func TestISBN(t *testing.T) {
	check(t, biblio.ISBN, map[string]string{
		"0-306-40615-2": "9780306406157", "978-3-16-148410-0": "9783161484100", "ISBN 978 3 16 148410 0": "9783161484100", "ISBN-13: 978-3-16-148410-0": "9783161484100", "ISBN-10: 0-8044-2957-x": "9780804429573", "ISBN: 080442957X": "9780804429573",
		"978‑3‑16‑148410‑0": "9783161484100", "0-306-40615-3": "", "978-3-16-148410-1": "", "": "", "X306406152": "", "12345": "", "08044295X7": "",
	})
}

func TestISSN(t *testing.T) {
	check(t, biblio.ISSN, map[string]string{
		"0028-0836": "0028-0836", "2049-363x": "2049-363X", "0028-08a6": "", "00280836": "0028-0836", "ISSN 2049-363x (online)": "2049-363X", "0028–0836": "0028-0836", "9783161484100": "", "": "", "028-0836": "",
	})
}

// FuzzIdentifiers holds that the normal form of a normal form is itself, and that it stands in what
// it was taken from.
func FuzzIdentifiers(f *testing.F) {
	for _, s := range []string{"10.1000/ABC.", "10.1000/a%2520b", "10.1234/((((", "PMC123456", "arXiv:hep-th/9901001", "0-306-40615-2", "00280836", "10.1000/&amp;lt;"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for name, of := range map[string]func(string) string{"PMID": biblio.PMID, "PMCID": biblio.PMCID, "ArXiv": biblio.ArXiv, "ISBN": biblio.ISBN, "ISSN": biblio.ISSN} {
			if once := of(s); once != "" && of(once) != once {
				t.Errorf("%s of %q is %q, of that %q", name, s, once, of(once))
			}
		}
		if doi := biblio.DOI(s); doi != "" && (!strings.HasPrefix(doi, "10.") || strings.ContainsAny(doi, " \t\n")) {
			t.Errorf("DOI of %q is %q", s, doi)
		}
	})
}
