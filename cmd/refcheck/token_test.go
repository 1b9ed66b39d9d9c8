package main

import (
	"bufio"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/refcheck/refcheck/internal/store/database/databasetest"
)

// A token that is made while the service runs is valid at once, in another process, and invalid as soon as
// it is revoked; without one nobody is let in.
func TestTokenWhileServing(t *testing.T) {
	databasetest.EachAddress(t, func(t *testing.T, address string) {
		data := []string{"--data", t.TempDir()}
		if strings.HasPrefix(address, "postgres://") {
			data = append(data, "--database", address)
		}
		env := append(environment("http://127.0.0.1:1", t.TempDir()), "PATH="+os.Getenv("PATH"))
		service := exec.Command("refcheck", append([]string{"serve", "--listen", "127.0.0.1:0", "--no-anonymous"}, data...)...)
		service.Env = env
		url := serving(t, service)
		token := func(args ...string) string {
			t.Helper()
			cmd := exec.Command("refcheck", append(append([]string{"token"}, args...), data...)...)
			cmd.Env = env
			out, err := cmd.Output()
			if err != nil {
				t.Fatal(args, err)
			}
			return strings.TrimSpace(string(out))
		}
		status := func(secret string) int {
			t.Helper()
			req, err := http.NewRequest(http.MethodGet, url+"/v1/checks", nil)
			if err != nil {
				t.Fatal(err)
			}
			if secret != "" {
				req.Header.Set("Authorization", "Bearer "+secret)
			}
			resp, err := http.DefaultClient.Do(req)
			if err != nil {
				t.Fatal(err)
			}
			_ = resp.Body.Close()
			return resp.StatusCode
		}
		secret := token("create", "the library")
		id := strings.Fields(strings.Split(token("list"), "\n")[1])[0]
		if nobody, bearer := status(""), status(secret); nobody != http.StatusUnauthorized || bearer != http.StatusOK {
			t.Errorf("%d without the token, %d with it", nobody, bearer)
		}
		if said := token("revoke", id); said != "token "+id+" for the library is revoked" {
			t.Error(said)
		}
		if got := status(secret); got != http.StatusUnauthorized {
			t.Errorf("%d with a token that is revoked", got)
		}
		if listed := token("list"); !strings.Contains(listed, " revoked 20") {
			t.Error(listed)
		}
	})
}

// serving starts a service for the length of a test, and returns its address.
func serving(t *testing.T, service *exec.Cmd) string {
	t.Helper()
	stderr, err := service.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := service.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = service.Process.Kill()
		_ = service.Wait()
	})
	for lines := bufio.NewScanner(stderr); lines.Scan(); {
		if _, address, ok := strings.Cut(lines.Text(), "address="); ok {
			go func() {
				for lines.Scan() { // or its log would fill the pipe
				}
			}()
			return address
		}
	}
	t.Fatal("the service did not start")
	return ""
}
