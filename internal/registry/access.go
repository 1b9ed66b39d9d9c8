package registry

import (
	"maps"
	"net/url"
	"strings"
)

// Access is what a user may set about one registry. Each client's Config turns it into a Config
// with what that registry documents; the zero Access asks the public one as a stranger.
type Access struct {
	// URL is another base URL: a mirror, or a stand-in. Empty: the registry's own.
	URL string
	// Mailto is the contact that registries ask for; Crossref answers faster to those who give one.
	Mailto string
	// Token is Crossref's Plus token or NCBI's API key. It never shows in errors, logs or recordings.
	Token string
	// Agent is the name and version that goes out as User-Agent: "refcheck/1.2.0 (+https://…)".
	Agent string
	// Rate is requests a second instead of the documented limit, 0 for none; nil: the documented
	// one, which then follows what the registry's headers say.
	Rate *float64
	// Concurrency is requests at once instead of the documented bound. 0: the documented one, or
	// eight where Rate says that there is no limit.
	Concurrency int
}

// mirrorConcurrency is how many requests at once a registry without a limit gets: even a mirror of
// one's own answers worse when everything comes at once.
const mirrorConcurrency = 8

// Config returns c, which holds a registry's documented limits, as this access changes it.
func (a Access) Config(c Config) Config {
	if a.URL != "" {
		c.BaseURL = a.URL
	}
	c.BaseURL = strings.TrimRight(c.BaseURL, "/")
	c.UserAgent = a.userAgent()
	c.Limits = maps.Clone(c.Limits)
	c.Fixed = a.Rate != nil || a.Concurrency > 0
	for class, limit := range c.Limits {
		if a.Rate != nil {
			limit.Rate = *a.Rate
			if *a.Rate == 0 {
				limit.Concurrency = mirrorConcurrency
			}
		}
		if a.Concurrency > 0 {
			limit.Concurrency = a.Concurrency
		}
		c.Limits[class] = limit
	}
	return c
}

// userAgent returns the agent with the contact in it, as Crossref's etiquette shows it:
// "refcheck/1.2.0 (mailto:you@example.org)".
func (a Access) userAgent() string {
	agent := a.Agent
	if agent == "" {
		agent = "refcheck"
	}
	if a.Mailto == "" {
		return agent
	}
	contact := "mailto:" + strings.Map(printable, a.Mailto)
	if head, ok := strings.CutSuffix(agent, ")"); ok {
		return head + "; " + contact + ")"
	}
	return agent + " (" + contact + ")"
}

// printable keeps what may stand in a header.
func printable(r rune) rune {
	if r < ' ' || r == 0x7f {
		return -1
	}
	return r
}

// Set returns parameters of the pairs whose value is not empty.
func Set(pairs ...string) url.Values {
	values := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			values.Set(pairs[i], pairs[i+1])
		}
	}
	return values
}
