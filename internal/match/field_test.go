package match

import (
	"testing"

	"github.com/refcheck/refcheck/internal/biblio"
)

func TestCompareTitles(t *testing.T) {
	tests := []struct {
		name, cited, registered string
		want                    Outcome
	}{
		{"case and punctuation", "Hate in the Counter-Transference", "Hate in the counter transference", Same},
		{"joined words", "Real time PCR", "Realtime PCR", Equivalent},
		{"British and American", "Tumour behaviour and haemoglobin in labelled fibres", "Tumor behavior and hemoglobin in labeled fibers", Equivalent},
		{"Greek letter", "Role of TGF-β in wound healing", "Role of TGF-beta in wound healing", Same},
		{"article inside left out", "Modernization of databases in cloud era", "Modernization of databases in the cloud era", Near},
		{"name of a sign", "Protein complex 1, medium subunit micro 1 (AP1M1)", "Protein complex 1, medium subunit μ1 (AP1M1)", Equivalent},
		{"article in front left out", "Method for the analysis of soils", "A method for the analysis of soils", Equivalent},
		{"subtitle left out", "Narrative medicine", "Narrative medicine: a model for empathy", Equivalent},
		{"a dash before the subtitle", "Narrative medicine", "Narrative medicine – a model for empathy", Equivalent},
		{"subtitle behind a question", "Can fatigue explain running strategies?", "Can fatigue explain running strategies? The flush model", Equivalent},
		{"label before", "Biofortification of durum wheat", "Review: Biofortification of durum wheat", Equivalent},
		{"withdrawn", "Biofortification of durum wheat", "WITHDRAWN: Biofortification of durum wheat", Same},
		{"a misprint", "Copper eenzymes in isolated chloroplasts", "Copper enzymes in isolated chloroplasts", Near},
		{"another preposition", "Augmentation towards model debiasing", "Augmentation for model debiasing", Near},
		{"another word", "Robust dynamic radiance fields", "Resilient dynamic radiance fields", Different},
		{"another species", "Genetics of drought in rice", "Genetics of drought in wheat", Different},
		{"another part", "Glycosidases of the skin. Part II", "Glycosidases of the skin. Part I", Different},
		{"another year of a report", "Plant regulatory elements (PLACE) database", "Plant regulatory elements (PLACE) database: 1999", Different},
		{"a tail without a mark", "Deep residual learning for images of piracy", "Deep residual learning for images", Different},
		{"main title left out", "A mutant gibberellin synthesis gene in rice", "Green revolution: A mutant gibberellin synthesis gene in rice", Different},
		{"nothing cited", "", "Green revolution", Unknown},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := compareTitles(newTitle(tt.cited), newTitle(tt.registered)); got.outcome != tt.want {
				t.Errorf("%v (%.2f), want %v", got.outcome, got.similarity, tt.want)
			}
		})
	}
}

