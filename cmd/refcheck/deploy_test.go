package main

import (
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"go.yaml.in/yaml/v4"
)

// deployed returns a file of deploy/.
func deployed(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("../../deploy", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

var servedFlag = regexp.MustCompile(`(?:^|[\s"'=-])(--[a-z][a-z-]*)(?:[=\s]|$)`)

// Every flag of serve that a file of deploy/ gives is one that serve takes, with a value that it takes.
func TestDeployFlags(t *testing.T) {
	for _, name := range []string{"compose.yaml", "kubernetes.yaml", "refcheck.service"} {
		given := 0
		for line := range strings.SplitSeq(deployed(t, name), "\n") {
			line = strings.TrimSpace(line)
			arg, listed := strings.CutPrefix(line, "- --")
			exec, started := strings.CutPrefix(line, "ExecStart=/usr/bin/refcheck serve ")
			if !listed && !started {
				continue
			}
			arg, _, _ = strings.Cut("--"+arg, " #")
			if started {
				arg = exec
			}
			for _, m := range servedFlag.FindAllStringSubmatch(arg, -1) {
				given++
				if !slices.ContainsFunc(commands(t), func(c *cobra.Command) bool { return c.Name() == "serve" && c.Flags().Lookup(m[1][2:]) != nil }) {
					t.Errorf("%s: serve has no flag %s", name, m[1])
				}
			}
		}
		if given == 0 {
			t.Errorf("%s: %d flags were found", name, given)
		}
	}
}

// The manifest is of the parts that a service needs, and its containers may do no more than they have to.
func TestKubernetes(t *testing.T) {
	decoder := yaml.NewDecoder(strings.NewReader(deployed(t, "kubernetes.yaml")))
	var kinds []string
	for {
		var object struct {
			Kind string
			Spec struct {
				Replicas int
				Template struct {
					Spec struct {
						SecurityContext map[string]any `yaml:"securityContext"`
						Containers      []struct {
							SecurityContext map[string]any            `yaml:"securityContext"`
							Resources       map[string]map[string]any `yaml:"resources"`
							LivenessProbe   probe                     `yaml:"livenessProbe"`
							ReadinessProbe  probe                     `yaml:"readinessProbe"`
						}
					}
				}
			}
		}
		err := decoder.Decode(&object)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		kinds = append(kinds, object.Kind)
		if object.Kind != "Deployment" {
			continue
		}
		pod := object.Spec.Template.Spec
		if object.Spec.Replicas < 2 || pod.SecurityContext["runAsNonRoot"] != true || len(pod.Containers) != 1 {
			t.Errorf("%+v", object.Spec)
		}
		c := pod.Containers[0]
		if c.SecurityContext["readOnlyRootFilesystem"] != true || c.SecurityContext["allowPrivilegeEscalation"] != false || c.Resources["limits"]["memory"] == nil ||
			c.LivenessProbe.HTTPGet.Path != "/healthz" || c.ReadinessProbe.HTTPGet.Path != "/readyz" {
			t.Errorf("%+v", c)
		}
	}
	for _, want := range []string{"Deployment", "Service", "PodDisruptionBudget", "NetworkPolicy"} {
		if !slices.Contains(kinds, want) {
			t.Errorf("there is no %s", want)
		}
	}
}

type probe struct {
	HTTPGet struct{ Path string } `yaml:"httpGet"`
}

// Services of the compose file use only secrets, volumes and networks that it defines.
func TestCompose(t *testing.T) {
	var file struct {
		Services map[string]struct {
			Secrets  []any
			Networks []string
		}
		Secrets, Volumes, Networks map[string]any
	}
	if err := yaml.Unmarshal([]byte(deployed(t, "compose.yaml")), &file); err != nil {
		t.Fatal(err)
	}
	for name, service := range file.Services {
		for _, s := range service.Secrets {
			source, _ := s.(string)
			if long, ok := s.(map[string]any); ok {
				source, _ = long["source"].(string)
			}
			if _, ok := file.Secrets[source]; !ok {
				t.Errorf("%s: there is no secret %v", name, s)
			}
		}
		for _, n := range service.Networks {
			if _, ok := file.Networks[n]; !ok {
				t.Errorf("%s: there is no network %s", name, n)
			}
		}
	}
	if len(file.Services) < 3 {
		t.Errorf("%d services", len(file.Services))
	}
}

// systemd takes the unit as it is.
func TestUnit(t *testing.T) {
	if _, err := exec.LookPath("systemd-analyze"); err != nil {
		t.Skip("there is no systemd-analyze")
	}
	unit := strings.ReplaceAll(deployed(t, "refcheck.service"), "/usr/bin/refcheck", "/bin/true")
	unit = strings.ReplaceAll(unit, "man:refcheck-serve(1) ", "") // which systemd looks for
	path := filepath.Join(t.TempDir(), "refcheck.service")
	if err := os.WriteFile(path, []byte(unit), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), "systemd-analyze", "verify", path).CombinedOutput()
	if err != nil || len(out) > 0 {
		t.Errorf("%v\n%s", err, out)
	}
}
