//go:build unix

// Package kafkatest runs a real Apache Kafka broker for tests, from jars in the folder that GPA_KAFKA_LIBS names.
//
// A test may kill the broker, freeze it and start it again on the same address with the same data. The broker dies with
// the test binary. `make test-kafka` brings the jars and runs the tests that use this package.
package kafkatest

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"
	"testing"
	"time"

	"github.com/segmentio/kafka-go"

	"github.com/gpa-stream/gpa/pkg/embedded/internal/guard"
)

// Libs is the environment variable that names the folder of Kafka's jars.
const Libs = "GPA_KAFKA_LIBS"

// A Broker is one Kafka node, broker and controller in one.
type Broker struct {
	java, libs, dir  string
	port, controller int
	listeners        map[string]int
	scram            map[string]string
	optimised        bool
	proc             *guard.Process
}

// Start runs a broker until the test ends. It fails the test when there are no jars or there is no java: a ring that is
// asked for must not be skipped.
func Start(t testing.TB) *Broker {
	t.Helper()
	return StartWith(t, Options{})
}

// StartWith is Start with other settings.
func StartWith(t testing.TB, o Options) *Broker {
	t.Helper()
	libs := os.Getenv(Libs)
	if libs == "" {
		t.Fatalf("%s is not set: run `make test-kafka`, or set it to a folder with the jars of Kafka", Libs)
	}
	b, err := NewWith(t.Context(), libs, t.TempDir(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := b.Stop(context.WithoutCancel(t.Context())); err != nil {
			t.Errorf("stop Kafka: %v", err)
		}
	})
	if err := b.Restart(t.Context()); err != nil {
		t.Fatal(err)
	}
	return b
}

// New prepares a broker with its data in dir; Restart starts it.
func New(ctx context.Context, libs, dir string) (*Broker, error) {
	return NewWith(ctx, libs, dir, Options{})
}

// NewWith is New with other settings.
func NewWith(ctx context.Context, libs, dir string, o Options) (*Broker, error) {
	java, err := exec.LookPath("java")
	if err != nil {
		return nil, fmt.Errorf("prepare Kafka: %w (install openjdk-17-jre-headless)", err)
	}
	libs, err = filepath.Abs(libs)
	if err != nil {
		return nil, fmt.Errorf("prepare Kafka: %w", err)
	}
	if jars, err := filepath.Glob(filepath.Join(libs, "kafka_2.13-*.jar")); err != nil || len(jars) == 0 {
		return nil, fmt.Errorf("prepare Kafka: no kafka_2.13 jar in %s (run `make kafka-libs`)", libs)
	}
	b := &Broker{java: java, libs: libs, dir: dir, listeners: map[string]int{}, scram: o.Scram, optimised: o.Optimised}
	ports, err := freePorts(ctx, 2+len(o.Listeners))
	if err != nil {
		return nil, fmt.Errorf("prepare Kafka: %w", err)
	}
	b.port, b.controller = ports[0], ports[1]
	for i, l := range o.Listeners {
		b.listeners[l.Name] = ports[2+i]
	}
	if err := os.WriteFile(b.config(), properties(filepath.Join(dir, "data"), b.port, b.controller, o, ports[2:]), 0o600); err != nil {
		return nil, fmt.Errorf("prepare Kafka: %w", err)
	}
	if err := b.format(ctx); err != nil {
		return nil, fmt.Errorf("prepare Kafka: %w", err)
	}
	return b, nil
}

// Addr is the broker's address, the same after every restart.
func (b *Broker) Addr() string { return "127.0.0.1:" + strconv.Itoa(b.port) }

// AddrOf is the address of one of the listeners of Options.
func (b *Broker) AddrOf(listener string) string {
	return "127.0.0.1:" + strconv.Itoa(b.listeners[listener])
}

