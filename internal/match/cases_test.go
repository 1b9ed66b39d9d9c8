package match

import (
	"slices"
	"testing"

	"github.com/refcheck/refcheck/internal/biblio"
)

// verdict is what follows from an identity: "" for no work, "verified", or the fields that differ.
func verdict(id Identity) []string {
	if !id.Decided {
		return []string{"none"}
	}
	return mismatched(id.Comparison)
}

func conference(title, container string, year int, authors ...string) biblio.Item {
	i := article(title, container, year, "", "", authors...)
	i.Type = biblio.Conference
	return i
}

func withDOI(i biblio.Item, doi string) biblio.Item {
	i.DOI = doi
	return i
}

func withType(i biblio.Item, t biblio.Type) biblio.Item {
	i.Type = t
	return i
}

// The works of the cases below, as registries hold them.
var (
	dna      = registered(article("Molecular Structure of Nucleic Acids: A Structure for Deoxyribose Nucleic Acid", "Nature", 1953, "171", "737-738", "Watson, J. D.", "Crick, F. H. C."), "10.1038/171737a0")
	nerf     = biblio.Work{Registry: "crossref", Subtitle: "representing scenes as neural radiance fields for view synthesis", Item: withDOI(article("NeRF", "Communications of the ACM", 2022, "65", "99-106", "Mildenhall, Ben", "Srinivasan, Pratul P.", "Tancik, Matthew", "Barron, Jonathan T.", "Ramamoorthi, Ravi", "Ng, Ren"), "10.1145/3503250")}
	resnet   = registered(conference("Deep Residual Learning for Image Recognition", "2016 IEEE Conference on Computer Vision and Pattern Recognition (CVPR)", 2016, "He, Kaiming", "Zhang, Xiangyu", "Ren, Shaoqing", "Sun, Jian"), "10.1109/cvpr.2016.90")
	retract  = registered(article("RETRACTED: Ileal-lymphoid-nodular hyperplasia, non-specific colitis, and pervasive developmental disorder in children", "The Lancet", 1998, "351", "637-641", "Wakefield, AJ", "Murch, SH", "Anthony, A"), "10.1016/s0140-6736(97)11096-0")
	notice10 = registered(article("Retraction—Ileal-lymphoid-nodular hyperplasia, non-specific colitis, and pervasive developmental disorder in children", "The Lancet", 2010, "375", "445", "The Editors of The Lancet"), "10.1016/s0140-6736(10)60175-4")
	review   = registered(withType(article("Artificial intelligence: A modern approach", "Artificial Intelligence", 1996, "82", "369-380", "Nilsson, Nils J."), biblio.ArticleJournal), "10.1016/0004-3702(96)00007-0")
	circles  = registered(article("Off-diagonal book Ramsey numbers", "Combinatorics, Probability and Computing", 2023, "32", "516-545", "Conlon, David", "Fox, Jacob", "Wigderson, Yuval"), "10.1017/s0963548322000360")
	tunneled = registered(article("Macroscopic spatial analysis of pedestrian and bicycle crashes", "Accident Analysis & Prevention", 2012, "45", "382-391", "Siddiqui, Chowdhury", "Abdel-Aty, Mohamed", "Choi, Keechoo"), "10.1016/j.aap.2011.08.003")
	other11  = registered(article("Geographical unit based analysis in the context of transportation safety planning", "Accident Analysis & Prevention", 2011, "43", "1250-1260", "Abdel-Aty, Mohamed", "Siddiqui, Chowdhury"), "10.1016/j.aap.2011.07.009")
	partOne  = registered(article("Rules of plant breeding. Part I", "Annals of Breeding", 1999, "10", "100-110", "Okafor, Ngozi"), "10.1000/part1")
	partTwo  = registered(article("Rules of plant breeding. Part II", "Annals of Breeding", 1999, "10", "111-120", "Okafor, Ngozi"), "10.1000/part2")
	nature2  = registered(article("A low-temperature route to graphene ribbons on gold", "Nature Physics", 2014, "10", "317-322", "Iversen, Mads", "Kowalczyk, Ewa"), "10.1000/graphene")
	gomez    = registered(article("Shift work and sleep among hospital nurses in four countries", "Scandinavian Journal of Work", 2016, "42", "12-20", "GÃ³mez, Ana", "Ã…berg, Lars"), "10.1000/mojibake")
	preprint = biblio.Work{Registry: "crossref", PublishedAs: "10.1000/journal.9", Item: withType(withDOI(article("Sparse tensors for protein folding at scale", "bioRxiv", 2020, "", "", "Moreau, Claire", "Tan, Wei"), "10.1101/2020.01.02.123456"), biblio.Preprint)}
	journal  = registered(article("Sparse tensors for protein folding at scale", "Journal of Computational Biology", 2021, "28", "33-47", "Moreau, Claire", "Tan, Wei"), "10.1000/journal.9")
	hipaa    = registered(article("Language models as zero-shot planners for household robots", "Robotics Letters", 2023, "8", "45-52", "Qwen Team", "Liu, Min"), "10.1000/qwen")
	plos     = registered(article("A cohort study of tea drinking and fractures", "PLoS Medicine", 2011, "8", "e1001012", "Marsh, Helen", "van den Oord, Piet", "Šlepčev, Dejan"), "10.1371/journal.pmed.1001012")
	letter   = registered(article("Reply to: A cohort study of tea drinking and fractures", "PLoS Medicine", 2011, "8", "e1001099", "Marsh, Helen"), "10.1371/journal.pmed.1001099")
)

