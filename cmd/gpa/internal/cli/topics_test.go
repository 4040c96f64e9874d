package cli

import (
	"strings"
	"testing"
)

func TestTopicsArePrintedForThoseWhoMakeThem(t *testing.T) {
	t.Parallel()
	for form, want := range map[string]string{
		"sh":        "topic 'acme.turns.v1' --partitions 16",
		"strimzi":   `strimzi.io/cluster: "kafka"`,
		"terraform": `resource "kafka_topic" "acme_turns_v1"`,
		"table":     "acme.turns.v1",
	} {
		out := must(t, "topics", "list", "--as", form, "--kafka.topic_prefix=acme.", "--kafka.partitions=16")
		if !strings.Contains(out, want) {
			t.Errorf("--as %s lacks %q:\n%.400s", form, want, out)
		}
	}
	if code, _, messages := gpa(t, "topics", "list", "--as", "xml"); code != 2 || !strings.Contains(messages, "terraform") {
		t.Errorf("an unknown form ended with %d: %s", code, messages)
	}
}
