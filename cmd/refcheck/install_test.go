package main

import (
	"crypto/sha256"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// scripts/install takes the archive of this machine's kind out of a release, and nothing that differs
// from the release's checksums.
func TestInstall(t *testing.T) {
	for _, tool := range []string{"sh", "curl", "tar"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("there is no %s", tool)
		}
	}
	releases := t.TempDir()
	release := filepath.Join(releases, "v1.2.0")
	if err := os.MkdirAll(release, 0o755); err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(release, "refcheck")
	if err := os.WriteFile(program, []byte("the program"), 0o755); err != nil {
		t.Fatal(err)
	}
	name := fmt.Sprintf("refcheck_1.2.0_%s_%s.tar.gz", runtime.GOOS, runtime.GOARCH)
	if out, err := exec.Command("tar", "-czf", filepath.Join(release, name), "-C", release, "refcheck").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	data, err := os.ReadFile(filepath.Join(release, name))
	if err != nil {
		t.Fatal(err)
	}
	right := fmt.Sprintf("%x  other.tar.gz\n%x  %s\n", sha256.Sum256(nil), sha256.Sum256(data), name)
	wrong := fmt.Sprintf("%x  %s\n", sha256.Sum256(nil), name)
	for _, tt := range []struct{ name, sums, said string }{
		{"right", right, ""}, {"wrong", wrong, "is not what the release's checksums say"}, {"missing", "", "is not what the release's checksums say"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if err := os.WriteFile(filepath.Join(release, "checksums.txt"), []byte(tt.sums), 0o644); err != nil {
				t.Fatal(err)
			}
			dir := t.TempDir()
			cmd := exec.Command("../../scripts/install", "v1.2.0", dir)
			cmd.Env = append(os.Environ(), "REFCHECK_RELEASES=file://"+releases)
			out, err := cmd.CombinedOutput()
			if (err != nil) != (tt.said != "") || !strings.Contains(string(out), tt.said) {
				t.Errorf("%v: %s", err, out)
			}
			got, _ := os.ReadFile(filepath.Join(dir, "refcheck"))
			if (string(got) == "the program") != (tt.said == "") {
				t.Errorf("%q was installed", got)
			}
		})
	}
}
