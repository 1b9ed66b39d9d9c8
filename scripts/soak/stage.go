package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
)

// stage is what a scene plays on: the stand-in registries, and processes of the service.
type stage struct {
	settings
	lines []string // printed references
	dir   string
	ports int
	// registries are the processes of the stand-ins, environment what leads the service to them.
	registries  []*exec.Cmd
	addresses   []string
	environment []string
	all         []*replica
}

// standIns are the registries that the service asks, and the path under which the stand-in answers as each.
var standIns = []struct{ name, path string }{{"crossref", "/crossref"}, {"pubmed", "/eutils"}, {"doi", "/doi"}}

// replica is one process of the service.
type replica struct {
	address string
	args    []string
	log     string
	cmd     *exec.Cmd
	scale   *scale
}

// newStage starts the stand-in registries, with their limits or without.
func newStage(ctx context.Context, s settings, lines []string, limited bool) (*stage, error) {
	dir, err := os.MkdirTemp("", "soak")
	if err != nil {
		return nil, err
	}
	st := &stage{settings: s, lines: lines, dir: dir, ports: s.port}
	var names []string
	for _, in := range standIns {
		at, err := st.standIn(ctx, limited)
		if err != nil {
			return nil, errors.Join(err, st.close())
		}
		names = append(names, in.name)
		variable := "REFCHECK_" + strings.ToUpper(in.name)
		st.environment = append(st.environment, variable+"_URL="+at+in.path)
		if !limited {
			st.environment = append(st.environment, variable+"_RATE=0")
		}
	}
	st.environment = append(st.environment, "REFCHECK_REGISTRIES="+strings.Join(names, ","))
	return st, nil
}

// standIn starts a process that stands in for a registry, and returns its address. Each has one of its own:
// Python keeps one core busy at most.
func (st *stage) standIn(ctx context.Context, limited bool) (string, error) {
	args := []string{st.shared + "/registries/serve.py", "--world", st.shared + "/world", "--port", strconv.Itoa(st.ports)}
	if !limited {
		args = append(args, "--no-limits")
	}
	at := fmt.Sprintf("http://127.0.0.1:%d", st.ports)
	st.ports++
	process := exec.CommandContext(ctx, "python3", args...)
	if err := process.Start(); err != nil {
		return "", err
	}
	st.registries, st.addresses = append(st.registries, process), append(st.addresses, at)
	return at, st.await(ctx, at+"/__stats", 2*time.Minute)
}

// await waits until an address answers.
func (st *stage) await(ctx context.Context, address string, most time.Duration) error {
	ctx, cancel := context.WithTimeout(ctx, most)
	defer cancel()
	for {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
		if err != nil {
			return err
		}
		resp, err := http.DefaultClient.Do(req)
		if err == nil {
			_ = resp.Body.Close()
			if resp.StatusCode == http.StatusOK {
				return nil
			}
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("%s does not answer: %w", address, errors.Join(ctx.Err(), err))
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// close ends all processes and removes what they wrote.
func (st *stage) close() error {
	for _, r := range st.all {
		r.kill()
	}
	for _, process := range st.registries {
		_ = process.Process.Kill()
		_ = process.Wait()
	}
	return os.RemoveAll(st.dir)
}

// database returns the flags for an empty database of a kind, and the data directory that belongs to it.
func (st *stage) database(ctx context.Context, kind, name string) ([]string, error) {
	args := []string{"--data", filepath.Join(st.dir, name)}
	if kind != "postgres" {
		return args, nil
	}
	conn, err := pgx.Connect(ctx, st.postgres)
	if err != nil {
		return nil, err
	}
	defer func() { _ = conn.Close(ctx) }()
	base := fmt.Sprintf("soak_%s_%d", name, time.Now().UnixNano())
	if _, err := conn.Exec(ctx, "CREATE DATABASE "+base); err != nil {
		return nil, err
	}
	address, err := url.Parse(st.postgres)
	if err != nil {
		return nil, err
	}
	address.Path = "/" + base
	return append(args, "--database", address.String()), nil
}

// serve starts a process of the service over a database.
func (st *stage) serve(ctx context.Context, database []string) (*replica, error) {
	st.ports++
	r := &replica{
		address: fmt.Sprintf("http://127.0.0.1:%d", st.ports),
		log:     filepath.Join(st.dir, fmt.Sprintf("serve-%d.log", st.ports)),
	}
	r.args = append([]string{
		"serve", "--no-config", "--listen", strings.TrimPrefix(r.address, "http://"), "--mailto", "someone@example.org",
		"--max-references", strconv.Itoa(st.night), "--max-upload", strconv.Itoa(100 << 20), "--client-rate", "0",
	}, database...)
	st.all = append(st.all, r)
	return r, st.start(ctx, r)
}

// start starts a replica, for the first time or again.
func (st *stage) start(ctx context.Context, r *replica) error {
	log, err := os.OpenFile(r.log, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer func() { _ = log.Close() }()
	r.cmd = exec.CommandContext(ctx, st.refcheck, r.args...)
	r.cmd.Stderr = log
	r.cmd.Env = append(os.Environ(), st.environment...)
	if err := r.cmd.Start(); err != nil {
		return err
	}
	r.scale = newScale(r.cmd.Process.Pid)
	if err := st.await(ctx, r.address+"/readyz", time.Minute); err != nil {
		text, _ := os.ReadFile(r.log)
		return fmt.Errorf("%w\n%s", err, text)
	}
	return nil
}

// kill ends a replica as kill -9 does.
func (r *replica) kill() {
	if r.cmd != nil && r.cmd.Process != nil {
		_ = r.cmd.Process.Signal(syscall.SIGKILL)
		_ = r.cmd.Wait()
		r.scale.stop()
	}
}

// peak returns the most memory that a replica has taken so far, together with the processes that it has started, in
// megabytes.
func (r *replica) peak() float64 { return float64(r.scale.most.Load()) / 1024 }
