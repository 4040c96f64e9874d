package broker_test

import (
	"context"
	"errors"
	"net"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/segmentio/kafka-go"

	"github.com/gpa-stream/gpa/pkg/embedded/broker"
	"github.com/gpa-stream/gpa/pkg/schema"
)

func TestTheBrokerListensOnLoopbackOnly(t *testing.T) {
	t.Parallel()
	b := start(t, broker.Options{})
	host, _, err := net.SplitHostPort(b.Addr())
	if err != nil {
		t.Fatal(err)
	}
	if ip := net.ParseIP(host); ip == nil || !ip.IsLoopback() {
		t.Errorf("listens on %s, want loopback", host)
	}
}

func TestWhatWasAcknowledgedIsRead(t *testing.T) {
	t.Parallel()
	client := connect(start(t, broker.Options{}))
	createTopic(t, client, "in", 3)
	for p := range 3 {
		produce(t, client, "in", p, "a"+strconv.Itoa(p), "b"+strconv.Itoa(p))
	}
	for p := range 3 {
		want := "a" + strconv.Itoa(p) + " b" + strconv.Itoa(p)
		if got := strings.Join(fetch(t, client, "in", p, 0), " "); got != want {
			t.Errorf("partition %d: got %q, want %q", p, got, want)
		}
	}
}

func TestARecordOfTheLargestSizePasses(t *testing.T) {
	t.Parallel()
	client := connect(start(t, broker.Options{}))
	createTopic(t, client, "big", 1)
	value := strings.Repeat("x", schema.MaxMessageBytes-1024)
	produce(t, client, "big", 0, value)
	if got := fetch(t, client, "big", 0, 0); len(got) != 1 || len(got[0]) != len(value) {
		t.Errorf("the large record did not come back whole: %d records", len(got))
	}
}

func TestACommitKeepsItsMetadata(t *testing.T) {
	t.Parallel()
	b := start(t, broker.Options{})
	client := connect(b)
	createTopic(t, client, "in", 2)
	gen := join(t, b, "stage", "in", 1500*time.Millisecond)
	commit(t, client, gen, "stage", "in", 1, 42, "mark")
	offset, metadata := committed(t, client, "stage", "in", 1)
	if offset != 42 || metadata != "mark" {
		t.Errorf("got offset %d, metadata %q; want 42, mark", offset, metadata)
	}
	if offset, _ := committed(t, client, "stage", "in", 0); offset != -1 {
		t.Errorf("offset of the other partition is %d, want -1", offset)
	}
}

func TestACommitOfAnOldGenerationIsRefused(t *testing.T) {
	t.Parallel()
	b := start(t, broker.Options{})
	client := connect(b)
	createTopic(t, client, "in", 1)
	gen := join(t, b, "stage", "in", 1500*time.Millisecond)
	err := tryCommit(t, client, gen.MemberID, int(gen.ID)-1, "stage", "in", 0, 7, "")
	if !errors.Is(err, kafka.IllegalGeneration) {
		t.Errorf("commit of an old generation: got %v, want %v", err, kafka.IllegalGeneration)
	}
}

func TestAKeptBrokerRemembersRecordsAndCommits(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	first := start(t, broker.Options{DataDir: dir})
	client := connect(first)
	createTopic(t, client, "in", 1)
	produce(t, client, "in", 0, "one", "two")
	gen := join(t, first, "stage", "in", 1500*time.Millisecond)
	commit(t, client, gen, "stage", "in", 0, 1, "half way")
	first.Stop()

	client = connect(start(t, broker.Options{DataDir: dir}))
	if got := strings.Join(fetch(t, client, "in", 0, 0), " "); got != "one two" {
		t.Errorf("after the restart: got %q, want %q", got, "one two")
	}
	offset, metadata := committed(t, client, "stage", "in", 0)
	if offset != 1 || metadata != "half way" {
		t.Errorf("after the restart: committed %d, %q; want 1, half way", offset, metadata)
	}
}

func TestTopicsGetTheDefaultNumberOfPartitions(t *testing.T) {
	t.Parallel()
	client := connect(start(t, broker.Options{Partitions: 5}))
	createTopic(t, client, "plain", -1)
	meta, err := client.Metadata(t.Context(), &kafka.MetadataRequest{Topics: []string{"plain"}})
	if err != nil {
		t.Fatal(err)
	}
	if got := len(meta.Topics[0].Partitions); got != 5 {
		t.Errorf("got %d partitions, want 5", got)
	}
}

func TestAStoppedBrokerListensNoMore(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	b, err := broker.Start(ctx, broker.Options{})
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	createTopic(t, connect(b), "still-there", 1)
	b.Stop()
	b.Stop()
	if conn, err := net.DialTimeout("tcp", b.Addr(), time.Second); err == nil {
		_ = conn.Close()
		t.Error("the broker still listens")
	}
	if _, err := broker.Start(ctx, broker.Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("start with a done context: got %v, want %v", err, context.Canceled)
	}
}

func TestAPortInUseIsNamed(t *testing.T) {
	t.Parallel()
	_, port, err := net.SplitHostPort(start(t, broker.Options{}).Addr())
	if err != nil {
		t.Fatal(err)
	}
	n, err := strconv.Atoi(port)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := broker.Start(t.Context(), broker.Options{Port: n}); err == nil || !strings.Contains(err.Error(), port) {
		t.Errorf("got %v, want an error that names port %s", err, port)
	}
}
