// Package csljson reads CSL-JSON, the JSON of citation processors (Zotero, pandoc, Mendeley,
// Crossref's content negotiation): a list of items, one item, a list in "items" or "references",
// items one a line, and what Crossref's works API answers.
//
// It promises that a damaged file gives what stands before the damage, which is told with its line
// and column, and that an item of which one field cannot be read keeps the others.
package csljson

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/document/place"
	"github.com/refcheck/refcheck/internal/fold"
)

// Parse returns the items of a text in JSON as references, each with the place where it begins. It
// fails where the text is JSON but holds no item of CSL-JSON; the error says what it holds instead.
func Parse(file, text string) ([]biblio.Reference, []biblio.Problem, error) {
	r := &reader{file: file, text: text, places: place.New(text)}
	r.run()
	if len(r.refs) == 0 && len(r.problems) == 0 {
		return nil, nil, errors.New("it is JSON but no CSL-JSON: " + kindOf(r.other))
	}
	return r.refs, r.problems, nil
}

// lists are the names under which a list of items can stand in an object.
var lists = []string{"items", "references", "message"}

// reader walks through a text in JSON.
type reader struct {
	file     string
	text     string
	base     int // where the decoder began to read
	decoder  *json.Decoder
	places   *place.Cursor
	refs     []biblio.Reference
	problems []biblio.Problem
	other    []byte // the first object that is no item
}

// run reads all values of the text, one after another, as in JSON lines. Behind damage it goes on
// with the next line that begins an object, if it stood outside of lists.
func (r *reader) run() {
	for r.base < len(r.text) {
		r.decoder = json.NewDecoder(strings.NewReader(r.text[r.base:]))
		nested := false
		var err error
		for err == nil {
			nested = r.peek() == '['
			err = r.value(0)
		}
		if errors.Is(err, io.EOF) {
			return
		}
		at := r.damage()
		r.problem(at, "the JSON is damaged here: "+strings.TrimPrefix(err.Error(), "json: "))
		next := strings.Index(r.text[at:], "\n{")
		if nested || next < 0 {
			return
		}
		r.base = at + next + 1
	}
}

// damage returns where the value that could not be read is damaged: where it begins, if it has no
// end. The decoder does not know, since it counts only the bytes of whole values.
func (r *reader) damage() int {
	at := r.next()
	var skipped json.RawMessage
	err := json.NewDecoder(strings.NewReader(r.text[at:])).Decode(&skipped)
	if syntax, ok := errors.AsType[*json.SyntaxError](err); ok && syntax.Offset > 0 {
		at += int(syntax.Offset) - 1
	}
	return at
}

// deepest is how many objects may lie around a list of items.
const deepest = 4

// value reads the next value: a list of items, an item, or an object around a list.
func (r *reader) value(depth int) error {
	switch c := r.peek(); {
	case c == '[':
		return r.list(depth)
	case c == '{' && depth < deepest && r.wraps():
		return r.wrapper(depth)
	case c == '{':
		return r.item()
	}
	var skipped json.RawMessage
	return r.decoder.Decode(&skipped)
}

// list reads the values of a list.
func (r *reader) list(depth int) error {
	if _, err := r.decoder.Token(); err != nil {
		return err
	}
	for r.decoder.More() {
		if err := r.value(depth + 1); err != nil {
			return unexpected(err)
		}
	}
	_, err := r.decoder.Token()
	return unexpected(err)
}

// wrapper reads an object around a list of items, whose other members are passed over.
func (r *reader) wrapper(depth int) error {
	if _, err := r.decoder.Token(); err != nil {
		return err
	}
	for r.decoder.More() {
		key, err := r.decoder.Token()
		if err != nil {
			return unexpected(err)
		}
		if name, _ := key.(string); slices.Contains(lists, name) {
			err = r.value(depth + 1)
		} else {
			var skipped json.RawMessage
			err = r.decoder.Decode(&skipped)
		}
		if err != nil {
			return unexpected(err)
		}
	}
	_, err := r.decoder.Token()
	return unexpected(err)
}

