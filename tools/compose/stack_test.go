//go:build compose

package compose_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"
)

// A stack is the project that the compose file makes.
type stack struct {
	env []string
	// exchange is a folder that containers of the service gpa see as /exchange.
	exchange string
}

// patience bounds every single command; the machine may be small and busy.
const patience = 8 * time.Minute

// newStack brings nothing up. What it leaves is removed at the end of the test, whatever has happened.
func newStack(t *testing.T, settings map[string]string) *stack {
	t.Helper()
	s := &stack{env: os.Environ(), exchange: t.TempDir()}
	// The user of the image is nobody's on this machine.
	if err := os.Chmod(s.exchange, 0o777); err != nil {
		t.Fatal(err)
	}
	for name, value := range settings {
		s.env = append(s.env, name+"="+value)
	}
	s.env = append(s.env, "GPA_HTTP_PORT="+freePort(t))
	s.down(t)
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("what the services said:\n%s", s.try("logs", "--no-color", "--tail=40", "ingest", "turnclassifier", "attrextractor", "ruleminer", "rubricpublisher"))
		}
		s.down(t)
	})
	return s
}

func freePort(t *testing.T) string {
	t.Helper()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	_, port, err := net.SplitHostPort(l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	return port
}

// down removes containers, networks and volumes, and fails the test when any stay.
func (s *stack) down(t *testing.T) {
	t.Helper()
	said := s.try("--profile", "*", "down", "--volumes", "--remove-orphans", "--timeout", "20")
	project := "label=com.docker.compose.project=" + os.Getenv("COMPOSE_PROJECT_NAME")
	for what, args := range map[string][]string{
		"containers": {"ps", "--all", "--quiet", "--filter", project},
		"volumes":    {"volume", "ls", "--quiet", "--filter", project},
		"networks":   {"network", "ls", "--quiet", "--filter", project},
	} {
		out, err := exec.CommandContext(context.Background(), "docker", args...).CombinedOutput()
		if err != nil || len(bytes.TrimSpace(out)) > 0 {
			t.Errorf("after down there are %s: %s %v\n%s", what, out, err, said)
		}
	}
}

// try runs docker compose and returns all that it says.
func (s *stack) try(args ...string) string {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, "./run", args...)
	cmd.Env = s.env
	out, err := cmd.CombinedOutput()
	if err != nil {
		return fmt.Sprintf("%s%v", out, err)
	}
	return string(out)
}

// compose runs docker compose and returns its standard output.
func (s *stack) compose(t *testing.T, args ...string) string {
	t.Helper()
	return s.run(t, "./run", args...)
}

func (s *stack) docker(t *testing.T, args ...string) string {
	t.Helper()
	return s.run(t, "docker", args...)
}

// gpa runs the command in a container of its own, as `make compose ARGS="run …"` does.
func (s *stack) gpa(t *testing.T, args ...string) string {
	t.Helper()
	return s.compose(t, append([]string{"run", "--rm", "--no-TTY", "--quiet-pull", "--volume", s.exchange + ":/exchange", "gpa"}, args...)...)
}

func (s *stack) run(t *testing.T, name string, args ...string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Env = s.env
	var out, said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &said
	if err := cmd.Run(); err != nil {
		t.Fatalf("%s %s: %v\n%s%s", name, strings.Join(args, " "), err, out.String(), said.String())
	}
	return out.String()
}

// containers are the ids of a service's containers.
func (s *stack) containers(t *testing.T, service string) []string {
	t.Helper()
	return strings.Fields(s.compose(t, "ps", "--quiet", service))
}

// A container is what the engine says of one (docker inspect).
type container struct {
	Name         string
	RestartCount int
	State        struct {
		Status string
		Pid    int
		Health struct{ Status string }
	}
	Config     struct{ User string }
	HostConfig struct {
		Memory         int64
		ReadonlyRootfs bool
		CapDrop        []string
	}
}

func (s *stack) inspect(t *testing.T, id string) container {
	t.Helper()
	var c []container
	if err := json.Unmarshal([]byte(s.docker(t, "inspect", id)), &c); err != nil || len(c) != 1 {
		t.Fatalf("read what the engine says of %s: %v", id, err)
	}
	return c[0]
}

// kill ends the service's first process behind the engine's back, as the kernel would for want of memory: what
// `docker kill` ends stays down, by the engine's own rule.
func (s *stack) kill(t *testing.T, service string) string {
	t.Helper()
	id := s.containers(t, service)[0]
	c := s.inspect(t, id)
	s.run(t, "kill", "-9", strconv.Itoa(c.State.Pid))
	t.Logf("killed process %d of %s", c.State.Pid, c.Name)
	return id
}

// eventually asks again until the answer is good, or the time is over.
func eventually(t *testing.T, what string, good func() (bool, string)) {
	t.Helper()
	deadline := time.Now().Add(3 * time.Minute)
	for {
		ok, found := good()
		if ok {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("%s: not after 3 minutes; found %s", what, found)
		}
		select {
		case <-time.After(time.Second):
		case <-t.Context().Done():
			t.Fatalf("%s: %v", what, t.Context().Err())
		}
	}
}
