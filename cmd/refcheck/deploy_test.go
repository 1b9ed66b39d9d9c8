package main

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
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

// deployment is how a file of deploy/ runs the service.
type deployment struct {
	args  []string
	env   []string // names of variables
	stops time.Duration
}

// serve returns the command of the service with the flags that a deployment gives it.
func (d *deployment) serve(t *testing.T) *cobra.Command {
	t.Helper()
	for _, c := range commands(t) {
		if len(d.args) > 0 && c.Name() == "serve" && d.args[0] == c.Name() {
			if err := c.ParseFlags(d.args[1:]); err != nil {
				t.Fatalf("%v: %v", d.args, err)
			}
			return c
		}
	}
	t.Fatalf("%v do not serve", d.args)
	return nil
}

// port returns the port in the value of a flag.
func (d *deployment) port(t *testing.T, flag string) int {
	t.Helper()
	_, text, _ := strings.Cut(d.serve(t).Flag(flag).Value.String(), ":")
	port, err := strconv.Atoi(text)
	if err != nil {
		t.Errorf("--%s has no port: %v", flag, err)
	}
	return port
}

// Every file of deploy/ gives flags and variables that there are, and time enough to stop.
func TestDeployments(t *testing.T) {
	asked := map[string]bool{"GOMEMLIMIT": true, "PGPASSFILE": true} // by Go and by pgx
	for _, args := range [][]string{{"token", "list", "--data", t.TempDir()}, {"check", "--offline", "-"}} {
		env := func(name string) string { asked[name] = true; return "" }
		run(t.Context(), args, strings.NewReader(""), io.Discard, io.Discard, env)
	}
	for name, d := range map[string]deployment{
		"compose.yaml": composed(t).deployment(t), "kubernetes.yaml": onKubernetes(t).deployment(t), "refcheck.service": unit(t),
	} {
		drain, err := d.serve(t).Flags().GetDuration("drain")
		if least := drain + stopTime + 5*time.Second; d.stops < least || err != nil {
			t.Errorf("%s: it is killed after %v, and may take %v (%v)", name, d.stops, least, err)
		}
		for _, variable := range d.env {
			if !asked[variable] {
				t.Errorf("%s: nothing asks for %s", name, variable)
			}
		}
		if len(d.env) == 0 {
			t.Errorf("%s: no variables were found", name)
		}
	}
}

// The flags in the table of settings in docs/operations.md are those of serve, and their values are such.
func TestSettingsInDocs(t *testing.T) {
	text, err := os.ReadFile("../../docs/operations.md")
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, row := range regexp.MustCompile("(?m)^\\| `--[^|]*").FindAllString(string(text), -1) {
		for _, m := range regexp.MustCompile("`--([a-z-]+)(?: ([^`]+))?`").FindAllStringSubmatch(row, -1) {
			found++
			flag := (&deployment{args: []string{"serve"}}).serve(t).Flag(m[1])
			if flag == nil {
				t.Errorf("serve has no flag --%s", m[1])
			} else if m[2] != "" {
				if err := flag.Value.Set(m[2]); err != nil {
					t.Errorf("--%s: %v", m[1], err)
				}
			}
		}
	}
	if found < 10 {
		t.Errorf("%d flags were found", found)
	}
}

// unit is how systemd runs the service, with what the unit says may stand in its serve.env.
func unit(t *testing.T) deployment {
	t.Helper()
	var d deployment
	var more []string
	for line := range strings.SplitSeq(deployed(t, "refcheck.service"), "\n") {
		name, value, _ := strings.Cut(strings.TrimPrefix(line, "#   "), "=")
		switch name {
		case "ExecStart":
			d.args = strings.Fields(value)[1:]
		case "REFCHECK_SERVE_FLAGS":
			more = strings.Fields(value)
		case "TimeoutStopSec":
			seconds, err := strconv.Atoi(value)
			if err != nil {
				t.Error(err)
			}
			d.stops = time.Duration(seconds) * time.Second
		default:
			if strings.HasPrefix(line, "#   ") {
				d.env = append(d.env, name)
			}
		}
	}
	if last := len(d.args) - 1; last < 0 || d.args[last] != "$REFCHECK_SERVE_FLAGS" {
		t.Errorf("the unit takes no flags: %v", d.args)
	} else {
		d.args = append(d.args[:last], more...)
	}
	return d
}

