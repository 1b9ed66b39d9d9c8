package citation

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/refcheck/refcheck/internal/biblio"
)

// goldRow is a labelled reference: spans as marked, and their cleaned-up form where the marks include
// punctuation.
type goldRow struct {
	Text   string            `json:"text"`
	Fields map[string]string `json:"fields"`
	Norm   map[string]string `json:"norm"`
}

// TestGold holds the line: on a fixed sample of labelled references of many styles, the micro-F1 of
// title, container, year, volume, issue and first page must not fall under what was reached.
func TestGold(t *testing.T) {
	shared := os.Getenv("REFCHECK_SHARED")
	if shared == "" {
		shared = filepath.Join("..", "..", "..", "shared")
	}
	p := New()
	for set, floor := range map[string]float64{"jats": 0.94, "grobid": 0.87, "anystyle": 0.80, "parscit": 0.85, "excite": 0.80} {
		path := filepath.Join(shared, "gold", "parse", set+".jsonl.gz")
		if _, err := os.Stat(path); err != nil {
			t.Skipf("labelled references are not here (set REFCHECK_SHARED): %v", err)
		}
		t.Run(set, func(t *testing.T) {
			var right, wrong, missed, rows int
			for _, row := range goldSample(t, path, 10, 600) {
				rows++
				item, _ := p.Parse(row.Text)
				gold, got := row.fields(), fieldsOf(item)
				for k := range gold {
					switch {
					case gold[k] != "" && alike(gold[k], got[k]):
						right++
						continue
					case gold[k] != "":
						missed++
					}
					if got[k] != "" {
						wrong++
					}
				}
			}
			f1 := 2 * float64(right) / float64(2*right+wrong+missed)
			t.Logf("micro-F1 %.4f over %d references", f1, rows)
			if f1 < floor {
				t.Errorf("micro-F1 %.4f, want at least %.2f", f1, floor)
			}
		})
	}
}

// goldSample reads every nth row of a file of labelled references, at most limit of them.
func goldSample(t *testing.T, path string, nth, limit int) []goldRow {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	var rows []goldRow
	lines := bufio.NewScanner(z)
	lines.Buffer(nil, 1<<20)
	for n := 0; len(rows) < limit && lines.Scan(); n++ {
		if n%nth != 0 {
			continue
		}
		var row goldRow
		if err := json.Unmarshal(lines.Bytes(), &row); err != nil {
			t.Fatalf("%s, row %d: %v", path, n+1, err)
		}
		if len(row.Fields) > 0 {
			rows = append(rows, row)
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return rows
}

// fields returns title, container, year, volume, issue and first page as labelled.
func (r goldRow) fields() [6]string {
	from, page := r.Norm, r.Norm["fpage"]
	if len(from) == 0 {
		from, page = r.Fields, r.Fields["pages"]
	}
	return [6]string{from["title"], from["container"], from["year"], from["volume"], from["issue"], biblio.ParsePages(page).First}
}

func fieldsOf(i biblio.Item) [6]string {
	year := ""
	if i.Issued.Year > 0 {
		year = strconv.Itoa(i.Issued.Year)
	}
	return [6]string{i.Title, i.Container, year, i.Volume, i.Issue, biblio.ParsePages(i.Pages).First}
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

func folded(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, norm.NFKD.String(s))
	return strings.TrimLeft(s, "0")
}
