//go:build unix

package apart

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"math"
	"os"
	"runtime/debug"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/refcheck/refcheck/internal/document"
)

// asReader, as the first argument, makes of the test a process that reads one file.
const asReader = "read-apart"

func TestMain(m *testing.M) {
	if len(os.Args) == 2 && os.Args[1] == asReader {
		if err := Serve(context.Background(), os.Stdin, os.Stdout); err != nil {
			os.Exit(2)
		}
		return
	}
	os.Exit(m.Run())
}

func newReader(t *testing.T, cache string) Reader {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return Reader{Command: []string{self, asReader}, CacheDir: cache, Most: 5000}
}

// used is what this process has used of the processor, and the most memory that any process has used that
// it has started.
func used(t *testing.T) (processor time.Duration, memory int64) {
	t.Helper()
	var self, children syscall.Rusage
	if err := errors.Join(syscall.Getrusage(syscall.RUSAGE_SELF, &self), syscall.Getrusage(syscall.RUSAGE_CHILDREN, &children)); err != nil {
		t.Fatal(err)
	}
	return time.Duration(self.Utime.Nano() + self.Stime.Nano()), children.Maxrss << 10
}

// Whatever a file of 10 MB is made for, reading it takes no more memory than a process may have, and ends
// with its context.
func TestBombs(t *testing.T) {
	r := newReader(t, t.TempDir())
	size, patience, each := 10<<20, time.Second, 1
	if testing.Short() {
		size, patience, each = 1<<20, 500*time.Millisecond, 40
	}
	for i, b := range bombs {
		if i%each != 0 {
			continue
		}
		data := b.build(size)
		ctx, cancel := context.WithTimeout(t.Context(), patience)
		began := time.Now()
		doc, err := r.Read(ctx, b.file, data, b.as)
		took := time.Since(began)
		cancel()
		if took > patience+2*time.Second {
			t.Errorf("%s: read for %v", b.name, took)
		}
		if _, ok := errors.AsType[*document.Error](err); err != nil && !ok || len(doc.References) > r.Most {
			t.Errorf("%s: %d references, %v", b.name, len(doc.References), err)
		}
		if _, most := used(t); most > usually.memory+overhead {
			t.Fatalf("%s: up to %d MB", b.name, most>>20)
		}
		if testing.Verbose() {
			t.Logf("%-45s %4.1f MB: %5.1f s, %v", b.name, float64(len(data))/1e6, took.Seconds(), err)
		}
	}
}

// What is read without a process of its own, because it is small, can cost little.
func TestSmallBombs(t *testing.T) {
	before := debug.SetGCPercent(60)
	defer debug.SetGCPercent(before)
	for _, b := range bombs {
		data := b.build(small)
		if isPacked(data) {
			continue
		}
		began, _ := used(t)
		_, err := document.Reader{}.Read(t.Context(), b.file, data, b.as)
		ended, _ := used(t)
		if ended-began > 3*time.Second {
			t.Errorf("%s: %v of the processor, %v", b.name, ended-began, err)
		}
	}
	var self syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &self); err != nil || self.Maxrss>>10 > 300 {
		t.Errorf("up to %d MB, %v", self.Maxrss>>10, err)
	}
}

// A document and an error are the same here and apart.
func TestSame(t *testing.T) {
	r := newReader(t, "")
	fill := strings.Repeat("% a comment that makes the file a large one\n", 2000)
	for name, text := range map[string]string{
		"references": "@article{a, title={A title}, author={Müller, Jörg and others}, year=2003, doi={10.1000/abc}, pages={1--9}}\n@book{b, title={x}\n@article{c, title={y}}\n" + fill,
		"none":       strings.Repeat("\n", small+1),
		"binary":     strings.Repeat("\x00\x01\x02", small),
		"too many":   strings.Repeat("@a{k, title={x}}\n", 5001),
	} {
		t.Run(name, func(t *testing.T) {
			apart, failedApart := r.Read(t.Context(), "x.bib", []byte(text), "auto")
			here, failedHere := order{File: "x.bib", As: "auto", Most: r.Most}.read(t.Context(), []byte(text))
			if (len(here.References) == 3) != (name == "references") {
				t.Errorf("%d references, %v", len(here.References), failedHere)
			}
			if d := cmp.Diff(here, apart); d != "" {
				t.Error(d)
			}
			if (failedHere == nil) != (failedApart == nil) || failedHere != nil && failedHere.Error() != failedApart.Error() {
				t.Errorf("here %v, apart %v", failedHere, failedApart)
			}
			for _, kind := range kinds {
				if errors.Is(failedHere, kind) != errors.Is(failedApart, kind) {
					t.Errorf("%v: here %v, apart %v", kind, failedHere, failedApart)
				}
			}
		})
	}
}

// A process that crashes, that is not there or that answers nonsense is an error of this one file.
func TestCrash(t *testing.T) {
	data := []byte(strings.Repeat("@article{a, title={A title}}\n", 5000))
	for name, command := range map[string][]string{
		"crash": {"false"}, "missing": {"/none"}, "silence": {"true"}, "nonsense": {"echo", "x"}, "endless": {"yes"},
	} {
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
		began := time.Now()
		_, err := Reader{Command: command}.Read(ctx, "x.bib", data, "auto")
		cancel()
		if took := time.Since(began); took > 10*time.Second {
			t.Errorf("%s: %v", name, took)
		}
		if e, ok := errors.AsType[*document.Error](err); !ok || e.Hint == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A process that says more than it may is ended, and so is one that goes on when it has said all.
func TestTalkative(t *testing.T) {
	for name, tt := range map[string]struct{ says, want string }{
		"too much": {`{"Count":1}`, "more than 320 MB"},
		"all":      {`{"Format":"bibtex","Count":1} {"ID":"a"}`, ""},
		"too many": {`{"Count":5001}`, "5001 references"},
	} {
		r := Reader{Command: []string{"sh", "-c", `printf '%s' '` + tt.says + `'; exec yes ' '`}, Most: 5000}
		began := time.Now()
		doc, err := r.Read(t.Context(), "x.bib", make([]byte, small+1), "auto")
		if took := time.Since(began); took > 10*time.Second {
			t.Errorf("%s: %v", name, took)
		}
		if tt.want == "" && (err != nil || len(doc.References) != 1 || doc.References[0].ID != "a") || tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)) {
			t.Errorf("%s: %v, %v", name, doc, err)
		}
	}
}

// A process that is given nonsense says so by its status.
func TestServeRefuses(t *testing.T) {
	t.Cleanup(func() { debug.SetMemoryLimit(math.MaxInt64) })
	for _, in := range []string{"", "{", "x\n"} {
		if err := Serve(t.Context(), strings.NewReader(in), io.Discard); err == nil {
			t.Errorf("%q was taken", in)
		}
	}
	line, err := json.Marshal(order{File: "x", As: "bibtext"})
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	if err := Serve(t.Context(), strings.NewReader(string(line)+"\nx"), &out); err != nil || !strings.Contains(out.String(), "no format") {
		t.Errorf("%s %v", out.String(), err)
	}
}
