package citation

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTokenize(t *testing.T) {
	tests := []struct {
		text string
		want []string
	}{
		{"", nil},
		{" \t\u00a0", nil},
		{"Smith JA.", []string{"Smith", "JA", "."}},
		{"O’Brien d'Amore's", []string{"O’Brien", "d'Amore's"}},
		{"'quoted'", []string{"'", "quoted", "'"}},
		{"670–4", []string{"670", "–", "4"}},
		{"e30619 D66", []string{"e30619", "D66"}},
		{"<i>Nature</i> 5<6", []string{"Nature", "5", "<", "6"}},
		{"soft\u00adhyphen", []string{"soft", "hyphen"}},
		{"1Journal of Crystal Growth", []string{"1", "Journal", "of", "Crystal", "Growth"}},
		{"12011 International Conference", []string{"1", "2011", "International", "Conference"}},
		{"12011 is a number", []string{"12011", "is", "a", "number"}},
		{"2014年第16巻第2号", []string{"2014", "年", "第", "16", "巻", "第", "2", "号"}},
		{"第3期", []string{"第", "3", "期"}},
		{"王小明，李四", []string{"王小明", "，", "李四"}},
	}
	for _, tt := range tests {
		var got []string
		for _, tok := range tokenize(tt.text, nil) {
			got = append(got, tt.text[tok.start:tok.end])
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("tokenize(%q) (-want +got):\n%s", tt.text, diff)
		}
	}
}

func TestShape(t *testing.T) {
	tests := []struct {
		word string
		want shape
	}{
		{"Smith", shapeWord | shapeUpper},
		{"SMITH", shapeWord | shapeUpper | shapeCaps},
		{"of", shapeWord | shapeLower},
		{"eLife", shapeWord | shapeLower | shapeInner},
		{"1998", shapeWord | shapeNumber | shapeDigit},
		{"e123", shapeWord | shapeDigit | shapeLower},
		{"XIV", shapeWord | shapeUpper | shapeCaps | shapeRoman},
		{"iv", shapeWord | shapeLower | shapeRoman},
		{"Émile", shapeWord | shapeUpper},
		{"Иванов", shapeWord | shapeUpper},
		{"כהן", shapeWord},
		{"١٤٤", shapeWord | shapeNumber | shapeDigit},
	}
	for _, tt := range tests {
		if got := tokenize(tt.word, nil)[0].shape &^ shapeSpaced; got != tt.want {
			t.Errorf("shape of %q: %b, want %b", tt.word, got, tt.want)
		}
	}
}

func FuzzTokenize(f *testing.F) {
	f.Add("1. Watson JD, <i>Nature</i> 1953;171:737–8. O’Brien d'Amore \u00ad")
	f.Add("1A'\xff<br/>")
	f.Fuzz(func(t *testing.T, text string) {
		end := int32(0)
		for _, tok := range tokenize(text, nil) {
			if tok.start < end || tok.end <= tok.start || int(tok.end) > len(text) {
				t.Fatalf("token %d–%d behind %d in a text of %d bytes", tok.start, tok.end, end, len(text))
			}
			end = tok.end
		}
	})
}