// unexpected makes of an end of the text within a value the error that it is.
func unexpected(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// wraps reports whether the object that begins here holds a list of items. Only its members up to
// the first that could are looked at.
func (r *reader) wraps() bool {
	look := json.NewDecoder(strings.NewReader(r.text[r.next():]))
	if _, err := look.Token(); err != nil {
		return false
	}
	for look.More() {
		key, err := look.Token()
		if err != nil {
			return false
		}
		at := r.next() + int(look.InputOffset())
		c := firstByte(r.text[at:])
		if name, _ := key.(string); slices.Contains(lists, name) && (c == '[' || c == '{' && name == "message") {
			return true
		}
		if c == '[' || c == '{' {
			var skipped json.RawMessage
			err = look.Decode(&skipped)
		} else {
			_, err = look.Token()
		}
		if err != nil {
			return false
		}
	}
	return false
}

// item reads one object as an item of CSL-JSON.
func (r *reader) item() error {
	at := r.next()
	var raw json.RawMessage
	if err := r.decoder.Decode(&raw); err != nil {
		return unexpected(err)
	}
	var members map[string]json.RawMessage
	if err := json.Unmarshal(raw, &members); err != nil {
		return err
	}
	if inner, ok := members["reference"]; ok && firstByte(string(inner)) == '{' {
		raw = inner // a line of refcheck's own reports
		members = nil
		if err := json.Unmarshal(raw, &members); err != nil {
			return err
		}
	}
	if !isItem(members) {
		if r.other == nil {
			r.other = raw
		}
		return nil
	}
	r.add(at, raw)
	return nil
}

// add makes a reference of an item.
func (r *reader) add(at int, raw json.RawMessage) {
	ref, problems := Reference(raw, r.places.Location(r.file, at))
	ref.Index = len(r.refs) + 1
	if ref.ID == "" {
		ref.ID = strconv.Itoa(ref.Index)
	}
	r.refs, r.problems = append(r.refs, ref), append(r.problems, problems...)
}

// Reference returns the reference that one item is, which stands at a place, and tells the members
// that cannot be read. It has no Index, and the ID that the item has.
func Reference(raw []byte, where biblio.Location) (biblio.Reference, []biblio.Problem) {
	var csl biblio.CSL
	var problems []biblio.Problem
	if json.Unmarshal(raw, &csl) != nil {
		csl, problems = piecemeal(raw, where)
	}
	item := csl.Item()
	// Titles hold a little HTML: <i>, <sup>, <span class="nocase">.
	for _, text := range []*string{&item.Title, &item.Container, &item.ContainerShort, &item.Collection, &item.Event, &item.Publisher} {
		*text = fold.Markup(*text)
	}
	if t, ok := crossrefTypes[string(item.Type)]; ok {
		item.Type = t
	}
	return biblio.Reference{Item: item, ID: string(csl.ID), Location: where, Raw: string(raw), Confidence: 1}, problems
}

// piecemeal reads the members of an item one by one and tells those that cannot be read.
func piecemeal(raw []byte, where biblio.Location) (biblio.CSL, []biblio.Problem) {
	var csl biblio.CSL
	var members map[string]json.RawMessage
	if err := json.Unmarshal(raw, &members); err != nil {
		return csl, []biblio.Problem{{Location: where, Damaged: true, Message: "this is no item of CSL-JSON: " + err.Error()}}
	}
	var problems []biblio.Problem
	for _, name := range slices.Sorted(maps.Keys(members)) {
		one, err := json.Marshal(map[string]json.RawMessage{name: members[name]})
		if err == nil {
			before := csl
			if err = json.Unmarshal(one, &csl); err != nil {
				csl = before
			}
		}
		if err != nil {
			problems = append(problems, biblio.Problem{Location: where, Damaged: true, Message: fmt.Sprintf("the member %q cannot be read and is left out: %s", name, strings.TrimPrefix(err.Error(), "json: "))})
		}
	}
	return csl, problems
}

// next returns where the next value begins, in bytes of the text.
func (r *reader) next() int {
	at := r.offset()
	for at < len(r.text) && strings.IndexByte(" \t\r\n,:\ufeff", r.text[at]) >= 0 {
		at++
	}
	return at
}

// peek returns the first byte of the next value, or 0.
func (r *reader) peek() byte { return firstByte(r.text[r.next():]) }

// offset returns up to where the text is read.
func (r *reader) offset() int {
	return min(r.base+int(r.decoder.InputOffset()), len(r.text))
}

func firstByte(s string) byte {
	s = strings.TrimLeft(s, " \t\r\n:")
	if s == "" {
		return 0
	}
	return s[0]
}

func (r *reader) problem(at int, message string) {
	r.problems = append(r.problems, biblio.Problem{Location: r.places.Location(r.file, at), Message: message, Damaged: true})
}