// kubernetes is what is looked at in the objects of the manifest, of whichever kind.
type kubernetes struct {
	Kind string
	Spec struct {
		Replicas int
		Template struct {
			Metadata struct{ Annotations map[string]string }
			Spec     struct {
				Grace           int            `yaml:"terminationGracePeriodSeconds"`
				SecurityContext map[string]any `yaml:"securityContext"`
				Containers      []container
			}
		}
		Ports []struct {
			TargetPort string `yaml:"targetPort"`
		}
		Ingress []struct{ Ports []struct{ Port string } }
	}
}

type container struct {
	Args  []string
	Env   []struct{ Name string }
	Ports []struct {
		Name          string
		ContainerPort int `yaml:"containerPort"`
	}
	SecurityContext map[string]any            `yaml:"securityContext"`
	Resources       map[string]map[string]any `yaml:"resources"`
	VolumeMounts    []struct {
		MountPath string `yaml:"mountPath"`
	} `yaml:"volumeMounts"`
	LivenessProbe  probe `yaml:"livenessProbe"`
	ReadinessProbe probe `yaml:"readinessProbe"`
}

type probe struct {
	HTTPGet struct{ Path, Port string } `yaml:"httpGet"`
}

// manifest is the objects of the manifest by their kinds.
type manifest map[string]kubernetes

func onKubernetes(t *testing.T) manifest {
	t.Helper()
	objects := manifest{}
	for decoder := yaml.NewDecoder(strings.NewReader(deployed(t, "kubernetes.yaml"))); ; {
		var object kubernetes
		err := decoder.Decode(&object)
		if errors.Is(err, io.EOF) {
			return objects
		}
		if err != nil {
			t.Fatal(err)
		}
		objects[object.Kind] = object
	}
}

// container returns the only container.
func (m manifest) container(t *testing.T) container {
	t.Helper()
	all := m["Deployment"].Spec.Template.Spec.Containers
	if len(all) != 1 {
		t.Fatalf("%d containers", len(all))
	}
	return all[0]
}

func (m manifest) deployment(t *testing.T) deployment {
	t.Helper()
	c := m.container(t)
	d := deployment{args: c.Args, stops: time.Duration(m["Deployment"].Spec.Template.Spec.Grace) * time.Second}
	for _, e := range c.Env {
		d.env = append(d.env, e.Name)
	}
	return d
}

// The manifest is of the parts that a service needs, which agree with each other, and its containers may do no
// more than they have to.
func TestKubernetes(t *testing.T) {
	objects := onKubernetes(t)
	for _, want := range []string{"Deployment", "Service", "PodDisruptionBudget", "NetworkPolicy"} {
		if _, ok := objects[want]; !ok {
			t.Errorf("there is no %s", want)
		}
	}
	pods, c := objects["Deployment"].Spec, objects.container(t)
	if pods.Replicas < 2 || pods.Template.Spec.SecurityContext["runAsNonRoot"] != true {
		t.Errorf("%+v", pods)
	}
	if c.SecurityContext["readOnlyRootFilesystem"] != true || c.SecurityContext["allowPrivilegeEscalation"] != false || c.Resources["limits"]["memory"] == nil ||
		c.LivenessProbe.HTTPGet.Path != "/healthz" || c.ReadinessProbe.HTTPGet.Path != "/readyz" {
		t.Errorf("%+v", c)
	}
	d, ports := objects.deployment(t), map[string]int{}
	for _, p := range c.Ports {
		ports[p.Name] = p.ContainerPort
	}
	if diff := cmp.Diff(map[string]int{"http": d.port(t, "listen"), "metrics": d.port(t, "metrics")}, ports); diff != "" {
		t.Error(diff)
	}
	if scraped := pods.Template.Metadata.Annotations["prometheus.io/port"]; scraped != strconv.Itoa(ports["metrics"]) {
		t.Errorf("Prometheus is sent to port %s", scraped)
	}
	used := []string{c.LivenessProbe.HTTPGet.Port, c.ReadinessProbe.HTTPGet.Port, objects["Service"].Spec.Ports[0].TargetPort}
	for _, from := range objects["NetworkPolicy"].Spec.Ingress {
		used = append(used, from.Ports[0].Port)
	}
	for _, name := range used {
		if ports[name] == 0 {
			t.Errorf("there is no port %q", name)
		}
	}
	if data := d.serve(t).Flag("data").Value.String(); len(c.VolumeMounts) != 1 || c.VolumeMounts[0].MountPath != data {
		t.Errorf("%s is not the volume of %v", data, c.VolumeMounts)
	}
}

