package match

import (
	"flag"
	"fmt"
	"path/filepath"
	"slices"
	"sort"
	"strings"
	"testing"

	"github.com/refcheck/refcheck/internal/biblio"
)

var (
	showWrong = flag.Int("show", 0, "print that many wrong cases of each kind")
	onlyKind  = flag.String("kind", "", "only cases of this kind")
	halfFlag  = flag.Int("half", -1, "only this half of the cases, 0 or 1; -1 is both")
	caseFile  = flag.String("cases", "*", "only this file of cases")
)

// outcome of one case, judged as ../shared/score/check.py does.
type judged struct{ verdict, field, work, linked bool }

func judge(c testCase, id Identity) judged {
	wrong, _ := Differences(id.Comparison)
	verdict := "not_found"
	if id.Decided {
		verdict = "verified"
		if len(wrong) > 0 {
			verdict = "mismatched"
		}
	}
	var j judged
	j.linked = id.Decided
	switch c.Expect.Verdict {
	case "":
		j.verdict = true
	case "flagged":
		j.verdict = verdict != "verified"
	default:
		j.verdict = verdict == c.Expect.Verdict
	}
	j.field = len(c.Expect.Fields) == 0
	for _, f := range wrong {
		j.field = j.field || slices.Contains(c.Expect.Fields, f.Name)
	}
	j.field = j.field && (len(c.Expect.Fields) == 0 || id.Decided)
	j.work = c.Expect.DOI == "" && c.Expect.PMID == ""
	for _, r := range id.Records {
		hit := r.DOI != "" && (r.DOI == c.Expect.DOI || slices.Contains(c.Expect.Twins, r.DOI)) || r.PMID != "" && r.PMID == c.Expect.PMID
		j.work = j.work || id.Decided && hit
	}
	return j
}

// TestAccuracy prints how often the verdict, the wrong field and the work are right for the cases of
// ../shared/cases, offered what a search of ../shared/world finds. It is a measure, not a gate.
func TestAccuracy(t *testing.T) {
	files, err := filepath.Glob(shared(t, "cases") + "/" + *caseFile + ".jsonl")
	if err != nil || len(files) == 0 {
		t.Skip("no cases", err)
	}
	w := openWorld(t)
	for _, file := range files {
		rates := map[string]*[6]int{}
		shown := map[string]int{}
		for _, c := range loadCases(t, file) {
			if *onlyKind != "" && c.Kind != *onlyKind || *halfFlag >= 0 && c.half() != *halfFlag {
				continue
			}
			ref, text := c.reference()
			id := Identify(ref, w.search(ref, text, 8))
			j := judge(c, id)
			r := rates[c.Kind]
			if r == nil {
				r = new([6]int)
				rates[c.Kind] = r
			}
			for i, ok := range []bool{true, j.verdict, j.field, j.work, j.linked} {
				if ok {
					r[i]++
				}
			}
			if (!j.verdict || !j.field || !j.work) && shown[c.Kind] < *showWrong {
				shown[c.Kind]++
				t.Log(explain(c, ref, id, w))
			}
		}
		kinds := make([]string, 0, len(rates))
		for k := range rates {
			kinds = append(kinds, k)
		}
		sort.Strings(kinds)
		for _, k := range kinds {
			r := rates[k]
			n := float64(r[0])
			fmt.Printf("%-36s %5d  verdict %.4f  field %.4f  work %.4f  linked %.4f\n", k, r[0], float64(r[1])/n, float64(r[2])/n, float64(r[3])/n, float64(r[4])/n)
		}
	}
}

// explain words a case that was judged wrong.
func explain(c testCase, ref biblio.Reference, id Identity, w *world) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s expect %+v\n   %s%s\n   read: %s | %s | %s %d %s(%s) %s | doi %s etal %v\n", c.ID, c.Kind, c.Expect, c.Text, strings.Join(strings.Fields(c.Bib), " "),
		shortList(ref.Authors), ref.Title, ref.Container, ref.Issued.Year, ref.Volume, ref.Issue, ref.Pages, ref.DOI, ref.EtAl)
	p := Prepare(ref)
	line := func(label string, work biblio.Work, confidence, score float64) {
		fmt.Fprintf(&b, "   %s %.3f %.1f [%s %s] %s | %s | %s %v %s(%s) %s\n", label, confidence, score, work.DOI, work.PMID, shortList(work.Authors), work.Title, work.Container, work.Years, work.Volume, work.Issue, work.Pages)
		fmt.Fprintf(&b, "      %s\n", p.weigh(newSubject(&work)).vector())
	}
	for i, cand := range id.Candidates {
		if i < 3 {
			line("cand", cand.Work, cand.Confidence, cand.Score)
		}
	}
	for _, n := range append(w.byDOI[c.Expect.DOI], w.byID[c.Expect.PMID]...) {
		s := newSubject(&w.works[n])
		line("WANT", w.works[n], 0, p.weigh(s).vector().score())
		break
	}
	wrong, _ := Differences(id.Comparison)
	for _, f := range wrong {
		fmt.Fprintf(&b, "   %s: %q → %q %s %v\n", f.Name, f.Cited, f.Registered, f.Outcome, f.Severity)
	}
	return b.String()
}

// String lists the features that are not 0, with what each adds to the score.
func (v vector) String() string {
	var parts []string
	for f, x := range v {
		if x != 0 {
			parts = append(parts, fmt.Sprintf("%s %+.1f", featureNames[f], x*weights[f]))
		}
	}
	return strings.Join(parts, ", ")
}
