package main

import (
	"encoding/json"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"
)

// The service starts without further ado, checks a list against the registries that are set, and ends in
// good order when it is interrupted; started again, it still has the check.
func TestServe(t *testing.T) {
	registries, data := inWeather(t, "fair"), t.TempDir()
	var id string
	for round := range 2 {
		s := startService(t, registries, "--data", data)
		if round == 0 {
			resp, err := http.Post(s.address+"/v1/checks", "text/plain", strings.NewReader("1. Blumgart H. Caring for the patient. N Engl J Med. 1964;270:449–56.\n"))
			if err != nil {
				t.Fatal(err)
			}
			var made struct{ ID string }
			if err := json.NewDecoder(resp.Body).Decode(&made); err != nil || made.ID == "" {
				t.Fatal(made, err)
			}
			_ = resp.Body.Close()
			id = made.ID
		}
		var c struct {
			State   string
			Summary struct{ Verified int }
		}
		for end := time.Now().Add(30 * time.Second); c.State != "done" && time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
			resp, err := http.Get(s.address + "/v1/checks/" + id)
			if err != nil {
				t.Fatal(err)
			}
			if err := json.NewDecoder(resp.Body).Decode(&c); err != nil {
				t.Fatal(err)
			}
			_ = resp.Body.Close()
		}
		if c.State != "done" || c.Summary.Verified != 1 {
			t.Errorf("round %d: %+v", round, c)
		}
		if err := s.Process.Signal(os.Interrupt); err != nil {
			t.Fatal(err)
		}
		s.ends(t)
	}
}
