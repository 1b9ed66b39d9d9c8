package main

import (
	"errors"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"refcheck": main})
}

// TestScripts runs the scripts of testdata/script: the command as users run it. Every script has a
// world of registries of its own at $WORLD, and no way to any other: the registries' addresses are
// set, and a proxy that is not there guards the rest.
func TestScripts(t *testing.T) {
	files, err := filepath.Glob("testdata/script/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no scripts: %v", err)
	}
	testscript.Run(t, testscript.Params{
		Files:               files,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup:               setUp,
		Condition: func(name string) (bool, error) {
			if name == "root" {
				return os.Geteuid() <= 0, nil // -1 where nobody is root
			}
			return false, errors.New("unknown condition")
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"status": status, "requests": requests, "ansi": ansi,
		},
	})
}

const worldKey = "world"

func setUp(env *testscript.Env) error {
	w := &world{}
	server := httptest.NewServer(w)
	env.Defer(server.Close)
	env.Values[worldKey] = w
	env.Setenv("WORLD", server.URL)
	for _, assignment := range environment(server.URL+"/fair", env.WorkDir) {
		name, value, _ := strings.Cut(assignment, "=")
		env.Setenv(name, value)
	}
	return nil
}

// environment returns what keeps a refcheck from the network and from the user's own files.
func environment(worldURL, dir string) []string {
	all := []string{
		"HOME=" + dir, "REFCHECK_CACHE_DIR=" + filepath.Join(dir, ".cache"),
		"HTTP_PROXY=http://127.0.0.1:1", "HTTPS_PROXY=http://127.0.0.1:1",
	}
	for _, name := range registryNames() {
		prefix := "REFCHECK_" + strings.ToUpper(name)
		all = append(all, prefix+"_URL="+worldURL+"/"+name, prefix+"_RATE=0")
	}
	return all
}

// status runs a command and fails unless its exit status is the first argument.
func status(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: status NUMBER COMMAND...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			ts.Fatalf("%v", err)
		}
		got = exit.ExitCode()
	}
	if got != want {
		ts.Fatalf("exit status %d, want %d\n%s\n%s", got, want, ts.ReadFile("stdout"), ts.ReadFile("stderr"))
	}
}

// requests fails unless the world was asked so often, or at all.
func requests(ts *testscript.TestScript, neg bool, args []string) {
	w, ok := ts.Value(worldKey).(*world)
	if !ok || len(args) > 1 {
		ts.Fatalf("usage: requests [NUMBER]")
	}
	asked := w.requests()
	if len(args) == 0 {
		if (len(asked) == 0) != neg {
			ts.Fatalf("%d requests:\n%s", len(asked), strings.Join(asked, "\n"))
		}
		return
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	if len(asked) != want {
		ts.Fatalf("%d requests, want %d:\n%s", len(asked), want, strings.Join(asked, "\n"))
	}
}

// ansi fails unless a file holds escape sequences; negated, unless it holds no character that could
// steer a terminal.
func ansi(ts *testscript.TestScript, neg bool, args []string) {
	for _, name := range args {
		text := ts.ReadFile(name)
		if neg && strings.ContainsAny(text, "\x1b\x07\r\u009b\u202e") || !neg && !strings.Contains(text, "\x1b[") {
			ts.Fatalf("%s: %q", name, text)
		}
	}
}
