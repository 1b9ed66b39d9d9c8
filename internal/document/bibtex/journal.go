package bibtex

import "strings"

// journalMacros are the names of journals that AASTeX defines (aastex.cls) and that the export of the
// Astrophysics Data System uses: "journal = {\mnras}".
var journalMacros = map[string]string{
	"aap": "Astronomy and Astrophysics", "aapr": "Astronomy and Astrophysics Reviews",
	"aaps": "Astronomy and Astrophysics Supplement Series", "actaa": "Acta Astronomica", "aj": "The Astronomical Journal",
	"ao": "Applied Optics", "apj": "The Astrophysical Journal", "apjl": "The Astrophysical Journal Letters",
	"apjlett": "The Astrophysical Journal Letters", "apjs": "The Astrophysical Journal Supplement Series",
	"apjsupp": "The Astrophysical Journal Supplement Series", "aplett": "Astrophysics Letters", "applopt": "Applied Optics",
	"apspr": "Astrophysics Space Physics Research", "apss": "Astrophysics and Space Science",
	"araa": "Annual Review of Astronomy and Astrophysics", "astap": "Astronomy and Astrophysics", "azh": "Astronomicheskii Zhurnal",
	"baas": "Bulletin of the American Astronomical Society", "bac": "Bulletin of the Astronomical Institutes of Czechoslovakia",
	"bain": "Bulletin Astronomical Institute of the Netherlands", "caa": "Chinese Astronomy and Astrophysics",
	"cjaa": "Chinese Journal of Astronomy and Astrophysics", "fcp": "Fundamental Cosmic Physics",
	"gca": "Geochimica et Cosmochimica Acta", "grl": "Geophysical Research Letters", "iaucirc": "IAU Circulars", "icarus": "Icarus",
	"jcap": "Journal of Cosmology and Astroparticle Physics", "jcp": "Journal of Chemical Physics",
	"jgr": "Journal of Geophysical Research", "jqsrt": "Journal of Quantitative Spectroscopy and Radiative Transfer",
	"jrasc": "Journal of the Royal Astronomical Society of Canada", "memras": "Memoirs of the Royal Astronomical Society",
	"memsai": "Memorie della Società Astronomica Italiana", //nolint:misspell // Italian
	"mnras":  "Monthly Notices of the Royal Astronomical Society",
	"na":     "New Astronomy", "nar": "New Astronomy Reviews", "nat": "Nature", "nphysa": "Nuclear Physics A",
	"pasa": "Publications of the Astronomical Society of Australia", "pasj": "Publications of the Astronomical Society of Japan",
	"pasp": "Publications of the Astronomical Society of the Pacific", "physrep": "Physics Reports", "physscr": "Physica Scripta",
	"planss": "Planetary and Space Science", "pra": "Physical Review A", "prb": "Physical Review B", "prc": "Physical Review C",
	"prd": "Physical Review D", "pre": "Physical Review E", "prl": "Physical Review Letters", "procspie": "Proceedings of SPIE",
	"psj": "The Planetary Science Journal", "qjras": "Quarterly Journal of the Royal Astronomical Society",
	"rmxaa": "Revista Mexicana de Astronomía y Astrofísica", "skytel": "Sky and Telescope", "solphys": "Solar Physics",
	"sovast": "Soviet Astronomy", "ssr": "Space Science Reviews", "zap": "Zeitschrift für Astrophysik",
}

// journalMacro returns the name of the journal that the value of a field gives by a macro alone.
func journalMacro(raw string) (string, bool) {
	if strings.IndexByte(raw, '\\') < 0 {
		return "", false
	}
	name, ok := strings.CutPrefix(strings.Trim(raw, "{} \t\r\n"), `\`)
	if !ok {
		return "", false
	}
	journal, ok := journalMacros[name]
	return journal, ok
}