func TestCompareAuthors(t *testing.T) {
	tests := []struct {
		name              string
		cited, registered []biblio.Name
		etAl              bool
		want              Outcome
	}{
		{"initials", people("Roter, D", "Hall, JA"), people("Roter, Debra L.", "Hall, Judith A."), false, Same},
		{"cut list", people("Roter, D"), people("Roter, Debra L.", "Hall, Judith A."), true, Same},
		{"cut without saying so", people("Roter, D"), people("Roter, Debra L.", "Hall, Judith A."), false, Near},
		{"Halpern's reference 16", people("Roter, D", "Stewart, S", "Putnam, N", "Lipkin, M"), people("Roter, Debra L.", "Stewart, Moira", "Putnam, Samuel M.", "Lipkin, Mack", "Stiles, William", "Inui, Thomas S."), false, Near},
		{"first and last with an ellipsis", people("A, B", "Cole, D", "Eaton, F", "Gray, H", "Ives, J", "Zorn, K"), people("A, B", "Cole, D", "Eaton, F", "Gray, H", "Ives, J", "Kent, L", "Zorn, K"), true, Same},
		{"first author misspelt", people("Morgonuov, A", "Gomez, HF"), people("Morgounov, A.", "Gomez, H.F."), false, Near},
		{"later author misspelt", people("Ma, JF", "Konoshi, S"), people("Ma, J.F.", "Konishi, S."), false, Equivalent},
		{"another first author", people("Goodman, MM", "Buckler, ES"), people("Remington, DL", "Goodman, MM", "Buckler, ES"), false, Different},
		{"first two changed places", people("Tuberosa, R", "Salvi, S"), people("Salvi, S.", "Tuberosa, R."), false, Different},
		{"given for family name of the first", people("Mohammed, A", "Li, P"), people("Ali, Mohammed", "Li, Penghui"), false, Near},
		{"umlauts by two letters", people("Mueller, K", "Jaeger, W"), people("Müller, K", "Jäger, W"), false, Same},
		{"double names", people("Garcia, M"), people("García Lorca, María"), false, Same},
		{"Jr behind the name", people("Lipkin, M"), people("Lipkin Jr, Mack"), false, Same},
		{"Cyrillic", people("Ivanov, S"), people("Иванов, С"), false, Same},
		{"initials registered in the family name", people("van Elsas, JD"), []biblio.Name{{Family: "van Elsas JD"}}, false, Same},
		{"particle registered as family name", people("van Elsas, JD"), people("van, Elsas JD"), false, Same},
		{"consortium before the authors", people("Mayer, KF", "Waugh, R"), people("International Barley Sequencing Consortium", "Mayer, K. F.", "Waugh, R."), false, Same},
		{"consortium for the authors", people("Grapevine Genome Consortium"), people("Jaillon, O", "Aury, JM"), false, Equivalent},
		{"a group by another name", people("The Gene Ontology Consortium"), people("Gene Ontology Consortium"), false, Same},
		{"registry has the first alone", people("Koornneef, A", "Claessens, SM"), people("Koornneef, A"), false, Equivalent},
		{"one too many", people("Roter, D", "Hall, J", "Nemo, A"), people("Roter, D", "Hall, J"), false, Different},
		{"another of a person's names for the family name", people("Yu, J", "Pressoir, G", "Bi, IV"), people("Yu, J", "Pressoir, G", "Vroh, BI"), false, Equivalent},
		{"a slip in an initial of the first", people("Bates, L. S.", "Waldren, R. P."), people("Bates, T.S.", "Waldren, R. P."), false, Same},
		{"another given name of the first", people("Cheng, C.Y."), people("Cheng, Xiaolin"), false, Near},
		{"capitals that are no particle", people("DAS, S.K."), people("Das, Sunil K."), false, Same},
		{"a family name taken for a suffix", []biblio.Name{{Family: "Pérez", Given: "CJ"}, {Family: "SG", Suffix: "Filho"}}, people("Pérez, CJ", "Filho, SG"), false, Same},
		{"none cited", nil, people("Roter, D"), false, Absent},
		{"none registered", people("Roter, D"), nil, false, Unknown},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := compareAuthors(newPeople(tt.cited), newPeople(tt.registered), tt.etAl, false)
			if got.outcome != tt.want {
				t.Errorf("%v, want %v: %+v", got.outcome, tt.want, got.wrong)
			}
		})
	}
}

func TestDescribeAuthorsNamesWhatDiffers(t *testing.T) {
	b := compareAuthors(newPeople(people("Roter, D", "Hall, J", "Nemo, A")), newPeople(people("Roter, Debra", "Hall, Judith", "Merisca, Rolande")), false, false)
	left, right := b.describe(people("Roter, D", "Hall, J", "Nemo, A"), people("Roter, Debra", "Hall, Judith", "Merisca, Rolande"))
	if left != "Nemo A" || right != "Merisca Rolande" {
		t.Errorf("cited %q, registered %q", left, right)
	}
}

func TestCompareLocators(t *testing.T) {
	tests := []struct {
		cited, registered string
		want              Outcome
	}{
		{"36", "36", Same}, {"036", "36", Same}, {"Vol. 36", "36", Same}, {"XII", "12", Same}, {"36 Suppl 1", "36", Equivalent}, {"71B", "71", Equivalent},
		{"3-4", "4", Equivalent}, {"37", "36", Different}, {"36 Pt 1", "36 Pt 2", Different}, {"", "36", Absent}, {"36", "", Unknown},
	}
	for _, tt := range tests {
		if got := compareLocators(newLocator(tt.cited), newLocator(tt.registered)); got != tt.want {
			t.Errorf("compareLocators(%q, %q) = %v, want %v", tt.cited, tt.registered, got, tt.want)
		}
	}
}