// composition is what is looked at in the compose file.
type composition struct {
	Services map[string]struct {
		Command     []string
		Environment map[string]string
		Secrets     []any
		Networks    []string
		Tmpfs       []string
		Ports       []string
		Grace       string `yaml:"stop_grace_period"`
		Healthcheck struct{ Test []string }
	}
	Secrets, Volumes, Networks map[string]any
}

func composed(t *testing.T) composition {
	t.Helper()
	var c composition
	text := regexp.MustCompile(`\$\{REFCHECK_MAILTO:[^}]+\}`).ReplaceAllString(deployed(t, "compose.yaml"), "you@example.org")
	if err := yaml.Unmarshal([]byte(text), &c); err != nil {
		t.Fatal(err)
	}
	return c
}

func (c composition) deployment(t *testing.T) deployment {
	t.Helper()
	service := c.Services["refcheck"]
	stops, err := time.ParseDuration(service.Grace)
	if err != nil {
		t.Error(err)
	}
	return deployment{args: service.Command, env: slices.Sorted(maps.Keys(service.Environment)), stops: stops}
}

// Services of the compose file use only secrets, volumes and networks that it defines.
func TestCompose(t *testing.T) {
	file := composed(t)
	secrets := map[string]bool{}
	for name, service := range file.Services {
		for _, s := range service.Secrets {
			source, _ := s.(string)
			if long, ok := s.(map[string]any); ok {
				source, _ = long["source"].(string)
				secrets[fmt.Sprint("/run/secrets/", long["target"])] = true
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
	ours, d := file.Services["refcheck"], file.deployment(t)
	if address, err := url.Parse(ours.Environment["REFCHECK_DATABASE"]); err != nil || file.Services[address.Hostname()].Networks == nil {
		t.Errorf("no service is the database: %v", err)
	}
	if pass := ours.Environment["PGPASSFILE"]; !secrets[pass] {
		t.Errorf("no secret is %s", pass)
	}
	if data := d.serve(t).Flag("data").Value.String(); len(ours.Tmpfs) != 1 || !strings.HasPrefix(ours.Tmpfs[0], data+":") {
		t.Errorf("%s is not %v", data, ours.Tmpfs)
	}
	if test := file.Services["nginx"].Healthcheck.Test; len(test) == 0 || !strings.HasSuffix(test[len(test)-1], "/readyz") {
		t.Errorf("nginx is asked by %v", test)
	}
}

// nginx passes on to where the composed service listens what that takes, and its events as they come.
func TestNginx(t *testing.T) {
	text, d := deployed(t, "nginx.conf"), composed(t)
	service := d.deployment(t)
	upload, err := service.serve(t).Flags().GetInt64("max-upload")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		fmt.Sprintf("server refcheck:%d;", service.port(t, "listen")),
		fmt.Sprintf("client_max_body_size %dm;", upload>>20+1),
		"listen 80;",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("there is no %q", want)
		}
	}
	if ports := d.Services["nginx"].Ports; len(ports) != 1 || !strings.HasSuffix(ports[0], ":80") {
		t.Errorf("nginx is at %v", ports)
	}
	events := regexp.MustCompile(`location ~ (\S+) \{\s+proxy_pass http://refcheck;\s+proxy_buffering off;`).FindStringSubmatch(text)
	if events == nil || !regexp.MustCompile(events[1]).MatchString("/v1/checks/tadvm67h/events") {
		t.Errorf("events are buffered: %q", events)
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
