package server

import (
	"path"
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/check"
)

// newSchemas returns the schemas of the API's description. What JSON a type becomes by a method of its own they
// have to be told.
func newSchemas() huma.Registry {
	schemas := huma.NewMapRegistry("#/components/schemas/", schemaName)
	schemas.RegisterTypeAlias(reflect.TypeFor[biblio.CSLDate](), reflect.TypeFor[Date]())
	return schemas
}

// Date is biblio.CSLDate as it is written.
type Date struct {
	DateParts [][]int `json:"date-parts,omitempty" doc:"Year, month and day, as far as they are known."`
	Raw       string  `json:"raw,omitempty"`
	Literal   string  `json:"literal,omitempty"`
}

// schemaName names a type in the API's description: with its package, unless it is of this one.
func schemaName(t reflect.Type, hint string) string {
	name := huma.DefaultSchemaNamer(t, hint)
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	if of := path.Base(t.PkgPath()); t.Name() != "" && strings.Contains(t.PkgPath(), "/internal/") && of != "server" {
		return strings.ToUpper(of[:1]) + of[1:] + name
	}
	return name
}

// refine says in the schemas what Go's types do not: that lists are never null, that the match may be, and
// which verdicts there are.
func refine(schemas huma.Registry) {
	all := schemas.Map()
	for _, schema := range all {
		for _, property := range schema.Properties {
			if property.Type == huma.TypeArray {
				property.Nullable = false
			}
		}
	}
	reference := all["ReportReference"].Properties
	reference["match"] = &huma.Schema{AnyOf: []*huma.Schema{reference["match"], {Type: "null"}}}
	reference["verdict"].Enum = []any{check.Verified, check.Mismatched, check.NotFound, check.Unchecked}
}