func TestComparePages(t *testing.T) {
	tests := []struct {
		cited, registered string
		want              Outcome
	}{
		{"1138–61", "1138-1161", Same}, {"1138", "1138-1161", Same}, {"pp. 1138--1161", "1138-61", Same}, {"e68161", "68161", Equivalent},
		{"S12–S15", "S12-5", Same}, {"027004", "27004", Same}, {"i74 i79", "i74-i79", Same}, {"1138–65", "1138-1161", Near},
		{"1139–61", "1138-1161", Different}, {"1238", "1138-1161", Different}, {"", "1138", Absent}, {"1138", "", Unknown}, {"A12", "B12", Different},
	}
	for _, tt := range tests {
		var registered []span
		if tt.registered != "" {
			registered = []span{newSpan(tt.registered)}
		}
		if got := comparePages(newSpan(tt.cited), registered); got != tt.want {
			t.Errorf("comparePages(%q, %q) = %v, want %v", tt.cited, tt.registered, got, tt.want)
		}
	}
}

func TestCompareYears(t *testing.T) {
	tests := []struct {
		cited      int
		registered []int
		final      bool
		want       Outcome
	}{
		{1998, []int{1998}, true, Same}, {1998, []int{1999, 1998}, true, Same}, {1997, []int{1998}, true, Near}, {1997, []int{1998}, false, Equivalent},
		{1995, []int{1998}, false, Different}, {0, []int{1998}, true, Absent}, {1998, nil, true, Unknown},
	}
	for _, tt := range tests {
		if got := compareYears(tt.cited, tt.registered, tt.final); got != tt.want {
			t.Errorf("compareYears(%d, %v, %v) = %v, want %v", tt.cited, tt.registered, tt.final, got, tt.want)
		}
	}
}

func TestCompareDOIs(t *testing.T) {
	tests := []struct {
		name  string
		cited biblio.Item
		work  biblio.Work
		want  Outcome
	}{
		{"same", withDOI(biblio.Item{}, "10.1/a"), registered(biblio.Item{}, "10.1/a"), Same},
		{"another", withDOI(biblio.Item{}, "10.1/a"), registered(biblio.Item{}, "10.1/b"), Different},
		{"a version of a preprint", withDOI(biblio.Item{}, "10.48550/arxiv.2602.12123v1"), registered(biblio.Item{}, "10.48550/arxiv.2602.12123"), Equivalent},
		{"the preprint of the work", withDOI(biblio.Item{}, "10.1101/x"), biblio.Work{Item: withDOI(biblio.Item{}, "10.1/a"), PreprintOf: "10.1101/x"}, Equivalent},
		{"none registered", withDOI(biblio.Item{}, "10.1/a"), biblio.Work{}, Unknown},
		{"none cited", biblio.Item{}, registered(biblio.Item{}, "10.1/a"), Absent},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			ref := cited(tt.cited)
			if got := compareDOIs(&ref, &tt.work); got != tt.want {
				t.Errorf("%v, want %v", got, tt.want)
			}
		})
	}
}

// printed is a reference of which the split may be wrong.
func printed(raw string, split biblio.Item) biblio.Reference {
	return biblio.Reference{Item: split, Raw: raw, Printed: true, Confidence: 0.8}
}

