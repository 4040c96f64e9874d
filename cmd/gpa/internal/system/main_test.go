//go:build linux && kafka

package system_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"

	"github.com/gpa-stream/gpa/pkg/embedded/kafkatest"
	"github.com/gpa-stream/gpa/pkg/embedded/pgtest"
)

// command is the file of the built command gpa.
var command string

// shared is the broker of the tests that do not harm theirs.
var shared struct {
	sync.Once
	broker *kafkatest.Broker
	err    error
}

func TestMain(m *testing.M) {
	code, err := run(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

func run(m *testing.M) (code int, err error) {
	dir, err := os.MkdirTemp("", "gpa-system-")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(dir)
	command = filepath.Join(dir, "gpa")
	if err := build(command); err != nil {
		return 0, err
	}
	code = m.Run()
	if b := shared.broker; b != nil {
		if err := b.Stop(context.Background()); err != nil {
			return code, fmt.Errorf("stop Kafka: %w", err)
		}
	}
	return code, pgtest.Stop()
}

// build builds the command into that file.
func build(file string, flags ...string) error {
	args := append([]string{"build", "-o", file}, flags...)
	if out, err := exec.Command("go", append(args, "github.com/gpa-stream/gpa/cmd/gpa")...).CombinedOutput(); err != nil {
		return fmt.Errorf("build the command: %w\n%s", err, out)
	}
	return nil
}

// brokerForAll is the address of the shared broker, which the first test starts.
func brokerForAll(t *testing.T) string {
	t.Helper()
	shared.Do(func() {
		dir := filepath.Join(filepath.Dir(command), "kafka")
		if shared.err = os.Mkdir(dir, 0o700); shared.err != nil {
			return
		}
		if shared.broker, shared.err = kafkatest.New(t.Context(), os.Getenv(kafkatest.Libs), dir); shared.err == nil {
			shared.err = shared.broker.Restart(t.Context())
		}
	})
	if shared.err != nil {
		t.Fatal(shared.err)
	}
	return shared.broker.Addr()
}
