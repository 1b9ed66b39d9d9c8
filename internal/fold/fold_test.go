package fold

import (
	"math/rand/v2"
	"strings"
	"testing"
)

func TestKey(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"plain", "Deep Learning: A Review.", "deep learning a review"},
		{"diacritics", "Ångström, Paul Erdős, Adıgüzel, Slepčev", "angstrom paul erdos adiguzel slepcev"},
		{"letters that do not decompose", "Østergaard Müßig Łukasz œdème þorn Đặng", "ostergaard mussig lukasz oedeme thorn dang"},
		{"Greek letters", "TNF-α and Δψ", "tnf alpha and deltapsi"},
		{"micro sign", "5 µm", "5 mum"},
		{"sub- and superscripts", "H₂O, CO², ¹³C", "h2o co2 13c"},
		{"apostrophes vanish", "O’Brien's d'Amore", "obriens damore"},
		{"hyphens of all kinds", "Foltyn‐Dumitru a–b c—d e−f", "foltyn dumitru a b c d e f"},
		{"ampersand", "Bone & Joint R&D", "bone and joint r and d"},
		{"full width", "深度学习：（综述）", "深 度 学 习 综 述"},
		{"Cyrillic stays", "Журнал Й", "журнал и"},
		{"ligatures", "eﬃcient ﬁt", "efficient fit"},
		{"invisible characters", "soft\u00adhyphen zero\u200bwidth", "softhyphen zerowidth"},
		{"no-break space", "a\u00a0b", "a b"},
		{"mojibake", "GÃ³mez", "gomez"},
		{"a capital A with tilde alone", "SÃO Paulo", "sao paulo"},
		{"nothing but punctuation", " -- ?! ", ""},
		{"empty", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Key(tt.in); got != tt.want {
				t.Errorf("Key(%q) = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

func TestMarkup(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"plain", "  a  title ", "a title"},
		{"inline tags part no words", "H<sub>2</sub>O in <i>E. coli</i>", "H2O in E. coli"},
		{"block tags part words", "<p>One</p><p>two</p>", "One two"},
		{"entities", "Caf&eacute; &amp; bar", "Café & bar"},
		{"escaped twice", "d&amp;apos;Amore &amp;lt;i&amp;gt;x&amp;lt;/i&amp;gt;", "d'Amore x"},
		{"not a tag", "p<0.05 and n>3", "p<0.05 and n>3"},
		{"words in angle brackets", "a<b and c>d", "a<b and c>d"},
		{"MathML", "<mml:math xmlns:mml=\"x\"> <mml:mi>x</mml:mi>\n <mml:mo>=</mml:mo> <mml:mn>2</mml:mn> </mml:math>", "x=2"},
		{"TeX beside MathML", "A <inline-formula><alternatives><tex-math>$do(x)$</tex-math><mml:math><mml:mi>do</mml:mi><mml:mo>(x)</mml:mo></mml:math></alternatives></inline-formula> B", "A do(x) B"},
		{"annotation", "<math><semantics><mi>k</mi><annotation encoding=\"application/x-tex\">k</annotation></semantics></math>-means", "k-means"},
		{"JATS", "<jats:title>Abstract</jats:title><jats:p>Text</jats:p>", "Abstract Text"},
		{"unclosed", "a < b", "a < b"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Markup(tt.in); got != tt.want {
				t.Errorf("Markup(%q) = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

func TestRomanize(t *testing.T) {
	for in, want := range map[string]string{"Фёдоров": "fedorov", "Иванов": "ivanov", "Щукин": "shchukin", "Smith": "Smith", "Παπαδόπουλος": "papadopoulos"} {
		if got := Romanize(in); got != want {
			t.Errorf("Romanize(%q) = %q, want %q", in, got, want)
		}
	}
}

// plainDistance is the textbook's dynamic programming, with the search of a pattern in a text.
func plainDistance(a, b string, search bool) int {
	p, s := []rune(a), []rune(b)
	col := make([]int, len(p)+1)
	for i := range col {
		col[i] = i
	}
	best := len(p)
	for j, c := range s {
		diagonal := col[0]
		if !search {
			col[0] = j + 1
		}
		for i := range p {
			cost := 1
			if p[i] == c {
				cost = 0
			}
			diagonal, col[i+1] = col[i+1], min(diagonal+cost, col[i]+1, col[i+1]+1)
		}
		best = min(best, col[len(p)])
	}
	if search {
		return best
	}
	return col[len(p)]
}

func TestDistanceAgainstTextbook(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	word := func(alphabet string, n int) string {
		var out strings.Builder
		runes := []rune(alphabet)
		for range n {
			out.WriteRune(runes[r.IntN(len(runes))])
		}
		return out.String()
	}
	for _, alphabet := range []string{"ab ", "abcdefgh 01", "aжш深é", "a."} {
		for range 3000 {
			a, b := word(alphabet, r.IntN(150)), word(alphabet, r.IntN(150))
			if r.IntN(20) == 0 {
				a, b = word(alphabet, r.IntN(400)), word(alphabet, r.IntN(400))
			}
			if got, want := Distance(a, b), plainDistance(a, b, false); got != want {
				t.Fatalf("Distance(%q, %q) = %d, want %d", a, b, got, want)
			}
			got, end := Find(a, b)
			if want := plainDistance(a, b, true); got != want {
				t.Fatalf("Find(%q, %q) = %d, want %d", a, b, got, want)
			}
			if end < 0 || end > len(b) || plainDistance(a, b[:end], true) != got {
				t.Fatalf("Find(%q, %q) ends at %d, which is not a best part", a, b, end)
			}
		}
	}
}

func TestSimilarity(t *testing.T) {
	tests := []struct {
		a, b string
		want float64
	}{{"", "", 1}, {"abcd", "abcd", 1}, {"abcd", "", 0}, {"abcd", "abxd", 0.75}, {"深度", "深海", 0.5}}
	for _, tt := range tests {
		if got := Similarity(tt.a, tt.b); got != tt.want {
			t.Errorf("Similarity(%q, %q) = %v, want %v", tt.a, tt.b, got, tt.want)
		}
		for _, than := range []float64{0, 0.4, 0.5, 0.75, 0.9, 1} {
			if got := Closer(tt.a, tt.b, than); got != (tt.want > than) {
				t.Errorf("Closer(%q, %q, %v) is %v", tt.a, tt.b, than, got)
			}
		}
	}
}

func TestSameLetters(t *testing.T) {
	for _, pair := range [][2]string{{"co operation", "cooperation"}, {" a", "a "}, {"", " "}, {"a b", "ab c"}, {"深 度", "深度"}} {
		if got, want := SameLetters(pair[0], pair[1]), Compact(pair[0]) == Compact(pair[1]); got != want {
			t.Errorf("SameLetters(%q, %q) = %v, want %v", pair[0], pair[1], got, want)
		}
	}
}

func FuzzKey(f *testing.F) {
	for _, s := range []string{"", "GÃ³mez", "a\xffb", "<i>x</i> &amp;", "深度 ﬁ"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		key := Key(s)
		if again := Key(key); again != key {
			t.Errorf("the key %q of %q folds to %q", key, s, again)
		}
		if strings.TrimSpace(key) != key || strings.Contains(key, "  ") {
			t.Errorf("the key %q of %q has idle blanks", key, s)
		}
		Markup(s)
		if d := Distance(s, key); d < 0 {
			t.Errorf("negative distance of %q and %q", s, key)
		}
	})
}

func BenchmarkDistance(b *testing.B) {
	x := Key("Effectiveness of interventions to improve patient compliance: a meta-analysis of trial")
	y := "a" + Key("Efficacy of intervention to improve the compliance of patients: a meta analysis of tri")
	b.ReportAllocs()
	for b.Loop() {
		Distance(x, y)
	}
}

func BenchmarkKey(b *testing.B) {
	for b.Loop() {
		Key("Effectiveness of Interventions to Improve Patient Compliance: A Meta-Analysis")
	}
}
