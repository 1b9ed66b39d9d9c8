package document_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/refcheck/refcheck/internal/document"
)

// TestSharedFiles reads some nine hundred real files of bibliographies and of other things: each
// gives references or a reason why not, and none takes long.
func TestSharedFiles(t *testing.T) {
	if testing.Short() {
		t.Skip("left out of short runs, such as those of the race detector: it takes too long there")
	}
	root := os.Getenv("REFCHECK_SHARED")
	if root == "" {
		root = "../../../shared"
	}
	root = filepath.Join(root, "files")
	if _, err := os.Stat(root); err != nil {
		t.Skipf("no folder of real files at %s", root)
	}
	const longest = 20 * time.Second
	formats, reasons := map[string]int{}, map[string]int{}
	references := 0
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		began := time.Now()
		d, err := document.Reader{}.Read(t.Context(), path, data, "auto")
		if took := time.Since(began); took > longest {
			t.Errorf("%s took %v", path, took)
		}
		if err == nil {
			formats[d.Format]++
			references += len(d.References)
			return nil
		}
		e, ok := errors.AsType[*document.Error](err)
		if !ok || e.Hint == "" {
			t.Errorf("%s: error without a hint: %v", path, err)
		} else {
			reasons[e.Err.Error()]++
			t.Logf("%s: %s", filepath.Base(path), e.Reason)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("formats %v, references %d, not read %v", formats, references, reasons)
}
