package fold

import "testing"

func TestSameContainer(t *testing.T) {
	tests := []struct {
		name, a, b string
		want       Degree
	}{
		{"equal but for case and article", "The Lancet", "LANCET", Equal},
		{"ampersand", "Food Science & Nutrition", "Food Science and Nutrition", Equal},
		{"place in brackets", "Nature (London)", "Nature", Equal},
		{"cut words", "N Engl J Med", "New England Journal of Medicine", Abbreviated},
		{"both abbreviated", "Plant. J.", "Plant Journal", Abbreviated},
		{"contracted word and country", "Proc. Natl. Acad. Sci. U.S.A.", "Proceedings of the National Academy of Sciences of the United States of America", Abbreviated},
		{"country left out", "Proc Natl Acad Sci", "Proceedings of the National Academy of Sciences of the United States of America", Abbreviated},
		{"acronym of the name", "PNAS", "Proceedings of the National Academy of Sciences of the United States of America", Abbreviated},
		{"acronym by table", "JAMA", "Journal of the American Medical Association", Abbreviated},
		{"acronym and abbreviation", "JAMA", "J Am Med Assoc", Abbreviated},
		{"acronym with its full name", "Journal of the American Medical Association", "JAMA : the journal of the American Medical Association", Equal},
		{"abbreviated society", "J Am Med Assoc", "Journal of the American Medical Association", Abbreviated},
		{"initials of an acronym", "BMJ", "British Medical Journal", Abbreviated},
		{"one word left whole", "PLoS Med.", "PLoS Medicine", Abbreviated},
		{"public library of science", "PLoS Biol", "Public Library of Science Biology", Abbreviated},
		{"renamed conference", "NeurIPS", "NIPS", Abbreviated},
		{"proceedings of a conference", "NeurIPS", "Advances in Neural Information Processing Systems", Abbreviated},
		{"numbered conference", "ICML", "Proceedings of the 37th International Conference on Machine Learning", Abbreviated},
		{"conference with sponsors and acronym", "CVPR", "2021 IEEE/CVF Conference on Computer Vision and Pattern Recognition (CVPR)", Abbreviated},
		{"meeting of an association", "ACL", "Proceedings of the 57th Annual Meeting of the Association for Computational Linguistics", Abbreviated},
		{"association's acronym by table", "Proceedings of NAACL-HLT", "Proceedings of the 2019 Conference of the North American Chapter of the Association for Computational Linguistics: Human Language Technologies", Abbreviated},
		{"acronym in a name", "IEEE Trans. PAMI", "IEEE Transactions on Pattern Analysis and Machine Intelligence", Abbreviated},
		{"Latin", "Biochim. Biophys. Acta", "Biochimica et Biophysica Acta (BBA)", Abbreviated},
		{"Japanese", "Jpn J Appl Phys", "Japanese Journal of Applied Physics", Abbreviated},
		{"German", "Z. Naturforsch.", "Zeitschrift für Naturforschung", Abbreviated},
		{"section and its subtitle", "J. Phys. B: At. Mol. Phys.", "Journal of Physics B", Akin},
		{"section with place", "Philos Trans R Soc B Biol Sci", "Philosophical Transactions of the Royal Society B: Biological Sciences", Abbreviated},
		{"section announced", "Acta Crystallogr D", "Acta Crystallographica Section D: Biological Crystallography", Akin},
		{"series subtitle left out", "Journal of pediatric health care", "Journal of pediatric health care : official publication of National Association of Pediatric Nurses", Akin},
		{"a misprint", "Jornal of Neuroscience Research", "Journal of Neuroscience Research", Abbreviated},
		{"sibling", "Nature", "Nature Physics", Unlike},
		{"sibling behind an article", "The Lancet", "The Lancet Oncology", Unlike},
		{"sibling abbreviated", "Cell", "Cell Rep", Unlike},
		{"workshop", "ICML", "ICML Workshop", Unlike},
		{"order of words", "J Biol Chem", "J Chem Biol", Unlike},
		{"other section", "J. Phys. A", "Journal of Physics B", Unlike},
		{"physics is not physiology", "J Phys", "Journal of Physiology", Unlike},
		{"genetics is not general", "J Gen Virol", "Journal of Genetic Virology", Unlike},
		{"plants", "Plants", "Plant Science", Unlike},
		{"another journal", "Bioinformatics", "BMC Bioinformatics", Unlike},
		{"two conferences", "AAAI", "ICML", Unlike},
		{"empty", "", "Nature", Unlike},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := SameContainer(tt.a, tt.b); got != tt.want {
				t.Errorf("SameContainer(%q, %q) = %d, want %d", tt.a, tt.b, got, tt.want)
			}
			if got := SameContainer(tt.b, tt.a); got != tt.want {
				t.Errorf("SameContainer(%q, %q) = %d, want %d (turned round)", tt.b, tt.a, got, tt.want)
			}
		})
	}
}
