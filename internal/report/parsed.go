package report

import (
	"io"
	"math"

	"github.com/refcheck/refcheck/internal/biblio"
)

// Parsed is one reference as it was read.
type Parsed struct {
	Index    int             `json:"index"`
	ID       string          `json:"id"`
	Location biblio.Location `json:"location"`
	// Raw is the printed text, if Printed, or the source of the entry.
	Raw       string     `json:"raw"`
	Reference biblio.CSL `json:"reference"`
	Printed   bool       `json:"printed,omitempty"`
	// Confidence is how sure the reader is of the whole, FieldConfidence how sure of each field, by its
	// name in Reference; only printed text leaves a doubt.
	Confidence      float64            `json:"confidence"`
	FieldConfidence map[string]float64 `json:"field_confidence,omitempty"`
}

// NewParsed returns what is shown of a reference that nobody was asked about.
func NewParsed(r biblio.Reference) Parsed {
	p := Parsed{
		Index: r.Index, ID: r.ID, Location: r.Location, Raw: r.Raw, Printed: r.Printed,
		Reference: r.CSL(), Confidence: thousandths(r.Confidence),
	}
	if len(r.FieldConfidence) > 0 {
		p.FieldConfidence = make(map[string]float64, len(r.FieldConfidence))
		for name, c := range r.FieldConfidence {
			p.FieldConfidence[name] = thousandths(c)
		}
	}
	return p
}

func thousandths(x float64) float64 { return math.Round(x*1000) / 1000 }

// WriteCSL writes references as CSL-JSON, which pandoc, Zotero and citeproc read.
func WriteCSL(w io.Writer, refs []biblio.Reference) error {
	all := make([]biblio.CSL, len(refs))
	for i, r := range refs {
		all[i] = r.CSL()
		all[i].ID = biblio.Text(r.ID)
	}
	return WriteJSON(w, all, true)
}