// TestTextIsTheBetterWitness holds that a bad split does not hide what is printed, and that what is
// printed wrongly is not excused by it.
func TestTextIsTheBetterWitness(t *testing.T) {
	work := registered(article("Effectiveness of Interventions to Improve Patient Compliance: A Meta-Analysis", "Medical Care", 1998, "36", "1138-1161", "Roter, Debra L.", "Hall, Judith A.", "Merisca, Rolande"), "10.1097/00005650-199808000-00004")
	work.ContainerShort = "Med Care"
	const raw = "Roter D, Hall J, Merisca R. Effectiveness of interventions to improve patient compliance: a meta-analysis. Med Care. 1998;36(8):1138–61."
	right := article("Effectiveness of interventions to improve patient compliance: a meta-analysis", "Med Care", 1998, "36", "1138–61", "Roter, D", "Hall, J", "Merisca, R")
	tests := []struct {
		name string
		raw  string
		edit func(*biblio.Item)
		want []string
	}{
		{"split rightly", raw, func(*biblio.Item) {}, []string{}},
		{"title cut at the colon", raw, func(i *biblio.Item) {
			i.Title, i.Container = "Effectiveness of interventions to improve patient compliance", "a meta-analysis. Med Care"
		}, []string{}},
		{"authors in the title", raw, func(i *biblio.Item) { i.Authors, i.Title = nil, "Merisca R. "+i.Title }, []string{}},
		{"authors left in one piece", raw, func(i *biblio.Item) { i.Authors = []biblio.Name{{Literal: "Roter D, Hall J, Merisca R"}} }, []string{}},
		{"volume and page changed places", raw, func(i *biblio.Item) { i.Volume, i.Pages = "8", "36" }, []string{}},
		{"a misprinted volume", "Roter D, Hall J, Merisca R. Effectiveness of interventions to improve patient compliance: a meta-analysis. Med Care. 1998;63(8):1138–61.", func(i *biblio.Item) { i.Volume = "63" }, []string{"volume"}},
		{"a misprinted page", "Roter D, Hall J, Merisca R. Effectiveness of interventions to improve patient compliance: a meta-analysis. Med Care. 1998;36(8):1183–91.", func(i *biblio.Item) { i.Pages = "1183–91" }, []string{"page"}},
		{"an issue in words between volume and page", "Roter D, Hall J, Merisca R. Effectiveness of interventions to improve patient compliance: a meta-analysis. Med Care. 1998 7 1;36(Web Server issue):1138–61.", func(i *biblio.Item) { i.Volume = "7 1;36" }, []string{}},
		{"a word too many in the title", "Roter D, Hall J, Merisca R. Effectiveness of interventions to improve patient compliance: a meta-analysis revisited. Med Care. 1998;36(8):1138–61.", func(i *biblio.Item) { i.Title += " revisited" }, []string{"title"}},
		{"another author", "Roter D, Hall J, Nemo A. Effectiveness of interventions to improve patient compliance: a meta-analysis. Med Care. 1998;36(8):1138–61.", func(i *biblio.Item) { i.Authors = people("Roter, D", "Hall, J", "Nemo, A") }, []string{"author"}},
		{"another journal", "Roter D, Hall J, Merisca R. Effectiveness of interventions to improve patient compliance: a meta-analysis. JAMA. 1998;36(8):1138–61.", func(i *biblio.Item) { i.Container = "JAMA" }, []string{"container"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			split := right
			tt.edit(&split)
			id := Identify(printed(tt.raw, split), []biblio.Work{work})
			if got := verdict(id); len(got) != len(tt.want) || len(got) > 0 && got[0] != tt.want[0] {
				t.Errorf("differs in %v, want %v", got, tt.want)
			}
		})
	}
}

func FuzzIdentify(f *testing.F) {
	f.Add("1 Roter D, Hall J. Title of a work. Med Care. 1998;36:1138–61. doi:10.1/x", "Title of a work", "Roter", "36", "1138", "Title of a work")
	f.Add("", "", "", "", "", "")
	f.Add("深度学习 — et al (2010) 10.", "深", "van", "IV", "e1–e2", "RETRACTED:")
	f.Fuzz(func(t *testing.T, raw, title, family, volume, pages, registeredTitle string) {
		item := article(title, title, 2001, volume, pages)
		item.Authors = []biblio.Name{{Family: family, Given: volume}, {Literal: title}}
		work := registered(article(registeredTitle, family, 2001, pages, volume), "10.1/x")
		work.Authors = []biblio.Name{{Family: raw}, {Family: family, Given: pages}}
		id := Identify(printed(raw, item), []biblio.Work{work, work})
		if id.Confidence < 0 || id.Confidence > 1 {
			t.Errorf("confidence %v", id.Confidence)
		}
	})
}

var benchReference = article("Effectiveness of interventions to improve patient compliance: a meta-analysis", "Med Care", 1998, "36", "1138–61", "Roter, D", "Hall, J", "Merisca, R", "Nordstrom, B", "Cretin, D", "Svarstad, B")

var benchWorks = []biblio.Work{
	registered(article("Effectiveness of Interventions to Improve Patient Compliance: A Meta-Analysis", "Medical Care", 1998, "36", "1138-1161", "Roter, Debra L.", "Hall, Judith A.", "Merisca, Rolande", "Nordstrom, Beth", "Cretin, Deborah", "Svarstad, Bonnie"), "10.1097/a"),
	tunneled, plos, resnet,
}

// BenchmarkCompare sets one reference beside one work, both folded before.
func BenchmarkCompare(b *testing.B) {
	p := Prepare(cited(benchReference))
	var subjects []*subject
	for i := range benchWorks {
		subjects = append(subjects, newSubject(&benchWorks[i]))
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		p.weigh(subjects[i%len(subjects)]).vector()
	}
}

// BenchmarkIdentify decides between four records, folding them.
func BenchmarkIdentify(b *testing.B) {
	p := Prepare(cited(benchReference))
	b.ReportAllocs()
	for b.Loop() {
		p.Identify(benchWorks)
	}
}