// TestCases is one reference for each kind of failure known from other checkers.
func TestCases(t *testing.T) {
	tests := []struct {
		name  string
		ref   biblio.Item
		works []biblio.Work
		doi   string   // of the work, "" for none
		want  []string // the fields that differ
	}{
		{"1 subtitle dropped", article("Molecular Structure of Nucleic Acids", "Nature", 1953, "171", "737–8", "Watson, JD", "Crick, FHC"), []biblio.Work{dna}, dna.DOI, nil},
		{"1 subtitle registered apart", article("NeRF: Representing Scenes as Neural Radiance Fields for View Synthesis", "Commun. ACM", 2022, "65", "99–106", "Mildenhall, B", "Srinivasan, PP", "Tancik, M", "Barron, JT", "Ramamoorthi, R", "Ng, R"), []biblio.Work{nerf}, nerf.DOI, nil},
		{"1 invented tail on a real title", conference("Deep residual learning for image recognition in maritime piracy", "CVPR", 2016, "He, K", "Zhang, X", "Ren, S", "Sun, J"), []biblio.Work{resnet}, resnet.DOI, []string{"title"}},
		{"2 wrong DOI, work described", withDOI(article("Macroscopic spatial analysis of pedestrian and bicycle crashes", "Accid. Anal. Prev.", 2012, "45", "382–391", "Siddiqui, C", "Abdel-Aty, M", "Choi, K"), other11.DOI), []biblio.Work{other11, tunneled}, tunneled.DOI, []string{"doi"}},
		{"2 real DOI, invented title", withDOI(article("Quantum mysticism of underwater basketry", "Journal of Unlikely Results", 2019, "3", "1–9", "Nemo, A"), other11.DOI), []biblio.Work{other11}, "", []string{"none"}},
		{"3 homonym of another author", article("Deep learning", "", 2016, "", "", "Goodfellow, I"), []biblio.Work{registered(article("Deep learning", "Nature", 2015, "521", "436-444", "LeCun, Yann", "Bengio, Yoshua"), "10.1038/nature14539")}, "", []string{"none"}},
		{"5 neighbour of the same authors and journal", article("Time travel and the psychology of memory in ageing sailors", "Accident Analysis & Prevention", 2011, "43", "99–107", "Abdel-Aty, M", "Siddiqui, C"), []biblio.Work{other11, tunneled}, "", []string{"none"}},
		{"6 a book is not its review", biblio.Item{Type: biblio.Book, Title: "Artificial Intelligence: A Modern Approach", Authors: people("Russell, S", "Norvig, P"), Issued: biblio.Date{Year: 2009}, Publisher: "Prentice Hall"}, []biblio.Work{review}, "", []string{"none"}},
		{"8 a label is no part of the title", article("Ileal-lymphoid-nodular hyperplasia, non-specific colitis, and pervasive developmental disorder in children", "Lancet", 1998, "351", "637–41", "Wakefield, AJ", "Murch, SH", "Anthony, A"), []biblio.Work{notice10, retract}, retract.DOI, nil},
		{"9 diacritics", article("A cohort study of tea drinking and fractures", "PLoS Med.", 2011, "8", "e1001012", "Marsh, H", "van den Oord, P", "Slepcev, D"), []biblio.Work{plos}, plos.DOI, nil},
		{"13 silent truncation", article("Deep Residual Learning for Image Recognition", "CVPR", 2016, "", "", "He, K", "Zhang, X"), []biblio.Work{resnet}, resnet.DOI, []string{"author"}},
		{"13 phantom co-author", conference("Deep Residual Learning for Image Recognition", "CVPR", 2016, "He, K", "Zhang, X", "Ren, S", "Sun, J", "Nemo, A"), []biblio.Work{resnet}, resnet.DOI, []string{"author"}},
		{"13 another given name", conference("Deep Residual Learning for Image Recognition", "CVPR", 2016, "He, Kaiming", "Zhang, Xiangyu", "Ren, Bogdan", "Sun, Jian"), []biblio.Work{resnet}, resnet.DOI, []string{"author"}},
		{"14 family name first", conference("Deep Residual Learning for Image Recognition", "CVPR", 2016, "Kaiming, He", "Xiangyu, Zhang", "Shaoqing, Ren", "Jian, Sun"), []biblio.Work{resnet}, resnet.DOI, nil},
		{"14 particle left out", article("A cohort study of tea drinking and fractures", "PLoS Medicine", 2011, "8", "e1001012", "Marsh, Helen", "Oord, Piet", "Šlepčev, Dejan"), []biblio.Work{plos}, plos.DOI, nil},
		{"15 group left out", article("Language models as zero-shot planners for household robots", "Robotics Letters", 2023, "8", "45–52", "Liu, M"), []biblio.Work{hipaa}, hipaa.DOI, nil},
		{"16 published version of a preprint", article("Sparse tensors for protein folding at scale", "J. Comput. Biol.", 2021, "28", "33–47", "Moreau, C", "Tan, W"), []biblio.Work{preprint, journal}, journal.DOI, nil},
		{"16 a venue that never published it", article("Sparse tensors for protein folding at scale", "Nature Methods", 2020, "", "", "Moreau, C", "Tan, W"), []biblio.Work{preprint}, preprint.DOI, []string{"container"}},
		{"17 another year", article("A cohort study of tea drinking and fractures", "PLoS Medicine", 2014, "8", "e1001012", "Marsh, H", "van den Oord, P", "Slepcev, D"), []biblio.Work{plos}, plos.DOI, []string{"year"}},
		{"17 a year beside volume and page", article("A cohort study of tea drinking and fractures", "PLoS Medicine", 2010, "8", "e1001012", "Marsh, H", "van den Oord, P", "Slepcev, D"), []biblio.Work{plos}, plos.DOI, []string{"year"}},
		{"17 a year ahead of print", article("A cohort study of tea drinking and fractures", "PLoS Medicine", 2010, "", "", "Marsh, H", "van den Oord, P", "Slepcev, D"), []biblio.Work{plos}, plos.DOI, nil},
		{"18 sibling journal", article("A low-temperature route to graphene ribbons on gold", "Nature", 2014, "10", "317–22", "Iversen, M", "Kowalczyk, E"), []biblio.Work{nature2}, nature2.DOI, []string{"container"}},
		{"19 near-miss title of other authors", article("Off-diagonal Ramsey numbers", "J. Comb. Theory", 2010, "5", "1–12", "Bohman, T"), []biblio.Work{circles}, "", []string{"none"}},
		{"20 title of one, authors of another", article("A low-temperature route to graphene ribbons on gold", "", 2012, "", "", "Siddiqui, C", "Abdel-Aty, M", "Choi, K"), []biblio.Work{tunneled, nature2}, "", []string{"none"}},
		{"20 everything of one but the title", article("A low-temperature route to graphene ribbons on gold", "Accident Analysis & Prevention", 2012, "45", "382–391", "Siddiqui, C", "Abdel-Aty, M", "Choi, K"), []biblio.Work{tunneled, nature2}, tunneled.DOI, []string{"title"}},
		{"21 a reply is not the work", article("A cohort study of tea drinking and fractures", "PLoS Medicine", 2011, "8", "e1001012", "Marsh, H", "van den Oord, P", "Slepcev, D"), []biblio.Work{letter, plos}, plos.DOI, nil},
		{"21 the reply is cited", article("Reply to: A cohort study of tea drinking and fractures", "PLoS Medicine", 2011, "8", "e1001099", "Marsh, H"), []biblio.Work{plos, letter}, letter.DOI, nil},
		{"21 parts of a series", article("Rules of plant breeding. Part II", "Ann. Breed.", 1999, "10", "111–20", "Okafor, N"), []biblio.Work{partOne, partTwo}, partTwo.DOI, nil},
		{"22 no title", article("", "Accid. Anal. Prev.", 2012, "45", "382", "Siddiqui, C", "Abdel-Aty, M", "Choi, K"), []biblio.Work{other11, tunneled}, tunneled.DOI, nil},
		{"23 mojibake in the record", article("Shift work and sleep among hospital nurses in four countries", "Scand. J. Work", 2016, "42", "12–20", "Gómez, A", "Åberg, L"), []biblio.Work{gomez}, gomez.DOI, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			id := Identify(cited(tt.ref), tt.works)
			if got := verdict(id); !slices.Equal(got, tt.want) && len(got)+len(tt.want) > 0 {
				t.Errorf("differs in %v, want %v (confidence %.3f in %s)", got, tt.want, id.Confidence, id.Work.DOI)
			}
			if id.Decided && id.Work.DOI != tt.doi {
				t.Errorf("found %s, want %q", id.Work.DOI, tt.doi)
			}
		})
	}
}

