package server

import (
	"net/http"
	"strings"
	"testing"

	"github.com/refcheck/refcheck/internal/store/database"
	"github.com/refcheck/refcheck/internal/store/database/databasetest"
)

// wrongBib is a bibliography that the shelf corrects: the volume is 4, the year 2001.
const wrongBib = `% Sheep, kept by hand.
@article{first,
  title   = "On the counting of sheep in mountains of the north",
  author  = {Doe, Jane}, journal = {Journal of Sheep}, volume = 5, pages = {1--9}, year = 2001, doi = {10.1000/001} }

@article{second, title={On the counting of sheep in mountains of the north}, author={Doe, Jane}, journal={Journal of Sheep}, volume=4, pages={1--9}, year={1999}, doi={10.1000/002}}
`

// A .bib file comes back as it was but for its wrong fields, or for those that are chosen; any other list,
// and any other format, is written anew.
func TestCorrected(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		s := newService(t, db)
		both := strings.NewReplacer("volume = 5", "volume = 4", "{1999}", "{2001}").Replace(wrongBib)
		second := strings.ReplaceAll(wrongBib, "{1999}", "{2001}")
		const printed = "1. Doe J. On the counting of sheep in mountains of the north. Journal of Sheep. 2001;5:1-9. doi:10.1000/001\n"
		for _, tt := range []struct{ name, sent, query, want, contentType string }{
			{"refs.bib", wrongBib, "", both, "application/x-bibtex; charset=utf-8"},
			{"refs.bib", wrongBib, "?format=bibtex&take=2", second, "application/x-bibtex; charset=utf-8"},
			{"refs.bib", wrongBib, "?take=1&take=2", both, "application/x-bibtex; charset=utf-8"},
			{"refs.bib", wrongBib, "?format=ris&take=1", "VL  - 4\n", "application/x-research-info-systems; charset=utf-8"},
			{"refs.bib", wrongBib, "?format=csl-json", `"volume": "4"`, "application/vnd.citationstyles.csl+json"},
			{"refs.bib", wrongBib, "?format=text", "first. Doe J. On the counting of sheep in mountains of the north. Journal of Sheep. 2001;4:1–9. https://doi.org/10.1000/001\n", "text/plain; charset=utf-8"},
			{"latin1.bib", strings.ReplaceAll(wrongBib, "Jane", "J\xe4ne"), "", "volume = {4}", "application/x-bibtex; charset=utf-8"},
			{"refs.txt", printed, "", strings.ReplaceAll(printed, "2001;5", "2001;4"), "text/plain; charset=utf-8"},
			{"refs.txt", printed, "?format=bibtex", "volume = {4}", "application/x-bibtex; charset=utf-8"},
		} {
			t.Run(tt.name+tt.query, func(t *testing.T) {
				var c Check
				s.read(t, "POST", "/v1/checks", "multipart/form-data; boundary=x",
					"--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\""+tt.name+"\"\r\n\r\n"+tt.sent+"\r\n--x--\r\n", http.StatusCreated, &c)
				s.over(t, c.ID)
				resp, text := s.send(t, "GET", "/v1/checks/"+c.ID+"/corrected"+tt.query, "", "")
				whole := strings.Contains(tt.want, "@") || strings.HasPrefix(tt.want, "1. ")
				if resp.StatusCode != http.StatusOK || resp.Header.Get("Content-Type") != tt.contentType || whole && text != tt.want || !strings.Contains(text, tt.want) {
					t.Errorf("%s %s:\n%s\nwant\n%s", resp.Status, resp.Header.Get("Content-Type"), text, tt.want)
				}
				if !strings.Contains(resp.Header.Get("Content-Disposition"), ".corrected.") {
					t.Errorf("named %s", resp.Header.Get("Content-Disposition"))
				}
			})
		}
		var c Check
		s.read(t, "POST", "/v1/checks", "text/plain", wrongBib, http.StatusCreated, &c)
		for query, status := range map[string]int{"?take=3": 422, "?take=0": 422, "?take=x": 422, "?format=docx": 422, "?take=2": 200} {
			s.read(t, "GET", "/v1/checks/"+c.ID+"/corrected"+query, "", "", status, nil)
		}
		s.read(t, "GET", "/v1/checks/none/corrected", "", "", http.StatusNotFound, nil)
	})
}
