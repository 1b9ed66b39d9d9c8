package bibtex

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/refcheck/refcheck/internal/biblio"
)

// items returns the works that a source cites, for sources without problems.
func items(t *testing.T, source string) []biblio.Item {
	t.Helper()
	refs, problems := Parse("t.bib", source)
	for _, p := range problems {
		t.Errorf("problem: %v", p)
	}
	var list []biblio.Item
	for _, r := range refs {
		list = append(list, r.Item)
	}
	return list
}

func TestItem(t *testing.T) {
	year := func(y int) biblio.Date { return biblio.Date{Year: y} }
	tests := []struct {
		name, in string
		want     biblio.Item
	}{
		{"article", `@article{k, author = {Roter, D}, title = "{DNA} in {\"O}l", journal = {JAMA}, year = 1997, month = mar,
			volume = 157, number = {4}, pages = {10--12}, doi = {10.1001/Jama.1\_2}, issn = {0098-7484, 1538-3598}, language = {en}, note = {A note}}`,
			biblio.Item{
				Type: biblio.ArticleJournal, Title: "DNA in Öl", Authors: []biblio.Name{given("Roter", "D")}, Container: "JAMA",
				Issued: biblio.Date{Year: 1997, Month: 3}, Volume: "157", Issue: "4", Pages: "10–12", DOI: "10.1001/jama.1_2",
				ISSN: []string{"0098-7484", "1538-3598"}, Language: "en", Note: "A note",
			}},
		{"BibLaTeX article", `@article{k, title = {A}, subtitle = {B}, titleaddon = {C}, journaltitle = {J}, journalsubtitle = {K}, shortjournal = {JK},
			date = {2001-02-03/2002}, number = 3, issue = {Spring}, eid = {e12}, langid = {german}}`,
			biblio.Item{
				Type: biblio.ArticleJournal, Title: "A: B", Container: "J: K", ContainerShort: "JK", Issued: biblio.Date{Year: 2001, Month: 2, Day: 3},
				Issue: "3", Pages: "e12", Language: "german",
			}},
		{"MathSciNet", `@article{k, title = {T}, journal = {Adv. Math.}, fjournal = {Advances in Mathematics}}`,
			biblio.Item{Type: biblio.ArticleJournal, Title: "T", Container: "Advances in Mathematics", ContainerShort: "Adv. Math."}},
		{"journal by a macro of AASTeX", `@article{k, title = "T", journal = {\mnras}}`,
			biblio.Item{Type: biblio.ArticleJournal, Title: "T", Container: "Monthly Notices of the Royal Astronomical Society"}},
		{"title with its own mark", `@article{k, title = {Why?}, subtitle = {Because}, journal = {J}}`,
			biblio.Item{Type: biblio.ArticleJournal, Title: "Why? Because", Container: "J"}},
		{"proceedings paper", `@inproceedings{k, title = {T}, booktitle = {Proc. X}, booksubtitle = {Y}, series = {LNCS}, number = 7, eventtitle = {X 2007},
			pages = {1--2}, numpages = 2, publisher = {ACM}, address = {New York}, isbn = {0-201-52983-1}}`,
			biblio.Item{
				Type: biblio.Conference, Title: "T", Container: "Proc. X: Y", Collection: "LNCS", Issue: "7", Event: "X 2007", Pages: "1–2",
				Publisher: "ACM", Place: "New York", ISBN: []string{"9780201529838"},
			}},
		{"book", `@book{k, editor = {Lee, A and Wu, B}, title = {T}, edition = {2nd}, publisher = {P}, location = {L}, year = {1994}, isbn = {9780201529838 (print); 0-19-853453-1}}`,
			biblio.Item{
				Type: biblio.Book, Title: "T", Editors: []biblio.Name{given("Lee", "A"), given("Wu", "B")}, Edition: "2nd", Publisher: "P", Place: "L",
				Issued: year(1994), ISBN: []string{"9780201529838", "9780198534532"},
			}},
		{"inbook of BibTeX", `@inbook{k, title = {The Book}, chapter = 3, pages = {1--9}}`, biblio.Item{Type: biblio.Book, Title: "The Book", Pages: "1–9"}},
		{"inbook of BibLaTeX", `@inbook{k, title = {Part}, booktitle = {The Book}}`, biblio.Item{Type: biblio.Chapter, Title: "Part", Container: "The Book"}},
		{"thesis", `@phdthesis{k, title = {T}, school = {MIT}, year = 2000}`,
			biblio.Item{Type: biblio.Thesis, Title: "T", Publisher: "MIT", Genre: "PhD thesis", Issued: year(2000)}},
		{"thesis of BibLaTeX", `@thesis{k, title = {T}, type = {mathesis}, institution = {MIT}}`, biblio.Item{Type: biblio.Thesis, Title: "T", Publisher: "MIT", Genre: "Master's thesis"}},
		{"report", `@techreport{k, title = {T}, number = {TR-7}, institution = {NBER}, type = {Working Paper}}`,
			biblio.Item{Type: biblio.Report, Title: "T", Number: "TR-7", Publisher: "NBER", Genre: "Working Paper"}},
		{"patent", `@patent{k, holder = {Sorace, R.}, title = {T}, number = {US7} }`,
			biblio.Item{Type: biblio.Patent, Title: "T", Number: "US7", Authors: []biblio.Name{given("Sorace", "R.")}}},
		{"online", `@online{k, title = {T}, url = {http://a.b/c\_d}, organization = {O}, urldate = {2012-01-02}}`,
			biblio.Item{Type: biblio.Webpage, Title: "T", URL: "http://a.b/c_d", Publisher: "O"}},
		{"misc with an address", `@misc{k, title = {T}, howpublished = {\url{https://a.b/c}}}`, biblio.Item{Type: biblio.Webpage, Title: "T", URL: "https://a.b/c"}},
		{"misc", `@misc{k, title = {T}, howpublished = {Personal communication}}`, biblio.Item{Type: biblio.Other, Title: "T"}},
		{"eprint", `@misc{k, title = {T}, eprint = {1706.03762v5}, archivePrefix = {arXiv}, primaryClass = {cs.CL}}`,
			biblio.Item{Type: biblio.Preprint, Title: "T", ArXiv: "1706.03762"}},
		{"arXiv as a journal", `@article{k, title = {T}, journal = {arXiv preprint arXiv:1706.03762}, year = 2017}`,
			biblio.Item{Type: biblio.Preprint, Title: "T", Container: "arXiv", ArXiv: "1706.03762", Issued: year(2017)}},
		{"CoRR", `@article{k, title = {T}, journal = {CoRR}, volume = {abs/1706.03762}}`,
			biblio.Item{Type: biblio.Preprint, Title: "T", Container: "arXiv", ArXiv: "1706.03762"}},
		{"published with an eprint", `@article{k, title = {T}, journal = {Phys. Rev.}, eprint = {hep-th/9901001}}`,
			biblio.Item{Type: biblio.ArticleJournal, Title: "T", Container: "Phys. Rev.", ArXiv: "hep-th/9901001"}},
		{"arXiv in a note", `@unpublished{k, title = {T}, note = {arXiv:1706.03762 [cs.CL]}}`,
			biblio.Item{Type: biblio.Preprint, Title: "T", ArXiv: "1706.03762", Note: "arXiv:1706.03762 [cs.CL]"}},
		{"PubMed as eprint", `@article{k, title = {T}, journal = {J}, eprint = {9708588}, eprinttype = {pubmed}, pmcid = {PMC123456}}`,
			biblio.Item{Type: biblio.ArticleJournal, Title: "T", Container: "J", PMID: "9708588", PMCID: "PMC123456"}},
		{"DOI in an address", `@article{k, title = {T}, journal = {J}, url = {https://onlinelibrary.wiley.com/doi/10.1002/abc.1/abstract?x=y}}`,
			biblio.Item{Type: biblio.ArticleJournal, Title: "T", Container: "J", DOI: "10.1002/abc.1", URL: "https://onlinelibrary.wiley.com/doi/10.1002/abc.1/abstract?x=y"}},
		{"DOI in a note", `@article{k, title = {T}, journal = {J}, note = {doi: 10.1002/abc.1}}`,
			biblio.Item{Type: biblio.ArticleJournal, Title: "T", Container: "J", DOI: "10.1002/abc.1", Note: "doi: 10.1002/abc.1"}},
		{"DOI of an erratum", `@article{k, title = {T}, journal = {J}, note = {Erratum: 10.1002/abc.1}}`,
			biblio.Item{Type: biblio.ArticleJournal, Title: "T", Container: "J", Note: "Erratum: 10.1002/abc.1"}},
		{"forthcoming", `@article{k, title = {T}, journal = {J}, pubstate = {inpress}}`,
			biblio.Item{Type: biblio.ArticleJournal, Title: "T", Container: "J", Issued: biblio.Date{Literal: "in press"}}},
		{"sorting of years", `@book{k, title = {T}, year = "{\noopsort{1973b}}1973"}`, biblio.Item{Type: biblio.Book, Title: "T", Issued: year(1973)}},
		{"unknown type with a journal", `@paper{k, title = {T}, journal = {J}}`, biblio.Item{Type: biblio.ArticleJournal, Title: "T", Container: "J"}},
		{"unknown type", `@thing{k, title = {T}}`, biblio.Item{Type: biblio.Other, Title: "T"}},
		{"entities", `@article{k, title = {T}, journal = {Science {\&}amp; Health}}`, biblio.Item{Type: biblio.ArticleJournal, Title: "T", Container: "Science & Health"}},
		{"newspaper", `@article{k, title = {T}, journaltitle = {The Times}, entrysubtype = {newspaper}}`,
			biblio.Item{Type: biblio.ArticleNewspaper, Title: "T", Container: "The Times"}},
		{"untitled", `@misc{k, titleaddon = {Lecture notes}}`, biblio.Item{Type: biblio.Other, Title: "Lecture notes"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff([]biblio.Item{tt.want}, items(t, tt.in), cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

func TestInheritance(t *testing.T) {
	tests := []struct {
		name, in string
		want     []biblio.Item
	}{
		{"proceedings behind", `@inproceedings{a, title = {A}, crossref = {P}} @proceedings{p, title = {Proc}, subtitle = {Sub}, editor = {Lee, B}, year = 2001, doi = {10.1/2}, isbn = {0-201-52983-1}}`,
			[]biblio.Item{{
				Type: biblio.Conference, Title: "A", Container: "Proc: Sub", Editors: []biblio.Name{given("Lee", "B")}, Issued: biblio.Date{Year: 2001},
				ISBN: []string{"9780201529838"},
			}}},
		{"own values first", `@book{b, title = {B}, booktitle = {Booktitle of B}, year = 1990, publisher = {P}} @incollection{a, title = {A}, year = 1991, crossref = {b}}`,
			[]biblio.Item{{Type: biblio.Chapter, Title: "A", Container: "Booktitle of B", Issued: biblio.Date{Year: 1991}, Publisher: "P"}}},
		{"a monograph stays", `@inbook{a, title = {A}, crossref = {b}} @book{b, title = {B}, author = {Lee, C}}`,
			[]biblio.Item{
				{Type: biblio.Chapter, Title: "A", Container: "B", Authors: []biblio.Name{given("Lee", "C")}},
				{Type: biblio.Book, Title: "B", Authors: []biblio.Name{given("Lee", "C")}},
			}},
		{"volume of several", `@book{a, title = {A}, crossref = {m}} @mvbook{m, title = {M}, publisher = {P}}`,
			[]biblio.Item{{Type: biblio.Book, Title: "A", Collection: "M", Publisher: "P"}}},
		{"grandparent", `@inproceedings{a, title = {A}, crossref = {p}} @proceedings{p, title = {P}, crossref = {m}} @mvproceedings{m, title = {M}, year = 1999}`,
			[]biblio.Item{{Type: biblio.Conference, Title: "A", Container: "P", Collection: "M", Issued: biblio.Date{Year: 1999}}}},
		{"periodical", `@article{a, title = {A}, crossref = {p}} @periodical{p, title = {J}, volume = 3}`,
			[]biblio.Item{{Type: biblio.ArticleJournal, Title: "A", Container: "J", Volume: "3"}}},
		{"xdata", `@xdata{x, publisher = {P}, xdata = {y}} @xdata{y, location = {L}} @book{a, title = {A}, xdata = {x, none}}`,
			[]biblio.Item{{Type: biblio.Book, Title: "A", Publisher: "P", Place: "L"}}},
		{"cycle", `@book{a, title = {A}, author = {X, Y}, crossref = {b}} @book{b, title = {B}, author = {X, Y}, year = 1, volume = 2, crossref = {a}} @book{c, title = {C}, crossref = {c}}`,
			[]biblio.Item{
				{Type: biblio.Book, Title: "A", Authors: []biblio.Name{given("X", "Y")}, Issued: biblio.Date{Literal: "1"}, Volume: "2"},
				{Type: biblio.Book, Title: "B", Authors: []biblio.Name{given("X", "Y")}, Issued: biblio.Date{Literal: "1"}, Volume: "2"},
				{Type: biblio.Book, Title: "C"},
			}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, items(t, tt.in), cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}
