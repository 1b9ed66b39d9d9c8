package pubmed

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/registry"
)

const (
	// citationBatch is how many lines one ECitMatch takes; more make it slow and its address long.
	citationBatch = 25
	// citationRounds is how often lines that an answer did not come to are asked for.
	citationRounds = 4
	// maxAmbiguous is how many PMIDs of an ambiguous line are looked at: letters share a page.
	maxAmbiguous = 20
)

// citationLine returns the query as ECitMatch wants it, "journal|year|volume|first page|author|", or
// "" where it cannot be asked: it stops at a line without a journal, and without a page finds nothing
// that means anything.
func citationLine(q registry.Query) string {
	container, page := citationField(q.Container), citationField(biblio.ParsePages(q.Page).First)
	volume, year := citationField(q.Volume), ""
	if q.Year > 0 {
		year = strconv.Itoa(q.Year)
	}
	if container == "" || page == "" || volume == "" && year == "" {
		return ""
	}
	return strings.Join([]string{container, year, volume, page, citationField(q.Author), ""}, "|")
}

// citationField returns a text without what parts fields and lines, nor the full stops of
// abbreviations, which ECitMatch does not know.
func citationField(s string) string {
	s = strings.Map(func(r rune) rune {
		if strings.ContainsRune("|.,;\r\n\t", r) {
			return ' '
		}
		return r
	}, s)
	return registry.Cut(strings.Join(strings.Fields(registry.Clean(s)), " "), 200)
}

// matched is what ECitMatch says of a line.
type matched struct {
	pmids []string // none: no such citation
	err   error
}

// byCitation finds PMIDs for the lines and returns the records, for others to verify: ECitMatch goes
// by journal, volume and page, and hardly minds author and year.
func (c *client) byCitation(ctx context.Context, lines []string) map[string]registry.Answer {
	outcomes := make([]matched, len(lines))
	registry.Each(slices.Collect(slices.Chunk(indexes(len(lines)), citationBatch)), func(part []int) {
		c.match(ctx, lines, part, outcomes)
	})
	var pmids []string
	for _, o := range outcomes {
		pmids = append(pmids, o.pmids...)
	}
	records := c.fetchAll(ctx, pmids)
	found := make(map[string]registry.Answer, len(lines))
	for i, o := range outcomes {
		found[lines[i]] = o.answer(records)
	}
	return found
}

func indexes(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}

// answer joins the records of a line's PMIDs.
func (o matched) answer(records map[string]registry.Answer) registry.Answer {
	if o.err != nil {
		return registry.Answer{Err: o.err}
	}
	var a registry.Answer
	for _, pmid := range o.pmids {
		record := records[pmid]
		if record.Err != nil {
			return record // it may be the one
		}
		a.Works = append(a.Works, record.Works...)
	}
	return a
}

// match asks for the lines at the given places and notes their outcomes. ECitMatch leaves out lines
// that it makes nothing of, and at some lines it stops, so that all that follow are missing too. What
// is missing from an answer that reached its end is not there; what an answer did not reach is asked
// for again, and the line at which it stops twice is given up.
func (c *client) match(ctx context.Context, lines []string, places []int, outcomes []matched) {
	for range citationRounds {
		answer, err := c.citmatch(ctx, lines, places)
		stopped := err == nil && !answer.complete || errors.Is(err, errSilent)
		if err == nil && stopped {
			err = &registry.Error{Registry: Name, Failure: registry.Unreadable, Status: http.StatusOK, Err: errStopped}
		}
		reached := 0
		for n, place := range places {
			outcomes[place] = matched{}
			if o, ok := answer.found[place]; ok {
				outcomes[place], reached = o, n+1
			}
		}
		if err == nil {
			return
		}
		for _, place := range places[reached:] {
			outcomes[place].err = err
		}
		places = places[min(max(reached, 1), len(places)):]
		if !stopped || len(places) == 0 {
			return
		}
	}
}

