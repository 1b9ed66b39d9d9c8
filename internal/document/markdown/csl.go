package markdown

import (
	"encoding/json"
	"strconv"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/document/csljson"
	"github.com/refcheck/refcheck/internal/document/value"
	"github.com/refcheck/refcheck/internal/document/yamltree"
)

// ParseYAML returns the references of a bibliography in pandoc's YAML: a list under "references", or
// a bare list of items in CSL's words. The file only names the place.
func ParseYAML(file, text string) ([]biblio.Reference, []biblio.Problem) {
	documents, problems := yamltree.Parse(file, text, 0)
	var refs []biblio.Reference
	for _, d := range documents {
		list := d
		if d.IsMap() {
			list = d.Get("references")
		}
		more, found := items(list, len(refs))
		refs, problems = append(refs, more...), append(problems, found...)
	}
	return refs, problems
}

// items returns the references of a list, of which some were counted before.
func items(list yamltree.Value, before int) ([]biblio.Reference, []biblio.Problem) {
	var refs []biblio.Reference
	var problems []biblio.Problem
	for _, v := range list.List() {
		if !v.IsMap() {
			problems = append(problems, biblio.Problem{Location: v.Place(), Message: "this is no item of CSL and is left out"})
			continue
		}
		raw, err := json.Marshal(item(v))
		if err != nil {
			problems = append(problems, biblio.Problem{Location: v.Place(), Message: "this cannot be read and is left out: " + err.Error()})
			continue
		}
		ref, found := csljson.Reference(raw, v.Place())
		problems = append(problems, found...)
		ref.Raw = v.Source()
		for _, e := range v.Entries() {
			ref.Fields.Set(e.Key, e.Value.Place())
		}
		i := &ref.Item
		for _, text := range []*string{&i.Title, &i.Container, &i.ContainerShort, &i.Collection, &i.Event, &i.Publisher} {
			*text = inline(*text) // pandoc reads them as Markdown
		}
		ref.Index = before + len(refs) + 1
		if ref.ID == "" {
			ref.ID = strconv.Itoa(ref.Index)
		}
		refs = append(refs, ref)
	}
	return refs, problems
}

// deepest is how deep the values of an item are: its date is a mapping of a list of lists. It ends an
// alias that holds itself.
const deepest = 4

// item returns an item of CSL as JSON has it.
func item(v yamltree.Value) map[string]any {
	members := map[string]any{}
	for _, e := range v.Entries() {
		if e.Key == "issued" {
			if d := issued(e.Value); d != nil {
				members[e.Key] = d
			}
			continue
		}
		members[e.Key] = plain(e.Value, deepest)
	}
	return members
}

func plain(v yamltree.Value, depth int) any {
	switch {
	case depth == 0 || v.IsZero():
		return nil
	case v.IsMap():
		members := map[string]any{}
		for _, e := range v.Entries() {
			members[e.Key] = plain(e.Value, depth-1)
		}
		return members
	case v.IsList():
		var list []any
		for _, one := range v.List() {
			list = append(list, plain(one, depth-1))
		}
		return list
	}
	return v.String()
}

// issued returns a date as CSL-JSON writes it. In pandoc's YAML it is text, a mapping of year, month
// and day, or a list of such.
func issued(v yamltree.Value) any {
	first := v
	if list := v.List(); len(list) > 0 {
		first = list[0]
	}
	var parts []int
	switch {
	case !first.Get("date-parts").IsZero():
		return plain(first, deepest)
	case first.IsMap():
		for _, key := range []string{"year", "month", "day"} {
			n, err := strconv.Atoi(first.Get(key).String())
			if err != nil {
				break
			}
			parts = append(parts, n)
		}
		if len(parts) == 0 {
			return plain(first, deepest)
		}
	default:
		d := value.Date(first.String())
		for _, n := range []int{d.Year, d.Month, d.Day} {
			if n == 0 {
				break
			}
			parts = append(parts, n)
		}
		if len(parts) == 0 {
			return map[string]any{"literal": first.String()}
		}
	}
	return map[string]any{"date-parts": [][]int{parts}}
}
