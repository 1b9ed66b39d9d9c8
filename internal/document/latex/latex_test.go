package latex_test

import (
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/document/latex"
)

// whole takes every text for a reference and keeps it as its title.
func whole(text string) biblio.Reading {
	return biblio.Reading{Item: biblio.Item{Title: text}, Confidence: 1}
}

// One line for each reference: where, key, what.
func told(refs []biblio.Reference, problems []biblio.Problem) (lines, wrong []string) {
	at := func(l biblio.Location) string {
		return l.File + ":" + string(rune('0'+l.Line)) + ":" + string(rune('0'+l.Column/10)) + string(rune('0'+l.Column%10))
	}
	for _, r := range refs {
		lines = append(lines, at(r.Location)+" "+r.ID+" "+r.Title)
	}
	for _, p := range problems {
		wrong = append(wrong, at(p.Location)+" "+p.Message)
	}
	return lines, wrong
}

func TestParse(t *testing.T) {
	files := fstest.MapFS{
		"refs.bib":       {Data: []byte("@article{a, title={One}}\n@article{b, title={Two}, ids={b2}}\n@article{c, title={Three}}\n")},
		"chapters/1.tex": {Data: []byte("As \\textcite[see][12]{b2} says, \\cites{a}{gone}.\n")},
	}
	for name, test := range map[string]struct {
		source string
		refs   []string
		wrong  []string
	}{
		"bibitems with labels, blocks and comments": {
			"\\begin{thebibliography}{9}\n% \\bibitem{no} Not this.\n\\bibitem[{Aho(1988)}]{Aho:88}\nA.~V. Aho.\n\\newblock {\\em The {AWK} Language}. % note\n\\newblock 1988.\n\n\\bibitem{e}\\end{thebibliography}\n\\bibitem{z} Last one.\n",
			[]string{"m/p.tex:3:01 Aho:88 A. V. Aho. The AWK Language. 1988.", "m/p.tex:9:01 z Last one."},
			[]string{"m/p.tex:8:01 the reference e has no text"},
		},
		"keys cited, defined and not": {
			"\\input{chapters/1}\n\\cite{a, lost} and \\citep*[p.~3]{a}{, text}\n% \\cite{commented}\n\\bibliography{refs}\n",
			[]string{"m/refs.bib:1:01 a One", "m/refs.bib:2:01 b Two", "m/refs.bib:3:01 c Three"},
			[]string{"m/p.tex:2:10 the key lost is cited, but no entry has it", "m/chapters/1.tex:1:43 the key gone is cited, but no entry has it", "m/p.tex:4:01 not cited, but checked all the same: b, c"},
		},
		"everything cited": {
			"\\nocite{*}\\cite{a}\\addbibresource{refs.bib}", []string{"m/refs.bib:1:01 a One", "m/refs.bib:2:01 b Two", "m/refs.bib:3:01 c Three"}, nil,
		},
		"files that are missing or outside": {
			"\\bibliography{none,../refs}\\input{/etc/passwd}", nil,
			[]string{"m/p.tex:1:01 it names none.bib, which cannot be read: is it missing?", "m/p.tex:1:01 it names ../refs.bib, which is not below its folder and is not read: give that file", "m/p.tex:1:28 it names /etc/passwd.tex, which is not below its folder and is not read: give that file"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			refs, wrong := told(latex.Parse("m/p.tex", test.source, files, whole))
			if diff := cmp.Diff(test.refs, refs); diff != "" {
				t.Error(diff)
			}
			less := func(a []string) map[string]bool {
				m := map[string]bool{}
				for _, s := range a {
					m[s] = true
				}
				return m
			}
			if diff := cmp.Diff(less(test.wrong), less(wrong)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestParseBiber(t *testing.T) {
	const source = `\refsection{0}
  \datalist[entry]{nty/global//global/global}
    \entry{F1}{article}{}{}
      \name{author}{2}{}{%
        {{un=0,hash=bd05}{%
           family={Doe},
           familyi={D\bibinitperiod},
           given={John},
           giveni={J\bibinitperiod},
           prefix={van\bibnamedelima der}}}%
        {{hash=x}{family={Smith}, given={Ann}}}%
      }
      \list{publisher}{1}{%
        {Press}%
      }
      \field{journaltitle}{Journal of Examples}
      \field{title}{The {F}ullness of Times}
      \field{year}{1995}
      \verb{doi}
      \verb 10.1000/x_1
      \endverb
    \endentry
  \enddatalist
  \datalist[list]{shorthand}
    \entry{F1}{article}{}{}
    \endentry
`
	refs, problems := latex.Parse("p.bbl", source, nil, whole)
	if len(refs) != 1 || len(problems) > 0 {
		t.Fatal(refs, problems)
	}
	r := refs[0]
	got := []any{r.ID, r.Type, r.Title, r.Container, r.DOI, r.Publisher, r.Issued.Year, r.Authors[0].Family, r.Authors[1].Given, r.Location.Line, r.Location.Column, r.Printed}
	want := []any{"F1", biblio.ArticleJournal, "The Fullness of Times", "Journal of Examples", "10.1000/x_1", "Press", 1995, "Doe", "Ann", 3, 5, false}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// FuzzParse looks for sources at which the reader panics, and for places outside them.
func FuzzParse(f *testing.F) {
	f.Add("\\bibitem[a]{b} text \\cite{c,d}\\bibliography{x}\n\\entry{a}{book}{}{}\\name{author}{1}{}{{{}{family={A}}}}\\endentry")
	f.Fuzz(func(t *testing.T, source string) {
		refs, problems := latex.Parse("f.tex", source, fstest.MapFS{"x.bib": {Data: []byte(source)}}, whole)
		for _, r := range refs {
			if r.Location.Line < 1 {
				t.Error(r.Location)
			}
		}
		for _, p := range problems {
			if p.Location.Line < 1 {
				t.Error(p.Location)
			}
		}
	})
}