// What ECitMatch does where it should answer: it stops, or says nothing at all.
var (
	errStopped = errors.New("ECitMatch stops before the end")
	errSilent  = errors.New("ECitMatch says nothing")
)

// lastLine ends every question. It is the example of NCBI's own documentation, which is always
// answered somehow: that it is shows that ECitMatch came to the end.
const lastLine = "proc natl acad sci u s a|1991|88|3248|mann bj|" + lastKey + "|"

const lastKey = "end"

// matches is an answer of ECitMatch: what it says of the lines, by their places, and whether it came
// to the end.
type matches struct {
	found    map[int]matched
	complete bool
}

// citmatch makes one request. The key of a line is its place.
func (c *client) citmatch(ctx context.Context, lines []string, places []int) (matches, error) {
	data := make([]string, 0, len(places)+1)
	for _, place := range places {
		data = append(data, lines[place]+citationKey(place)+"|")
	}
	data = append(data, lastLine)
	var answer matches
	values := url.Values{"retmode": {"xml"}, "bdata": {strings.Join(data, "\r")}}
	err := c.http.Do(ctx, request("ecitmatch.cgi", values), func(r registry.Response) (err error) {
		answer, err = decodeMatches(r, places)
		return err
	})
	if err != nil {
		return matches{}, err
	}
	return answer, nil
}

func citationKey(place int) string { return "ref" + strconv.Itoa(place) }

// decodeMatches reads the answer, lines of text whatever retmode says: the line that was sent, and
// what came of it in the last column that is not empty. The columns between may be fewer than were
// sent, so that only the key tells which line it is.
func decodeMatches(r registry.Response, places []int) (matches, error) {
	if r.Status != http.StatusOK {
		return matches{}, errors.New("ECitMatch is not there")
	}
	byKey := make(map[string]int, len(places))
	for _, place := range places {
		byKey[citationKey(place)] = place
	}
	answer := matches{found: map[int]matched{}}
	for line := range strings.FieldsFuncSeq(string(r.Body), func(c rune) bool { return c == '\n' || c == '\r' }) {
		if strings.TrimSpace(line) == "" {
			continue
		}
		columns := strings.Split(strings.TrimRight(line, "| \t"), "|")
		last := len(columns) - 1
		if last < 2 {
			return matches{}, fmt.Errorf("no answer of ECitMatch: %.80q", line)
		}
		for _, key := range columns[:last] {
			key = strings.TrimSpace(key)
			said := outcome(columns[last])
			answer.complete = answer.complete || key == lastKey && said.err == nil
			if place, ok := byKey[key]; ok {
				answer.found[place] = said
			}
		}
	}
	if len(answer.found) == 0 && !answer.complete {
		return matches{}, errSilent
	}
	return answer, nil
}

// outcome reads the last column: a PMID, "NOT_FOUND" with or without a reason, "AMBIGUOUS" with PMIDs.
// Where it gives but their number ("AMBIGUOUS (783 citations)"), it has not said which, nor that there
// is none.
func outcome(s string) matched {
	s = strings.TrimSpace(s)
	if pmid := biblio.PMID(s); pmid != "" {
		return matched{pmids: []string{pmid}}
	}
	said := strings.ToUpper(s)
	if strings.HasPrefix(said, "NOT_FOUND") {
		return matched{}
	}
	var pmids []string
	failure := registry.Unreadable
	if list, ok := strings.CutPrefix(said, "AMBIGUOUS"); ok {
		failure = registry.TooMany
		for id := range strings.SplitSeq(list, ",") {
			if pmid := biblio.PMID(id); pmid != "" {
				pmids = append(pmids, pmid)
			}
		}
	}
	if len(pmids) > 0 && len(pmids) <= maxAmbiguous {
		return matched{pmids: pmids}
	}
	return matched{err: &registry.Error{
		Registry: Name, Failure: failure, Status: http.StatusOK, Err: fmt.Errorf("ECitMatch says %.80q", s),
	}}
}
