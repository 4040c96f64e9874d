//go:build teeth

package protocol

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

const (
	root       = "../../../.."
	teethRuns  = "12"
	teethFault = "0.1"
)

// TestWeakeningsAreNoticed takes the rules away one by one and has the model run: it must fail. A model that passes
// whatever is done to the parts would prove nothing.
func TestWeakeningsAreNoticed(t *testing.T) {
	t.Parallel()
	base := behind(t, os.Args[0])
	for _, w := range weakenings {
		t.Run(w.name, func(t *testing.T) {
			t.Parallel()
			binary := build(t, w)
			if w.counted {
				if n := behind(t, binary); n <= base {
					t.Errorf("%s: %d exchanges fell behind the time, and %d as it is", w.says, n, base)
				}
				return
			}
			out, failed := model(t, binary, ".")
			if failed == w.unnoticed {
				t.Errorf("%s: the model failed: %t, want %t\n%s", w.says, failed, !w.unnoticed, clip(out))
				return
			}
			t.Logf("%s: %s", w.says, clip(out))
		})
	}
}

// model runs a test binary of this package over a few seeds.
func model(t *testing.T, binary, tests string) (out string, failed bool) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), binary, "-test.run", tests, "-test.v", "-runs", teethRuns, "-fault", teethFault, "-enough", "1")
	b, err := cmd.CombinedOutput()
	if t.Context().Err() != nil {
		t.Fatalf("the model was stopped: %v", err)
	}
	return string(b), err != nil
}

// behind is how many exchanges fell behind the time.
func behind(t *testing.T, binary string) int {
	t.Helper()
	out, failed := model(t, binary, "^TestIdle")
	found := regexp.MustCompile(`(\d+) exchanges fell behind`).FindStringSubmatch(out)
	if failed || found == nil {
		t.Fatalf("idle sources: %s", out)
	}
	n, err := strconv.Atoi(found[1])
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// build compiles the model over the parts with a weakening in them.
func build(t *testing.T, w weakening) string {
	t.Helper()
	dir := t.TempDir()
	texts := map[string]string{}
	for _, e := range w.edits {
		file, err := filepath.Abs(filepath.Join(root, e.file))
		if err != nil {
			t.Fatal(err)
		}
		if texts[file] == "" {
			b, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			texts[file] = string(b)
		}
		if n := strings.Count(texts[file], e.old); n != 1 {
			t.Fatalf("the table is stale: %s holds %d times\n%s", e.file, n, e.old)
		}
		texts[file] = strings.Replace(texts[file], e.old, e.now, 1)
	}
	overlay := struct{ Replace map[string]string }{map[string]string{}}
	for file, text := range texts {
		to := filepath.Join(dir, fmt.Sprintf("%d.go", len(overlay.Replace)))
		if err := os.WriteFile(to, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		overlay.Replace[file] = to
	}
	b, err := json.Marshal(overlay)
	if err != nil {
		t.Fatal(err)
	}
	list, binary := filepath.Join(dir, "overlay.json"), filepath.Join(dir, "model")
	if err := os.WriteFile(list, b, 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), "go", "test", "-c", "-ldflags=-s -w", "-overlay", list, "-o", binary, ".")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	return binary
}

// clip is the first fault in what a test said.
func clip(out string) string {
	for line := range strings.Lines(out) {
		if strings.Contains(line, "seed ") || strings.HasPrefix(line, "panic") {
			return line[:min(len(line), 300)]
		}
	}
	return out[:min(len(out), 300)]
}
