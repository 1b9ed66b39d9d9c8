package main

import (
	"net/http"
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
		service := startService(t, "http://127.0.0.1:1", append([]string{"--no-anonymous"}, data...)...)
		token := func(args ...string) string {
			t.Helper()
			cmd := exec.Command("refcheck", append(append([]string{"token"}, args...), data...)...)
			cmd.Env = service.Env
			out, err := cmd.Output()
			if err != nil {
				t.Fatal(args, err)
			}
			return strings.TrimSpace(string(out))
		}
		status := func(secret string) int {
			t.Helper()
			req, err := http.NewRequest(http.MethodGet, service.address+"/v1/checks", nil)
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
