package report

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/check"
)

func result(index int, v check.Verdict) check.Result {
	return check.Result{Reference: biblio.Reference{ID: "x", Index: index, Raw: "raw"}, Verdict: v, Confidence: 0.12345}
}

// Results come in the order of decision and are reported in the order of the input.
func TestNewOrders(t *testing.T) {
	doc := New("1.0", []check.Result{result(2, check.NotFound), result(3, check.Verified), result(1, check.Unchecked)}, nil)
	var order []int
	for _, r := range doc.References {
		order = append(order, r.Index)
	}
	if diff := cmp.Diff([]int{1, 2, 3}, order); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	if want := (check.Summary{Total: 3, Verified: 1, NotFound: 1, Unchecked: 1}); doc.Summary != want {
		t.Errorf("got %+v, want %+v", doc.Summary, want)
	}
}

// The keys of the schema are there even where there is nothing to say, and lists are never null.
func TestSchemaOfAnEmptyResult(t *testing.T) {
	var out bytes.Buffer
	if err := Write(&out, "json", New("1.0", []check.Result{result(1, check.Unchecked)}, nil), Options{}); err != nil {
		t.Fatal(err)
	}
	var got map[string]any
	if err := json.Unmarshal(out.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	want := map[string]any{
		"schema": 1.0, "tool": map[string]any{"name": "refcheck", "version": "1.0"},
		"summary": map[string]any{"total": 1.0, "verified": 0.0, "mismatched": 0.0, "not_found": 0.0, "unchecked": 1.0, "retracted": 0.0},
		"references": []any{map[string]any{
			"id": "x", "index": 1.0, "location": map[string]any{"file": ""}, "raw": "raw", "reference": map[string]any{},
			"verdict": "unchecked", "confidence": 0.123, "match": nil, "mismatches": []any{}, "status": []any{}, "findings": []any{},
			"coverage": []any{},
		}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

// A streaming format writes each reference once, the others write at the end.
func TestWriter(t *testing.T) {
	doc := New("1.0", []check.Result{result(1, check.Verified), result(2, check.Verified)}, nil)
	for _, name := range Formats() {
		var streamed, whole bytes.Buffer
		w, err := NewWriter(&streamed, name, Options{})
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range doc.References {
			if err := w.Add(r); err != nil {
				t.Fatal(err)
			}
		}
		if (streamed.Len() > 0) != w.Streams() {
			t.Errorf("%s: %d bytes before the end", name, streamed.Len())
		}
		if err := w.Finish(doc); err != nil {
			t.Fatal(err)
		}
		if err := Write(&whole, name, doc, Options{}); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(whole.String(), streamed.String()); diff != "" {
			t.Errorf("%s: -at once +streamed\n%s", name, diff)
		}
	}
}

func TestUnknownFormat(t *testing.T) {
	err := Write(io.Discard, "yaml", Document{}, Options{})
	if !errors.Is(err, ErrFormat) || !strings.Contains(err.Error(), `"yaml": it is one of text, json, jsonl`) {
		t.Error(err)
	}
}

// A report that cannot be written is an error, not a success.
func TestWriteFails(t *testing.T) {
	doc := New("1.0", []check.Result{result(1, check.Verified)}, nil)
	for _, name := range Formats() {
		if err := Write(full{}, name, doc, Options{}); !errors.Is(err, io.ErrShortWrite) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, io.ErrShortWrite }
