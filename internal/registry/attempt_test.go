package registry

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

// endless is a body that does not end, and counts what was read of it.
type endless struct{ read int }

func (e *endless) Read(b []byte) (int, error) {
	e.read += len(b)
	return copy(b, bytes.Repeat([]byte(" "), len(b))), nil
}

// An answer that does not end is read up to a bound, once.
func TestHugeAnswer(t *testing.T) {
	body := &endless{}
	h := New(Config{Name: "x", BaseURL: "http://x", Transport: transport(func(*http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: io.NopCloser(body)}, nil
	})})
	err := h.Do(t.Context(), Request{Path: "/"}, readJSON)
	if e, ok := errors.AsType[*Error](err); !ok || e.Failure != Unreadable || body.read > 2*maxBody {
		t.Errorf("%v after %d bytes", err, body.read)
	}
}

// Every attempt is told, with how it ended, how long it waited and how long it took; and when the registry
// goes down and comes back.
func TestObserve(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var attempts []Attempt
		var health []bool
		answers := []int{200, 404, 500, 200, 403}
		h := New(Config{
			Name: "x", BaseURL: "http://x", Limits: map[Class]Limit{"list": {Rate: 1}}, Now: time.Now,
			Observe: func(a Attempt) {
				a.Waited = a.Waited.Round(time.Second)
				attempts = append(attempts, a)
			},
			Health: func(_ string, down bool) { health = append(health, down) },
			Transport: transport(func(*http.Request) (*http.Response, error) {
				time.Sleep(time.Second / 2)
				if len(answers) == 0 {
					return nil, errors.New("no connection")
				}
				status := answers[0]
				answers = answers[1:]
				return answered(status, "{}"), nil
			}),
		})
		for _, path := range []string{"/a", "/b", "/c", "/d"} {
			_ = h.Do(t.Context(), Request{Path: path, Class: "list"}, readJSON)
		}
		var ended []string
		waited := time.Duration(0)
		for _, a := range attempts {
			ended = append(ended, a.Outcome)
			waited += a.Waited
			if a.Registry != "x" || a.Class != "list" || a.Took != time.Second/2 {
				t.Errorf("%+v", a)
			}
		}
		if d := cmp.Diff([]string{"answered", "not found", "down", "answered", "refused"}, ended); d != "" {
			t.Error(d)
		}
		if waited == 0 {
			t.Error("nothing waited for the limit")
		}
		for i := 0; len(health) == 0 && i < 20; i++ {
			_ = h.Do(t.Context(), Request{Path: "/" + string(rune('e'+i)), Class: "list"}, readJSON)
		}
		answers = []int{200, 200}
		time.Sleep(2 * probeAfter)
		if err := h.Do(t.Context(), Request{Path: "/back", Class: "list"}, readJSON); err != nil {
			t.Error(err)
		}
		if d := cmp.Diff([]bool{true, false}, health); d != "" {
			t.Error(d)
		}
	})
}
