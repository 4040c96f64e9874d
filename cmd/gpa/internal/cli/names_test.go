package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/segmentio/kafka-go"
)

func TestAStartOnExistingTopicsOfOtherNames(t *testing.T) {
	t.Parallel()
	addr, k := cluster(t)
	res, err := k.Client().CreateTopics(t.Context(), &kafka.CreateTopicsRequest{Topics: []kafka.TopicConfig{
		{Topic: "acme-chats", NumPartitions: 2, ReplicationFactor: 1},
		{Topic: "acme-turns", NumPartitions: 2, ReplicationFactor: 1},
		{Topic: "acme-rubrics", NumPartitions: 1, ReplicationFactor: 1},
	}})
	if err != nil || res.Errors["acme-turns"] != nil {
		t.Fatalf("make topics: %v, %v", err, res)
	}
	file := filepath.Join(t.TempDir(), "gpa.yaml")
	if err := os.WriteFile(file, []byte("kafka:\n  topics:\n    raw.v1: acme-chats\n    turns.v1: acme-turns\n    rubrics.v1: acme-rubrics\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	s := newSide(t, k, addr, "named.", "--config="+file)
	must(t, append([]string{"import", planted(t, 1000), "--close"}, s.flags...)...)
	for _, topic := range []string{"acme-chats", "acme-turns", "named.exchanges.v1", "acme-rubrics"} {
		records := 0
		for i := range int32(2) {
			if topic != "acme-rubrics" || i == 0 {
				records += int(end(t, k, topic, int(i)))
			}
		}
		if records == 0 {
			t.Errorf("%s is empty", topic)
		}
	}
	meta, err := k.Client().Metadata(t.Context(), &kafka.MetadataRequest{Topics: []string{"named.turns.v1"}})
	if err != nil || meta.Topics[0].Error == nil {
		t.Errorf("a topic of the usual name was made, too: %+v, %v", meta, err)
	}
	if out := must(t, append([]string{"topics", "list"}, s.flags...)...); !strings.Contains(out, "acme-turns") || strings.Contains(out, "named.turns.v1") {
		t.Errorf("the list is\n%s", out)
	}
	for form, want := range map[string]string{"sh": "topic 'acme-turns'", "strimzi": `topicName: "acme-turns"`, "terraform": `"acme-turns"`} {
		if out := must(t, append([]string{"topics", "list", "--as=" + form}, s.flags...)...); !strings.Contains(out, want) {
			t.Errorf("as %s there is no %q in\n%s", form, want, out)
		}
	}
	if code, out, _ := gpa(t, append([]string{"doctor"}, s.flags...)...); !strings.Contains(out, "all 11 of named.* (3 by other names) are there") {
		t.Errorf("the doctor says (%d)\n%s", code, out)
	}
	if l := accounts(t, 0, s.flags...)["ingest"]; l.Out != 1000 {
		t.Errorf("the audit finds %+v of ingest, want 1,000 out", l)
	}
}

func TestANameForATopicThatIsNoneIsRefused(t *testing.T) {
	t.Parallel()
	code, _, messages := gpa(t, "topics", "list", "--kafka.topics=turn.v1=acme")
	if code != 2 || !strings.Contains(messages, "kafka.topics: turn.v1 is no topic of ours") {
		t.Errorf("got %d: %s", code, messages)
	}
}
