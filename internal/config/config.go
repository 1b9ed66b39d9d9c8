// Package config reads what a user sets outside the command's flags: refcheck.toml (file.go) and the
// environment (environment.go). Both are layers of the same shape; the command lays its flags over the
// environment and that over the file. A key or a value that means nothing is an error that says where
// it stands.
package config

import (
	"fmt"
	"math"
	"net/url"
	"strconv"

	"github.com/refcheck/refcheck/internal/ignore"
)

// Layer is what one source of settings says.
type Layer struct {
	// Flags in the order of the source.
	Flags []Flag
	// Registries by name.
	Registries map[string]Registry
	// Ignore is which findings to ignore, in the order of the file.
	Ignore []ignore.Entry
}

// Flag is the value of one of the command's flags.
type Flag struct {
	// Name is the flag's, without dashes.
	Name string
	// Values has one element, or several for a flag that can be repeated.
	Values []string
	// Source says where it stands, for errors: "refcheck.toml:3", "REFCHECK_MAILTO".
	Source string
}

// Registry is how one registry is to be asked. Zero values leave what is documented for it.
type Registry struct {
	// URL is the base URL of another server that answers like it.
	URL string
	// Rate is requests a second, 0 for no limit; nil leaves the documented one.
	Rate *float64
	// Concurrency is requests at once.
	Concurrency int
	// Token is a secret: Crossref's Plus token, or the API key of NCBI or OpenAlex.
	Token string
}

// Over returns r with what it leaves open filled in from below.
func (r Registry) Over(below Registry) Registry {
	if r.URL == "" {
		r.URL = below.URL
	}
	if r.Rate == nil {
		r.Rate = below.Rate
	}
	if r.Concurrency == 0 {
		r.Concurrency = below.Concurrency
	}
	if r.Token == "" {
		r.Token = below.Token
	}
	return r
}

// set gives one key of a registry its value as text.
func (r *Registry) set(key, value string) error {
	switch key {
	case "url":
		u, err := url.Parse(value)
		if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
			return fmt.Errorf("%q is not an http or https address", value)
		}
		r.URL = value
	case "rate":
		rate, err := strconv.ParseFloat(value, 64)
		if err != nil || rate < 0 || math.IsInf(rate, 0) || math.IsNaN(rate) {
			return fmt.Errorf("%q is not a number of requests a second (0 for no limit)", value)
		}
		r.Rate = &rate
	case "concurrency":
		n, err := strconv.Atoi(value)
		if err != nil || n < 1 {
			return fmt.Errorf("%q is not a number of requests at once, 1 or more", value)
		}
		r.Concurrency = n
	case "token":
		r.Token = value
	}
	return nil
}

// registryKeys are the keys that set knows.
var registryKeys = []string{"url", "rate", "concurrency", "token"}