// Restart starts the broker, which must not be running, and waits until it answers for its topics.
func (b *Broker) Restart(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	args := []string{"-Xms256m", "-Xmx512m", "-XX:+UseG1GC"}
	if !b.optimised {
		// Tests start more brokers than they use for long: the quick compiler alone halves what a start costs.
		args = append(args, "-XX:TieredStopAtLevel=1")
	}
	proc, err := guard.Start(guard.Program{
		Path: b.java, Args: append(args, "kafka.Kafka", b.config()),
		Env: b.env(), Dir: b.dir, Log: b.log(),
	})
	if err != nil {
		return fmt.Errorf("start Kafka: %w", err)
	}
	b.proc = proc
	if err := proc.Await(ctx, b.ready); err != nil {
		_ = proc.Kill()
		<-proc.Done()
		return fmt.Errorf("start Kafka: %w; its log ends with:\n%s", err, guard.Tail(b.log(), 3000))
	}
	return nil
}

// Kill ends the broker with SIGKILL.
func (b *Broker) Kill() error {
	if err := b.proc.Kill(); err != nil {
		return fmt.Errorf("kill Kafka: %w", err)
	}
	<-b.proc.Done()
	return nil
}

// Freeze stops the broker's clock (SIGSTOP); Thaw lets it go on.
func (b *Broker) Freeze() error { return b.proc.Signal(syscall.SIGSTOP) }

// Thaw lets a frozen broker go on.
func (b *Broker) Thaw() error { return b.proc.Signal(syscall.SIGCONT) }

// Stop ends the broker in order, if it runs.
func (b *Broker) Stop(ctx context.Context) error {
	if b.proc == nil {
		return nil
	}
	if err := b.Thaw(); err != nil && !errors.Is(err, os.ErrProcessDone) && !errors.Is(err, syscall.ESRCH) {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	return b.proc.Stop(ctx)
}

// ready asks for the metadata: a port opens long before the broker knows its topics. After a restart the broker first
// has to be let in again by its controller, until when it does not list itself.
func (b *Broker) ready(ctx context.Context) error {
	// A transport of its own: the shared one would answer from what it remembers of the broker before the crash.
	transport := &kafka.Transport{}
	defer transport.CloseIdleConnections()
	client := &kafka.Client{Addr: kafka.TCP(b.Addr()), Timeout: 2 * time.Second, Transport: transport}
	meta, err := client.Metadata(ctx, &kafka.MetadataRequest{})
	if err != nil {
		return fmt.Errorf("ask for metadata: %w", err)
	}
	if len(meta.Brokers) == 0 {
		return errors.New("no broker has joined yet")
	}
	for _, topic := range meta.Topics {
		for _, p := range topic.Partitions {
			if p.Error != nil || p.Leader.Port == 0 {
				return fmt.Errorf("partition %s/%d has no leader yet", topic.Name, p.ID)
			}
		}
	}
	return nil
}

func (b *Broker) format(ctx context.Context) error {
	args := []string{"-Xmx128m", "-XX:TieredStopAtLevel=1", "kafka.tools.StorageTool", "format", "--standalone", "-t", clusterID, "-c", b.config()}
	for _, user := range slices.Sorted(maps.Keys(b.scram)) {
		for _, mechanism := range []string{"SCRAM-SHA-256", "SCRAM-SHA-512"} {
			args = append(args, "--add-scram", fmt.Sprintf("%s=[name=%s,password=%s]", mechanism, user, b.scram[user]))
		}
	}
	cmd := exec.CommandContext(ctx, b.java, args...)
	cmd.Env, cmd.Dir = b.env(), b.dir
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("format its storage: %w\n%s", err, out)
	}
	return nil
}

func (b *Broker) env() []string {
	return []string{"CLASSPATH=" + filepath.Join(b.libs, "*"), "PATH=/usr/bin:/bin", "LC_ALL=C"}
}

func (b *Broker) config() string { return filepath.Join(b.dir, "server.properties") }

func (b *Broker) log() string { return filepath.Join(b.dir, "kafka.log") }
