package registry

import (
	"cmp"
	"errors"
	"net/url"
	"slices"
	"strings"
	"unicode"
)

// secrets are the values that only the registry may see, longest first.
type secrets []string

// newSecrets returns the values of cfg's Params and Header, as they are and as they stand in URLs.
func newSecrets(cfg Config) secrets {
	var all secrets
	add := func(values []string) {
		for _, v := range values {
			if v != "" {
				all = append(all, v, url.QueryEscape(v), url.PathEscape(v))
			}
		}
	}
	for _, values := range cfg.Params {
		add(values)
	}
	for _, values := range cfg.Header {
		add(values)
		for _, v := range values {
			if _, bare, ok := strings.Cut(v, "Bearer "); ok {
				add([]string{bare})
			}
		}
	}
	slices.SortFunc(all, func(a, b string) int {
		return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a, b))
	})
	return slices.Compact(all)
}

// strip returns text with every secret blotted out.
func (s secrets) strip(text string) string {
	for _, secret := range s {
		text = strings.ReplaceAll(text, secret, "***")
	}
	return text
}

// clean returns err without the URL that net/http puts before it and without secrets. Only where
// there is one to hide is the chain of causes cut.
func (s secrets) clean(err error) error {
	if err == nil {
		return nil
	}
	if u, ok := errors.AsType[*url.Error](err); ok {
		err = u.Err
	}
	if text, safe := err.Error(), s.strip(err.Error()); safe != text {
		return errors.New(safe)
	}
	return err
}

// maxExcerpt is how many characters of a refusal are told, enough for a validation's message.
const maxExcerpt = 200

// excerpt returns the beginning of a body as one line of printable text without secrets; nothing
// of a page of HTML.
func (s secrets) excerpt(body []byte) string {
	text := strings.TrimSpace(strings.ToValidUTF8(string(body[:min(len(body), 8*maxExcerpt)]), "?"))
	if strings.HasPrefix(text, "<") {
		return ""
	}
	text = strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return ' '
		}
		return r
	}, s.strip(text))
	short := []rune(strings.Join(strings.Fields(text), " "))
	if len(short) > maxExcerpt {
		return string(short[:maxExcerpt]) + "…"
	}
	return string(short)
}
