package citation

import (
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/citation/gold"
)

// TestGold holds the line: on labelled references of many styles, of which none has trained the model,
// the micro-F1 of the fields that are compared must not fall under what was reached.
func TestGold(t *testing.T) {
	p := New()
	for set, floor := range map[string]float64{"jats": 0.96, "grobid": 0.92, "anystyle": 0.87, "parscit": 0.92, "excite": 0.87} {
		t.Run(set, func(t *testing.T) {
			var right, wrong, missed int
			rows := goldRows(t, set)
			for _, row := range rows {
				want, got := goldFields(row), fieldsOf(p.Parse(row.Text).Item)
				for k := range want {
					switch {
					case want[k] != "" && same(k, want[k], got[k]):
						right++
						continue
					case want[k] != "":
						missed++
					}
					if got[k] != "" {
						wrong++
					}
				}
			}
			f1 := 2 * float64(right) / float64(2*right+wrong+missed)
			t.Logf("micro-F1 %.4f over %d references", f1, len(rows))
			if f1 < floor {
				t.Errorf("micro-F1 %.4f, want at least %.2f", f1, floor)
			}
		})
	}
}

// goldRows returns labelled references of a set: what the trainer holds out of those that train, and a
// sample of the others, 700 at most.
func goldRows(t *testing.T, set string) []gold.Row {
	t.Helper()
	if testing.Short() {
		t.Skip("left out of short runs, such as those of the race detector: it takes too long there")
	}
	shared := os.Getenv("REFCHECK_SHARED")
	if shared == "" {
		shared = filepath.Join("..", "..", "..", "shared")
	}
	path := filepath.Join(shared, "gold", "parse", set+".jsonl.gz")
	if _, err := os.Stat(path); err != nil {
		t.Skipf("labelled references are not here (set REFCHECK_SHARED): %v", err)
	}
	all, err := gold.Read(path)
	if err != nil {
		t.Fatal(err)
	}
	var rows []gold.Row
	for _, r := range all {
		if r.HeldOut() && len(r.Fields) > 0 && len(rows) < 700 {
			rows = append(rows, r)
		}
	}
	return rows
}

// goldNames are the fields that are compared, by the names that the sets and CSL give them.
var goldNames = [...]struct{ gold, csl string }{
	{"title", "title"}, {"container", "container-title"}, {"year", "issued"}, {"volume", "volume"}, {"issue", "issue"}, {"fpage", "page"},
	{"author", "author"},
}

// The places of the fields that are compared in a way of their own.
const (
	goldPage   = 5
	goldAuthor = 6
)

// goldFields returns the fields that are compared as labelled.
func goldFields(r gold.Row) [len(goldNames)]string {
	var out [len(goldNames)]string
	for k, n := range goldNames {
		switch {
		case len(r.Norm) > 0 && k != goldAuthor:
			out[k] = r.Norm[n.gold]
		case n.gold == "fpage":
			out[k] = r.Field("pages")
		default:
			out[k] = r.Field(n.gold)
		}
	}
	out[goldPage] = biblio.ParsePages(out[goldPage]).First
	return out
}

func fieldsOf(i biblio.Item) [len(goldNames)]string {
	year := ""
	if i.Issued.Year > 0 {
		year = strconv.Itoa(i.Issued.Year)
	}
	var names []string
	for _, n := range i.Authors {
		names = append(names, n.Particle, n.Family, n.Given, n.Literal)
	}
	return [...]string{i.Title, i.Container, year, i.Volume, i.Issue, biblio.ParsePages(i.Pages).First, strings.Join(names, " ")}
}

// same reports whether a field is what its label says.
func same(k int, want, got string) bool {
	if k != goldAuthor {
		return alike(want, got)
	}
	a, b := nameWords(want), nameWords(got)
	both := 0
	for w := range a {
		if b[w] {
			both++
		}
	}
	return len(a) > 0 && 5*both >= 4*len(a) && 5*both >= 4*len(b)
}

