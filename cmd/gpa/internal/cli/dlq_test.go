package cli

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/segmentio/kafka-go"
	"google.golang.org/protobuf/proto"

	"github.com/gpa-stream/gpa/pkg/embedded/broker"
	"github.com/gpa-stream/gpa/pkg/schema"
	gpav1 "github.com/gpa-stream/gpa/pkg/schema/gen/gpa/v1"
	"github.com/gpa-stream/gpa/pkg/stream"
	"github.com/gpa-stream/gpa/pkg/stream/kafkastream"
)

// cluster is a broker with the topics of a namespace.
func cluster(t *testing.T) (addr string, k *kafkastream.Broker) {
	t.Helper()
	b, err := broker.Start(t.Context(), broker.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(b.Stop)
	k, err = kafkastream.New(kafkastream.Config{Brokers: []string{b.Addr()}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(k.Close)
	if _, err := k.Ensure(t.Context(), schema.Names{Prefix: "gpa."}, 2); err != nil {
		t.Fatal(err)
	}
	return b.Addr(), k
}

// deaden writes dead letters of ingest.
func deaden(t *testing.T, k *kafkastream.Broker, all ...*gpav1.DeadLetter) {
	t.Helper()
	for _, d := range all {
		value, err := proto.Marshal(d)
		if err != nil {
			t.Fatal(err)
		}
		m := stream.Message{Partition: stream.Partition{Topic: "gpa." + string(schema.DLQ(d.GetStage()))}, Type: schema.TypeDeadLetter, ID: "x", Value: value}
		if err := k.Publish(t.Context(), []stream.Message{m}); err != nil {
			t.Fatal(err)
		}
	}
}

func TestDeadLettersAreListedShownAndReplayed(t *testing.T) {
	t.Parallel()
	addr, k := cluster(t)
	brokers := "--kafka.brokers=" + addr
	if out := must(t, "dlq", "list", brokers); !strings.Contains(out, "no dead letters") {
		t.Errorf("an empty namespace says %q", out)
	}
	deaden(t, k,
		&gpav1.DeadLetter{Stage: "ingest", Topic: "gpa.raw.v1", Partition: 1, Offset: 4, Reason: "no turns", Key: []byte("c1"), Value: []byte(`{"a":1}`)},
		&gpav1.DeadLetter{Stage: "ingest", Topic: "gpa.raw.v1", Partition: 0, Offset: 5, Reason: "line 3 is broken", Value: []byte(`{`)},
		&gpav1.DeadLetter{Stage: "ruleminer", Topic: "gpa.observations.v1", Offset: 7, Reason: "decode", Value: []byte{0xff}},
	)
	var listed struct {
		Total   int
		Reasons []struct {
			Stage, Reason, Example string
			Count                  int
		}
		Letters []struct{ ID, Origin string }
	}
	if err := json.Unmarshal([]byte(must(t, "dlq", "list", brokers, "--json")), &listed); err != nil {
		t.Fatal(err)
	}
	if listed.Total != 3 || len(listed.Letters) != 3 || len(listed.Reasons) != 3 || listed.Reasons[1].Reason != "line # is broken" {
		t.Errorf("got %+v, want three letters with three reasons", listed)
	}
	if out := must(t, "dlq", "list", brokers, "--limit", "1", "--stage", "ingest"); !strings.Contains(out, "and 1 older") || strings.Contains(out, "ingest/0 ") {
		t.Errorf("of two letters one was to be listed, got\n%s", out)
	}
	shown := must(t, "dlq", "show", "ingest/0", brokers)
	for _, want := range []string{"gpa.raw.v1/1@4", "no turns", `"c1"`, `{"a":1}`} {
		if !strings.Contains(shown, want) {
			t.Errorf("show lacks %q:\n%s", want, shown)
		}
	}
	if out := must(t, "dlq", "replay", "ingest/0", brokers, "--dry-run"); !strings.Contains(out, "1 records would be") {
		t.Errorf("a dry run says %q", out)
	}
	must(t, "dlq", "replay", "ingest/0", brokers)
	must(t, "dlq", "replay", "--all", "--stage", "ingest", "--reason", "TURNS", brokers)
	if got := end(t, k, "gpa.raw.v1", 1); got != 2 {
		t.Errorf("partition 1 holds %d records, want the one that was replayed twice", got)
	}
	if got := end(t, k, "gpa.raw.v1", 0); got != 0 {
		t.Errorf("partition 0 holds %d records, want none", got)
	}
}

func end(t *testing.T, k *kafkastream.Broker, topic string, partition int) int64 {
	t.Helper()
	res, err := k.Client().ListOffsets(t.Context(), &kafka.ListOffsetsRequest{
		Topics: map[string][]kafka.OffsetRequest{topic: {kafka.LastOffsetOf(partition)}},
	})
	if err != nil {
		t.Fatal(err)
	}
	return res.Topics[topic][0].LastOffset
}

func TestWrongUseOfDeadLettersIsNamed(t *testing.T) {
	t.Parallel()
	addr, k := cluster(t)
	deaden(t, k, &gpav1.DeadLetter{Stage: "ingest", Topic: "gpa.raw.v1", Partition: 9, Reason: "x"})
	for _, c := range []struct {
		args []string
		code int
		want string
	}{
		{[]string{"list", "--stage", "inges"}, 2, "expected ingest, turnclassifier"},
		{[]string{"show", "17"}, 2, "stage/number"},
		{[]string{"show", "ingest/17"}, 1, "no such dead letter"},
		{[]string{"replay"}, 2, "--all"},
		{[]string{"replay", "ingest/0", "--all"}, 2, "either"},
		{[]string{"replay", "ingest/3"}, 1, "no such dead letter: ingest/3"},
		{[]string{"replay", "ingest/0"}, 1, "no partition 9"},
	} {
		code, _, messages := gpa(t, append(append([]string{"dlq"}, c.args...), "--kafka.brokers="+addr)...)
		if code != c.code || !strings.Contains(messages, c.want) {
			t.Errorf("gpa dlq %v ended with %d: %s; want %d and %q", c.args, code, messages, c.code, c.want)
		}
	}
}
