package llmtest

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// Home is the environment variable that names the folder which tools/llm/venv made.
const Home = "GPA_LLM_HOME"

// SmallModel is the name of the model that Small serves.
const SmallModel = "small"

// ready is how long a server may take to load its model; it takes half a second on an idle machine.
const ready = 3 * time.Minute

// Small starts a real server with a real model that is far too weak to judge anything, and gives the URL that llm.url
// has to be. It ends with the test, or with the test binary. The test fails when there is none to start: a ring that is
// asked for must not be skipped.
func Small(t testing.TB) string {
	t.Helper()
	home := os.Getenv(Home) //nolint:forbidigo // The make target says where the server is.
	if home == "" {
		t.Fatalf("%s is not set: run `make test-llm`, or set it to a folder that tools/llm/venv made", Home)
	}
	var log strings.Builder
	cmd := exec.CommandContext(t.Context(), filepath.Join(home, "bin", "python"), filepath.Join(home, "serve.py"))
	cmd.Stderr = &log
	stdin, err := cmd.StdinPipe() // The server ends when this pipe does.
	if err != nil {
		t.Fatalf("start the small model: %v", err)
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatalf("start the small model: %v", err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatalf("start the small model: %v", err)
	}
	t.Cleanup(func() {
		_ = stdin.Close()
		_ = cmd.Wait()
	})
	address := make(chan string, 1)
	go func() {
		line, err := bufio.NewReader(stdout).ReadString('\n')
		if err != nil {
			line = ""
		}
		address <- strings.TrimSpace(line)
	}()
	select {
	case a := <-address:
		if a == "" {
			_ = cmd.Wait()
			t.Fatalf("the small model did not start:\n%s", tail(log.String()))
		}
		return a + "/v1"
	case <-time.After(ready):
		t.Fatalf("the small model did not start within %s", ready)
		return ""
	}
}

func tail(log string) string {
	const most = 2000
	if len(log) > most {
		return fmt.Sprintf("… %s", log[len(log)-most:])
	}
	return log
}
