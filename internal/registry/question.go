package registry

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/url"
	"strings"
)

// A question is what a Request asks, told apart from how it travels: it knows neither the base URL
// nor the Config's Params and Header. So whatever is named after a question (requests in flight,
// recordings) is free of secrets, and the same at every base URL.
type question struct {
	registry, method, path, accept string
	query, form                    url.Values
	class                          Class
}

// newQuestion returns the question that req puts to the named registry.
func newQuestion(registry string, req Request) *question {
	q := &question{
		registry: registry, method: http.MethodGet, path: "/" + strings.TrimPrefix(req.Path, "/"),
		accept: req.Accept, query: req.Query, form: req.Form, class: req.Class,
	}
	if req.Form != nil {
		q.method = http.MethodPost
	}
	return q
}

// key returns the same string for equal questions alone: the parts by name, the parameters sorted.
func (q *question) key() string {
	return strings.Join([]string{q.registry, q.method, q.path, q.query.Encode(), q.form.Encode(), q.accept}, "\n")
}

// hash returns the key's SHA-256 in hexadecimal digits.
func (q *question) hash() string { return digest(q.key()) }

func digest(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}

// questionKey is the context's key for the question that a request travels for.
type questionKey struct{}

// withQuestion lets the RoundTrippers below know what is asked, redirects and all.
func withQuestion(ctx context.Context, q *question) context.Context {
	return context.WithValue(ctx, questionKey{}, q)
}

// questionOf returns the question that req travels for, nil if it comes from elsewhere than HTTP.
func questionOf(req *http.Request) *question {
	q, _ := req.Context().Value(questionKey{}).(*question)
	return q
}
