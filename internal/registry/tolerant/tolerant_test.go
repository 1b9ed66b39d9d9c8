package tolerant_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/refcheck/refcheck/internal/registry/tolerant"
)

type inner struct {
	Name tolerant.Text `json:"name"`
}

type record struct {
	Text  tolerant.Text                `json:"text"`
	Texts tolerant.List[tolerant.Text] `json:"texts"`
	List  tolerant.List[inner]         `json:"list"`
	Value tolerant.Value[inner]        `json:"value"`
	Flag  tolerant.Value[bool]         `json:"flag"`
}

func TestUnmarshal(t *testing.T) {
	named := func(s tolerant.Text) tolerant.Value[inner] { return tolerant.Value[inner]{V: inner{s}} }
	for _, test := range []struct {
		name, in string
		want     record
	}{
		{"as expected", `{"text":"a","texts":["b","c"],"list":[{"name":"d"}],"value":{"name":"e"},"flag":true}`,
			record{"a", tolerant.List[tolerant.Text]{"b", "c"}, tolerant.List[inner]{{"d"}}, named("e"), tolerant.Value[bool]{V: true}}},
		{"numbers", `{"text":12,"texts":[1.5,"x"]}`, record{Text: "12", Texts: tolerant.List[tolerant.Text]{"1.5", "x"}}},
		{"one for a list", `{"texts":"b","list":{"name":"d"}}`, record{Texts: tolerant.List[tolerant.Text]{"b"}, List: tolerant.List[inner]{{"d"}}}},
		{"odd elements", `{"texts":[null,"b"],"list":[7,null,{"name":"d"},[]]}`, record{Texts: tolerant.List[tolerant.Text]{"b"}, List: tolerant.List[inner]{{"d"}}}},
		{"other types", `{"text":{},"texts":null,"list":7,"value":[],"flag":"yes"}`, record{}},
		{"null", `{"text":null,"value":null,"flag":null}`, record{}},
	} {
		t.Run(test.name, func(t *testing.T) {
			var got record
			if err := json.Unmarshal([]byte(test.in), &got); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
