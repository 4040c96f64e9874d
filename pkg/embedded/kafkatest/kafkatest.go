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
	"net"
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

// ipCommand makes network namespaces, and runs programs in them; as a path, since brokers see no PATH of the test.
const ipCommand = "/sbin/ip"

// Libs is the environment variable that names the folder of Kafka's jars.
const Libs = "GPA_KAFKA_LIBS"

// A Broker is one Kafka node, broker and controller in one.
type Broker struct {
	java, libs, dir string
	place           place
	// within is the network namespace that it runs in; empty is the test's own.
	within    string
	listeners map[string]int
	scram     map[string]string
	optimised bool
	proc      *guard.Process
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
	b, err := NewWith(t.Context(), jars(t), t.TempDir(), o)
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

// jars is the folder of Kafka's jars.
func jars(t testing.TB) string {
	t.Helper()
	libs := os.Getenv(Libs)
	if libs == "" {
		t.Fatalf("%s is not set: run `make test-kafka`, or set it to a folder with the jars of Kafka", Libs)
	}
	return libs
}

// New prepares a broker with its data in dir; Restart starts it.
func New(ctx context.Context, libs, dir string) (*Broker, error) {
	return NewWith(ctx, libs, dir, Options{})
}

// NewWith is New with other settings.
func NewWith(ctx context.Context, libs, dir string, o Options) (*Broker, error) {
	ports, err := freePorts(ctx, 2+len(o.Listeners))
	if err != nil {
		return nil, fmt.Errorf("prepare Kafka: %w", err)
	}
	b := &Broker{
		dir: dir, place: place{id: 1, host: "127.0.0.1", port: ports[0], controller: ports[1]},
		listeners: map[string]int{}, scram: o.Scram, optimised: o.Optimised,
	}
	for i, l := range o.Listeners {
		b.listeners[l.Name] = ports[2+i]
	}
	if err := b.prepare(ctx, libs, o, ports[2:]); err != nil {
		return nil, fmt.Errorf("prepare Kafka: %w", err)
	}
	return b, nil
}

// prepare finds the programs, writes the settings and formats the storage.
func (b *Broker) prepare(ctx context.Context, libs string, o Options, ports []int) (err error) {
	if b.java, err = exec.LookPath("java"); err != nil {
		return fmt.Errorf("%w (install openjdk-17-jre-headless)", err)
	}
	if b.libs, err = filepath.Abs(libs); err != nil {
		return err
	}
	if jars, err := filepath.Glob(filepath.Join(b.libs, "kafka_2.13-*.jar")); err != nil || len(jars) == 0 {
		return fmt.Errorf("no kafka_2.13 jar in %s (run `make kafka-libs`)", b.libs)
	}
	if err := os.WriteFile(b.config(), properties(filepath.Join(b.dir, "data"), b.place, o, ports), 0o600); err != nil {
		return err
	}
	return b.format(ctx)
}

// Addr is the broker's address, the same after every restart.
func (b *Broker) Addr() string { return net.JoinHostPort(b.place.host, strconv.Itoa(b.place.port)) }

// AddrOf is the address of one of the listeners of Options.
func (b *Broker) AddrOf(listener string) string {
	return "127.0.0.1:" + strconv.Itoa(b.listeners[listener])
}

// Restart starts the broker, which must not be running, and waits until it answers for its topics and, in a cluster,
// knows of all the others.
func (b *Broker) Restart(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	args := []string{"-Xms256m", "-Xmx512m", "-XX:+UseG1GC"}
	if !b.optimised {
		// Tests start more brokers than they use for long: the quick compiler alone halves what a start costs.
		args = append(args, "-XX:TieredStopAtLevel=1")
	}
	program := guard.Program{
		Path: b.java, Args: append(args, "kafka.Kafka", b.config()),
		Env: b.env(), Dir: b.dir, Log: b.log(),
	}
	if b.within != "" {
		program.Args = append([]string{"netns", "exec", b.within, b.java}, program.Args...)
		program.Path = ipCommand
	}
	proc, err := guard.Start(program)
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
	if have, want := len(meta.Brokers), max(1, len(b.place.voters)); have < want {
		return fmt.Errorf("%d of %d brokers have joined", have, want)
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
	args := []string{"-Xmx128m", "-XX:TieredStopAtLevel=1", "kafka.tools.StorageTool", "format", "-t", clusterID, "-c", b.config()}
	if len(b.place.voters) == 0 {
		args = append(args, "--standalone")
	}
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
