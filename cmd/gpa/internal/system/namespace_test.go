//go:build linux && kafka

package system_test

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gpa-stream/gpa/cmd/gpa/internal/present"
)

// Settings that all ways through the system share; without them the digests would differ by right.
const (
	salt   = "a salt for tests"
	bucket = "6h"
)

// patience bounds each wait for something that comes in seconds, or never.
const patience = 2 * time.Minute

// A namespace is a topic prefix and a schema on a broker and a database.
type namespace struct {
	t        testing.TB
	dir      string // logs and results
	brokers  string
	postgres string
	prefix   string
	schema   string
	// more are further settings, NAME=value, detour those of the stages alone.
	more, detour []string
	// binary is the build of the command that runs.
	binary string
}

func newNamespace(t testing.TB, brokers, postgres string) *namespace {
	t.Helper()
	name := strings.ToLower(rand.Text()[:8])
	return &namespace{
		t: t, dir: t.TempDir(), brokers: brokers, postgres: postgres, prefix: "gpa." + name + ".", schema: "gpa_" + name,
		binary: command,
	}
}

// files is a namespace without broker and database: what is left to it are files, and embedded parts.
func files(t *testing.T) *namespace {
	t.Helper()
	return newNamespace(t, "", "")
}

// env is all that a process sees.
func (n *namespace) env() []string {
	env := []string{
		"PATH=/usr/bin:/bin", "HOME=" + os.Getenv("HOME"), "TMPDIR=" + os.TempDir(),
		"GPA_SALT=" + salt, "GPA_MINER_BUCKET=" + bucket,
		"GPA_KAFKA_TOPIC_PREFIX=" + n.prefix, "GPA_KAFKA_PARTITIONS=4", "GPA_KAFKA_SESSION_TIMEOUT=1500ms",
		"GPA_POSTGRES_SCHEMA=" + n.schema, "GPA_HTTP_LISTEN=127.0.0.1:0",
		// No decision by the clock: the promise is for runs without it.
		"GPA_INGEST_IDLE=0",
		// Longer than any conversation: nothing in the logs is late.
		"GPA_INGEST_LATENESS=2h",
	}
	if n.brokers != "" {
		env = append(env, "GPA_KAFKA_BROKERS="+n.brokers, "GPA_POSTGRES_URL="+n.postgres)
	}
	return append(env, n.more...)
}

// gpa runs the command to its end and returns what it printed.
func (n *namespace) gpa(args ...string) []byte {
	n.t.Helper()
	p, out := n.background(args...)
	n.await(p, args[0], patience)
	return out.Bytes()
}

// background runs the command beside the test. Its output is whole when it has ended.
func (n *namespace) background(args ...string) (*process, *bytes.Buffer) {
	n.t.Helper()
	var out bytes.Buffer
	p, err := begin(n.binary, n.log(args[0]), n.env(), &out, args...)
	if err != nil {
		n.t.Fatal(err)
	}
	n.t.Cleanup(func() {
		_ = p.cmd.Process.Kill()
		<-p.done
	})
	return p, &out
}

// await waits for the end of a process, which must be a good one.
func (n *namespace) await(p *process, name string, limit time.Duration) {
	n.t.Helper()
	select {
	case <-p.done:
	case <-time.After(limit):
		n.t.Fatalf("gpa %s is not done after %s; its log ends with:\n%s", name, limit, tail(n.log(name)))
	}
	if p.err != nil {
		n.t.Fatalf("gpa %s: %v; its log ends with:\n%s", name, p.err, tail(n.log(name)))
	}
}

func (n *namespace) log(name string) string { return filepath.Join(n.dir, name+".log") }

// digest is that of the live rules and rubrics.
func (n *namespace) digest() string {
	n.t.Helper()
	return strings.TrimSpace(string(n.gpa("digest")))
}

// mine runs gpa mine over a file and returns its report.
func (n *namespace) mine(log string, args ...string) present.Report {
	n.t.Helper()
	args = append([]string{"mine", log, "--bucket", bucket, "--json", "--out", filepath.Join(n.dir, "out")}, args...)
	var r present.Report
	if err := json.Unmarshal(n.gpa(args...), &r); err != nil {
		n.t.Fatalf("read the report of gpa mine: %v", err)
	}
	return r
}
