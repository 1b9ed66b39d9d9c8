package match

import (
	"compress/gzip"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// sample is one reference with its candidates, for training.
type sample struct {
	vectors []vector
	right   int // of the vectors, -1 if the work is not among them because there is no record of it
	half    int
	weight  float64
}

// withheld is how much a reference counts whose work was taken from the candidates.
const withheld = 0.25

// gather compares every labelled reference with what a search offers; a second time without the
// work that it means, so that its neighbours stand for those of works that nobody registers.
func gather(t *testing.T, w *world) []sample {
	var samples []sample
	files, _ := filepath.Glob(shared(t, "cases") + "/*.jsonl")
	var cases []testCase
	for _, file := range files {
		cases = append(cases, loadCases(t, file)...)
	}
	cases = append(cases, absentStyles(t, cases)...)
	for _, c := range cases {
		absent := c.Expect.Verdict == "not_found" || c.Kind == "hallmark-unknown"
		if !absent && c.Expect.DOI == "" && c.Expect.PMID == "" {
			continue
		}
		ref, text := c.reference()
		s := sample{right: -1, half: c.half(), weight: 1}
		groups := Prepare(ref).groups(w.search(ref, text, 8))
		for _, g := range groups {
			for _, r := range g.works() {
				if r.DOI != "" && (r.DOI == c.Expect.DOI || slices.Contains(c.Expect.Twins, r.DOI)) || r.PMID != "" && r.PMID == c.Expect.PMID {
					s.right = len(s.vectors)
				}
			}
			s.vectors = append(s.vectors, g.merged().vector())
		}
		if s.contradicted() {
			continue
		}
		if absent || s.right >= 0 {
			samples = append(samples, s)
		}
		if s.right >= 0 && !strings.HasPrefix(c.Kind, "made") {
			samples = append(samples, s.without(groups))
		}
	}
	return samples
}

// contradicted reports whether another candidate than the labelled one is described to the full by
// the reference, so that the label, or a second record of the work, is wrong.
func (s sample) contradicted() bool {
	for i, v := range s.vectors {
		if i != s.right && v[titleSame]+v[titlePrefix] > 0 && v[locatorFull] > 0 && v[authorsNone] == 0 {
			return true
		}
	}
	return false
}

// without returns the sample without the work that is meant, and without other versions of it.
func (s sample) without(groups []*group) sample {
	rest := sample{right: -1, half: s.half, weight: withheld}
	meant := groups[s.right].records[0].subject
	for i, g := range groups {
		other := g.records[0].subject
		if i != s.right && !sameTitle(meant, other) && !samePlace(meant, other) {
			rest.vectors = append(rest.vectors, s.vectors[i])
		}
	}
	return rest
}

// samePlace reports whether two records stand at the same place, so that they are of one work
// whatever else they say.
func samePlace(a, b *subject) bool {
	if len(a.pages) == 0 || !a.pages[0].telling() || agree(compareLocators(a.volume, b.volume)) <= 0 {
		return false
	}
	return agree(comparePages(a.pages[0], b.pages)) > 0 && agree(sameContainers(a, b)) > 0
}

// absentStyles gives the references to works that are not in the world in the other styles in which
// gold/match prints them.
func absentStyles(t *testing.T, cases []testCase) []testCase {
	absent := map[string]bool{}
	for _, c := range cases {
		if c.Kind == "absent-real" {
			absent[c.ID[:strings.LastIndexByte(c.ID, ':')]] = true
		}
	}
	f, err := os.Open(shared(t, "gold", "match", "crossref_excluded.jsonl.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	var more []testCase
	for lines := json.NewDecoder(z); lines.More(); {
		var c testCase
		if err := lines.Decode(&c); err != nil {
			t.Fatal(err)
		}
		if at := strings.LastIndexByte(c.ID, ':'); absent[c.ID[:at]] && c.ID[at:] != ":modern-language-association" {
			c.Kind, c.Expect.Verdict = "absent-style", "not_found"
			more = append(more, c)
		}
	}
	return more
}

// probabilities returns how likely each candidate is, and last that it is none of them.
func (s sample) probabilities(w vector) []float64 {
	scores := make([]float64, len(s.vectors)+1)
	highest := 0.0
	for i, v := range s.vectors {
		for f := range v {
			scores[i] += v[f] * w[f]
		}
		highest = math.Max(highest, scores[i])
	}
	sum := 0.0
	for i := range scores {
		scores[i] = math.Exp(scores[i] - highest)
		sum += scores[i]
	}
	for i := range scores {
		scores[i] /= sum
	}
	return scores
}

// speakFor and speakAgainst are features whose weight has a sign by what they mean, so that a field
// that agrees never makes a work less likely, nor one that differs more likely.
var (
	speakFor = []feature{titleSame, titleRare, titleCut, titleNear, authorsSame, authorsFirst, authorsMany, containerSame, yearSame, volumeSame,
		issueSame, pageSame, pageWeak, locatorSame, locatorFull, doiSame, pmidSame, untitledLocator, untitledPlace, untitledAuthors, titlePrefix, titleVenue, titlePinned, titlePlaced, identifierAlone}
	speakAgainst = []feature{titlePart, titleOther, authorsNone, containerOther, yearOther, volumeOther, issueOther, pageOther, doiOther, pmidOther,
		kindOther, titleTail, barren, authorsAmiss, volumeUnregistered, pageUncited, pageUnregistered, yearUnregistered, wholeForPart}
)

// expected is what the weights should be about, before any data: the training is held to it where the
// references say little.
var expected = vector{
	bias: -5, titleSame: 4, titleRare: 2, titleCut: 2, titleNear: 2, titleClose: 0, titlePart: -1, titleOther: -3, titleUncited: 0,
	authorsSame: 3, authorsFirst: 1, authorsSome: 0, authorsNone: -3, authorsUncited: 1, authorsMany: 1.5,
	containerSame: 1, containerOther: -1, yearSame: 1, yearNear: 0, yearOther: -2, volumeSame: 1, volumeOther: -0.7,
	issueSame: 0.3, issueOther: -0.2, pageSame: 1.5, pageWeak: 0.3, pageOther: -1, locatorSame: 0.5, locatorFull: 1.5, doiSame: 3.5, doiOther: -0.7,
	pmidSame: 4, pmidOther: -0.5, kindOther: -5, titleTail: -2, barren: -2, untitledLocator: 1, untitledPlace: 1, untitledAuthors: 0.5, titlePrefix: 1, titleVenue: 1, titlePinned: 3,
	titlePlaced: 1, authorsAmiss: -0.5, authorsNeither: 1.5, authorsUnregistered: 1, volumeUncited: 0, volumeUnregistered: -0.2, pageUncited: 0, pageUnregistered: -0.3, yearUncited: 0, yearUnregistered: -0.2, wholeForPart: -1, identifierAlone: 4,
}

// train fits the weights by maximum likelihood, held to what is expected of them: each reference
// means one of its candidates or none. The steps are those of Adam (Kingma and Ba 2015).
func train(samples []sample) vector {
	const prior, step, rounds = 1e-3, 0.05, 400
	w, mean, square := expected, vector{}, vector{}
	for round := 1; round <= rounds; round++ {
		var gradient vector
		for _, s := range samples {
			right := s.right
			if right < 0 {
				right = len(s.vectors)
			}
			for i, p := range s.probabilities(w)[:len(s.vectors)] {
				if i == right {
					p--
				}
				if math.Abs(p) < 1e-9 {
					continue
				}
				for f, x := range s.vectors[i] {
					gradient[f] -= s.weight * p * x
				}
			}
		}
		pace := step * (1 - float64(round)/(rounds+1))
		for f := range w {
			g := gradient[f]/float64(len(samples)) - prior*(w[f]-expected[f])
			mean[f] = 0.9*mean[f] + 0.1*g
			square[f] = 0.999*square[f] + 0.001*g*g
			m, v := mean[f]/(1-math.Pow(0.9, float64(round))), square[f]/(1-math.Pow(0.999, float64(round)))
			w[f] += pace * m / (math.Sqrt(v) + 1e-9)
			switch {
			case slices.Contains(speakFor, feature(f)):
				w[f] = math.Max(0, w[f])
			case slices.Contains(speakAgainst, feature(f)):
				w[f] = math.Min(0, w[f])
			}
		}
	}
	return w
}

// measure returns the mean log likelihood, the share decided rightly, and the expected error of the
// confidence in ten bins.
func measure(samples []sample, w vector) (likelihood, right, calibration float64) {
	var n, sum, hit [10]float64
	total := 0.0
	for _, s := range samples {
		total += s.weight
		p := s.probabilities(w)
		at := s.right
		if at < 0 {
			at = len(p) - 1
		}
		likelihood += s.weight * math.Log(math.Max(p[at], 1e-12))
		best := 0
		for i := range p[:len(p)-1] {
			if p[i] > p[best] {
				best = i
			}
		}
		decided := len(p) > 1 && p[best] >= threshold
		if decided && best == s.right || !decided && s.right < 0 {
			right += s.weight
		}
		if len(p) > 1 {
			bin := min(9, int(p[best]*10))
			n[bin] += s.weight
			sum[bin] += s.weight * p[best]
			if best == s.right {
				hit[bin] += s.weight
			}
		}
	}
	for i := range n {
		calibration += math.Abs(sum[i]-hit[i]) / total
	}
	return likelihood / total, right / total, calibration
}

// TestTrain fits the weights on one half of the labelled references, prints how they do on the
// other, and writes weights.go when told to.
func TestTrain(t *testing.T) {
	mode := os.Getenv("REFCHECK_TRAIN")
	if mode == "" {
		t.Skip("set REFCHECK_TRAIN=show or REFCHECK_TRAIN=write to fit the weights to ../shared")
	}
	w, err := loadWorld()
	if err != nil {
		t.Skip(err)
	}
	samples := gather(t, w)
	var halves [2][]sample
	for _, s := range samples {
		halves[s.half] = append(halves[s.half], s)
	}
	report := func(label string, list []sample, w vector) {
		l, r, c := measure(list, w)
		t.Logf("%-28s %6d references  likelihood %.4f  right %.4f  calibration %.4f", label, len(list), l, r, c)
	}
	fitted := train(halves[0])
	for h, list := range halves {
		report(fmt.Sprintf("half %d, present weights", h), list, weights)
		report(fmt.Sprintf("half %d, fitted to half 0", h), list, fitted)
	}
	if mode == "write" {
		fitted = train(samples)
		report("both, fitted to both", samples, fitted)
		if err := os.WriteFile("weights.go", []byte(weightsSource(fitted)), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func weightsSource(w vector) string {
	var b strings.Builder
	b.WriteString(`package match

// weights are the logarithms of odds that each feature adds. They were fitted to the labelled
// references of ../shared/cases by maximum likelihood, by
//
//	REFCHECK_TRAIN=write go test ./internal/match -run TestTrain
var weights = vector{
`)
	for f, x := range w {
		fmt.Fprintf(&b, "\t%s: %.2f,\n", featureNames[f], x)
	}
	b.WriteString("}\n")
	return b.String()
}
