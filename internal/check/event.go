package check

import "time"

// Handler takes the events of one run, one at a time, in the order in which they happen. An error
// that it returns ends the run.
type Handler interface {
	Handle(Event) error
}

// Event is one thing that happens in a run; exactly one of its fields is set.
type Event struct {
	Progress *Progress
	Result   *Result
	Summary  *Summary
}

// Progress says how far a run has come.
type Progress struct {
	Done, Total int
	Elapsed     time.Duration
	Registries  []RegistryStats
}

// RegistryStats is what a run has asked of one registry so far, and what that registry allows.
type RegistryStats struct {
	Name string `json:"registry"`
	// Requests went out, retries included; Cached answers came from the disk.
	Requests int `json:"requests"`
	Cached   int `json:"cached"`
	// Rate is how many requests a second the registry allows now, 0 for no limit.
	Rate float64 `json:"rate,omitempty"`
	// Down says that the registry is not asked any more, because it kept failing.
	Down bool `json:"down,omitempty"`
}

// Summary counts the results of a run. Retracted ones count under their verdict as well.
type Summary struct {
	Total      int `json:"total"`
	Verified   int `json:"verified"`
	Mismatched int `json:"mismatched"`
	NotFound   int `json:"not_found"`
	Unchecked  int `json:"unchecked"`
	Retracted  int `json:"retracted"`
}

// Add counts one result.
func (s *Summary) Add(r Result) {
	s.Total++
	switch r.Verdict {
	case Verified:
		s.Verified++
	case Mismatched:
		s.Mismatched++
	case NotFound:
		s.NotFound++
	case Unchecked:
		s.Unchecked++
	}
	if r.Retracted() {
		s.Retracted++
	}
}
