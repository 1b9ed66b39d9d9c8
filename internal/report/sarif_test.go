package report

import (
	"bytes"
	"testing"

	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"
)

// Every saved run, and a hostile one, is valid SARIF by the schema of OASIS.
func TestSARIFIsValid(t *testing.T) {
	validate := func(text string) error {
		log, err := sarif.FromString(text)
		if err != nil {
			return err
		}
		for _, run := range log.Runs { // the library writes what is absent as empty, which the schema forbids
			run.Language, run.NewlineSequences = "en-US", []string{"\n"}
			if run.Tool != nil && run.Tool.Driver != nil {
				run.Tool.Driver.Language = "en-US"
			}
		}
		return log.Validate()
	}
	check := func(name, text string) {
		if err := validate(text); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, path := range saved(t) {
		var out bytes.Buffer
		if err := Write(&out, "sarif", read(t, path), Options{}); err != nil {
			t.Fatal(err)
		}
		check(path, out.String())
	}
	check("hostile", rendered(t, "sarif", attack))
	if validate(`{"version":"2.1.0","runs":[{"results":[{}]}]}`) == nil {
		t.Error("a result without a message, of a run without a tool, is valid")
	}
}
