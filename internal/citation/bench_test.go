package citation

import "testing"

func BenchmarkParse(b *testing.B) {
	texts := []string{
		"1. Watson JD, Crick FHC. Molecular structure of nucleic acids. Nature. 1953;171(4356):737–738. doi: 10.1038/171737a0.",
		"Lenski, R. E., Rose, M. R., Simpson, S. C., & Tadler, S. C. (1991). Long-term experimental evolution in Escherichia coli. I. Adaptation and divergence during 2,000 generations. The American Naturalist, 138(6), 1315–1341.",
		"T. Becher and M. Neubert, Phys. Lett. B637, 251 (2006), arXiv:hep-ph/0603140.",
		"Hanke, Christine (2000), »Zwischen Evidenz und Leere«, in: Bublitz, Hannelore/Seier, Andrea (Hg.), Der Gesellschaftskörper. Zur Neuordnung von Kultur, Frankfurt a.M.: Campus, S. 179–235.",
	}
	p := New()
	b.ReportAllocs()
	for b.Loop() {
		for _, text := range texts {
			p.Parse(text)
		}
	}
}