// nameWords returns the words of names that are no initials.
func nameWords(s string) map[string]bool {
	words := make(map[string]bool)
	for w := range strings.FieldsFuncSeq(s, func(r rune) bool { return !unicode.IsLetter(r) }) {
		if w = gold.Fold(w); len(w) > 2 && w != "and" && w != "und" && w != "the" {
			words[w] = true
		}
	}
	return words
}

// alike reports whether two texts share nine tenths of their pairs of letters.
func alike(a, b string) bool {
	a, b = folded(a), folded(b)
	if a == b || len(a) < 8 || len(b) < 8 {
		return a == b
	}
	pairs := make(map[string]int)
	for i := range len(a) - 1 {
		pairs[a[i:i+2]]++
	}
	both := 0
	for i := range len(b) - 1 {
		if pairs[b[i:i+2]] > 0 {
			pairs[b[i:i+2]]--
			both++
		}
	}
	return float64(2*both)/float64(len(a)+len(b)-2) >= 0.9
}

func folded(s string) string { return strings.TrimLeft(gold.Fold(s), "0") }

// judged is a field as it was read: how sure the tagger was, and whether it was right.
type judged struct {
	field        int
	odds, stated float64
	right        bool
}

// TestFieldConfidence guards that a field of confidence x is right in x of all cases, as far as labels
// tell: within groups of like confidence, the share of right ones may differ from the mean confidence by
// little. With -v it prints the groups, and what the constants would be after another training.
func TestFieldConfidence(t *testing.T) {
	p := New()
	var fit, measure []judged
	for _, set := range []string{"jats", "grobid", "anystyle"} {
		for _, row := range goldRows(t, set) {
			into := &fit
			if row.Hash()/10%2 == 1 {
				into = &measure
			}
			read := p.Parse(row.Text)
			want, got := goldFields(row), fieldsOf(read.Item)
			for k, n := range goldNames {
				if c := read.FieldConfidence[n.csl]; got[k] != "" && c > 0 {
					*into = append(*into, judged{k, (logOdds(c) - offsetOf(n.csl)) / confidenceSlope, c, want[k] != "" && same(k, want[k], got[k])})
				}
			}
		}
	}
	gap := 0.0
	for _, from := range []float64{0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98} {
		n, right, sum := 0, 0.0, 0.0
		for _, j := range measure {
			if group := confidenceGroup(j.stated); group == from {
				n, sum = n+1, sum+j.stated
				if j.right {
					right++
				}
			}
		}
		if n > 0 {
			t.Logf("from %.2f: %4d fields, stated %.3f, right %.3f", from, n, sum/float64(n), right/float64(n))
			gap += math.Abs(right-sum) / float64(len(measure))
		}
	}
	t.Logf("mean gap %.4f over %d fields", gap, len(measure))
	if gap > 0.02 {
		t.Errorf("confidence differs from the share of right fields by %.4f in the mean, want at most 0.02", gap)
	}
	slope, offsets := logistic(fit)
	t.Logf("constants: slope %.2f", slope)
	for k, n := range goldNames {
		t.Logf("  %s %.2f", n.csl, offsets[k])
	}
}

// confidenceGroup returns the lower bound of the group of a confidence.
func confidenceGroup(c float64) float64 {
	group := 0.0
	for _, from := range []float64{0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98} {
		if c >= from {
			group = from
		}
	}
	return group
}

func offsetOf(name string) float64 {
	for _, f := range cslFields {
		if f.name == name {
			return f.offset
		}
	}
	return 0
}

// logistic fits the slope and the offsets by gradient ascent.
func logistic(data []judged) (slope float64, offsets [len(goldNames)]float64) {
	var count [len(goldNames)]float64
	for _, j := range data {
		count[j.field]++
	}
	for range 4000 {
		var bySlope float64
		var byOffset [len(goldNames)]float64
		for _, j := range data {
			miss := -sigmoid(offsets[j.field] + slope*j.odds)
			if j.right {
				miss++
			}
			bySlope += miss * j.odds
			byOffset[j.field] += miss
		}
		slope += 0.05 * bySlope / float64(len(data))
		for k := range offsets {
			offsets[k] += 2 * byOffset[k] / max(count[k], 1)
		}
	}
	return slope, offsets
}