// TestOneRegistryAgrees holds that a field is right if one of the records of a work says so.
func TestOneRegistryAgrees(t *testing.T) {
	right := registered(article("A cohort study of tea drinking and fractures", "PLoS Medicine", 2011, "8", "e1001012", "Marsh, Helen", "Oord, Piet"), "10.1371/journal.pmed.1001012")
	wrong := right
	wrong.Registry, wrong.Title, wrong.Volume, wrong.Authors = "pubmed", "A cohort study of tee drinking", "7", people("arsh, Helen")
	ref := cited(right.Item)
	for _, works := range [][]biblio.Work{{right, wrong}, {wrong, right}} {
		id := Identify(ref, works)
		if got := verdict(id); len(got) > 0 || len(id.Records) != 2 {
			t.Errorf("differs in %v over %d records, want none over 2", got, len(id.Records))
		}
	}
}

// TestOneWorkTwice holds that two records of one work do not compete, though their titles differ in an
// article and their identifiers altogether.
func TestOneWorkTwice(t *testing.T) {
	one := registered(article("A rapid and sensitive method for the quantitation of microgram quantities of protein", "Analytical Biochemistry", 1976, "72", "248-254", "Bradford, M. M."), "10.1016/0003-2697(76)90527-3")
	other := registered(article("A rapid and sensitive method for quantitation of microgram quantities of protein", "Anal Biochem", 1976, "72", "248-254", "Bradford, MM"), "10.1006/abio.1976.9999")
	id := Identify(cited(one.Item), []biblio.Work{one, other})
	if got := verdict(id); len(got) > 0 || len(id.Records) != 2 {
		t.Errorf("differs in %v over %d records with %.3f, want none over 2", got, len(id.Records), id.Confidence)
	}
}

// TestMoreWrongFieldsAreNoMilder holds that the confidence falls with every field that is wrong.
func TestMoreWrongFieldsAreNoMilder(t *testing.T) {
	ref := plos.Item
	last := Identify(cited(ref), []biblio.Work{plos}).Confidence
	for _, spoil := range []func(*biblio.Item){
		func(i *biblio.Item) { i.Volume = "19" },
		func(i *biblio.Item) { i.Pages = "12" },
		func(i *biblio.Item) { i.Issued.Year = 1999 },
		func(i *biblio.Item) { i.Container = "Journal of Forestry" },
		func(i *biblio.Item) { i.Authors = people("Nemo, A") },
		func(i *biblio.Item) { i.DOI = "10.1000/other" },
		func(i *biblio.Item) { i.Title = "Trees" },
	} {
		spoil(&ref)
		now := Identify(cited(ref), []biblio.Work{plos}).Confidence
		if now > last {
			t.Errorf("confidence rose from %.4f to %.4f with one more wrong field", last, now)
		}
		last = now
	}
	if last > 0.01 {
		t.Errorf("confidence is %.4f where all is wrong", last)
	}
}
