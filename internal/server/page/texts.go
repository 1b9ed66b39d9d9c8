package page

import (
	"cmp"
	"embed"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/BurntSushi/toml"
	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
	"golang.org/x/text/message"

	"github.com/refcheck/refcheck/internal/check"
)

//go:embed texts
var textFiles embed.FS

// codes are the languages that there are texts in; the first is that of those who want another.
var codes = []string{"en", "de"}

// Language is the texts in one language. It is safe for concurrent use.
type Language struct {
	Code    string
	tag     language.Tag
	texts   map[string]text
	rules   map[string]ruleText
	printer *message.Printer
}

// text is one text: Other alone, or the forms for one and for many.
type text struct{ One, Other string }

// UnmarshalTOML reads a text, or a table of its forms.
func (t *text) UnmarshalTOML(value any) error {
	switch v := value.(type) {
	case string:
		t.Other = v
		return nil
	case map[string]any:
		one, isText := v["one"].(string)
		other, alsoText := v["other"].(string)
		t.One, t.Other = one, other
		if isText && alsoText && len(v) == 2 {
			return nil
		}
	}
	return fmt.Errorf("a text is one string, or a table of one and other, and not %v", value)
}

// ruleText is what a rule means and what to do.
type ruleText struct{ Meaning, Advice string }

// newLanguage reads the texts of a language.
func newLanguage(code string) (*Language, error) {
	tag, err := language.Parse(code)
	if err != nil {
		return nil, err
	}
	l := &Language{Code: code, tag: tag, rules: map[string]ruleText{}, printer: message.NewPrinter(tag)}
	for _, r := range check.Rules() {
		l.rules[r.ID] = ruleText{r.Meaning, r.Advice}
	}
	if _, err := toml.DecodeFS(textFiles, "texts/"+code+".toml", &l.texts); err != nil {
		return nil, fmt.Errorf("reading the texts in %s: %w", code, err)
	}
	if code == codes[0] {
		return l, nil
	}
	if _, err := toml.DecodeFS(textFiles, "texts/rules."+code+".toml", &l.rules); err != nil {
		return nil, fmt.Errorf("reading the rules in %s: %w", code, err)
	}
	return l, nil
}

// say returns a text with what stands in braces replaced: pairs of a name and its value.
func (l *Language) say(key string, pairs ...any) (string, error) {
	t, ok := l.texts[key]
	if !ok {
		return "", fmt.Errorf("there is no text %q in %s", key, l.Code)
	}
	return l.filled(t.Other, pairs)
}

// count returns the form of a text for a number, which is {n} in it.
func (l *Language) count(key string, n int, pairs ...any) (string, error) {
	t, ok := l.texts[key]
	if !ok || t.One == "" {
		return "", fmt.Errorf("there is no text %q for numbers in %s", key, l.Code)
	}
	form := t.Other
	if plural.Cardinal.MatchPlural(l.tag, n, 0, 0, 0, 0) == plural.One {
		form = t.One
	}
	return l.filled(form, append(pairs, "n", n))
}

// forms returns a text for numbers as it is, for the modules: they put the number in.
func (l *Language) forms(key string) (text, error) {
	t, ok := l.texts[key]
	if !ok || t.One == "" {
		return text{}, fmt.Errorf("there is no text %q for numbers in %s", key, l.Code)
	}
	return t, nil
}

func (l *Language) filled(form string, pairs []any) (string, error) {
	if len(pairs)%2 != 0 {
		return "", fmt.Errorf("the text %q got a name without a value", form)
	}
	var replace []string
	for i := 0; i < len(pairs); i += 2 {
		value := fmt.Sprint(pairs[i+1])
		if n, ok := pairs[i+1].(int); ok {
			value = l.number(n)
		}
		replace = append(replace, "{"+fmt.Sprint(pairs[i])+"}", value)
	}
	return strings.NewReplacer(replace...).Replace(form), nil
}

// number returns a number with its thousands apart.
func (l *Language) number(n int) string { return l.printer.Sprintf("%d", n) }

// percent returns a probability.
func (l *Language) percent(p float64) string { return l.printer.Sprintf("%.1f %%", 100*p) }

// date returns a day.
func (l *Language) date(t time.Time) (string, error) {
	month, err := l.say("month." + strconv.Itoa(int(t.Month())))
	if err != nil {
		return "", err
	}
	return l.say("date", "day", strconv.Itoa(t.Day()), "month", month, "year", strconv.Itoa(t.Year()))
}

// languageCookie holds the language that a visitor chose.
const languageCookie = "refcheck_lang"

// Language returns the language for a request: what its address says, or its cookie, or what the browser
// prefers. A choice by the address is kept in the cookie.
func (p *Pages) Language(w http.ResponseWriter, r *http.Request) *Language {
	chosen := r.URL.Query().Get("lang")
	if l := p.languages[chosen]; l != nil {
		http.SetCookie(w, &http.Cookie{ //nolint:gosec // a language is no secret, and the service may stand without TLS
			Name: languageCookie, Value: chosen, Path: "/", MaxAge: int((365 * 24 * time.Hour).Seconds()),
			HttpOnly: true, Secure: r.TLS != nil, SameSite: http.SameSiteLaxMode,
		})
		return l
	}
	if cookie, err := r.Cookie(languageCookie); err == nil && p.languages[cookie.Value] != nil {
		return p.languages[cookie.Value]
	}
	_, i := language.MatchStrings(p.matcher, r.Header.Get("Accept-Language"))
	return p.languages[cmp.Or(codes[i], codes[0])]
}
