//go:build compose

package compose_test

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

var stages = []string{"ingest", "turnclassifier", "attrextractor", "ruleminer", "rubricpublisher"}

// TestKilledAndScaledStagesPublishWhatACalmRunFinds brings the file up, sends conversations with known truth through
// Kafka while every stage is killed once and turnclassifier grows to three, and compares what comes out with `gpa mine`
// on the same conversations.
func TestKilledAndScaledStagesPublishWhatACalmRunFinds(t *testing.T) {
	s := newStack(t, map[string]string{
		"GPA_SALT": "a salt for this test", "GPA_MINER_BUCKET": "24h", "GPA_INGEST_LATENESS": "24h", "GPA_KAFKA_SESSION_TIMEOUT": "6s",
	})
	begin := time.Now()
	s.compose(t, append([]string{"up", "--detach", "--wait"}, stages...)...)
	t.Logf("up and healthy after %s", time.Since(begin).Round(time.Second))
	s.looksAsPromised(t)

	s.gpa(t, "simulate", "--scenario", "planted", "--seed", "7", "--out", "/exchange/planted.jsonl")
	want := planted(t, filepath.Join(s.exchange, "planted.jsonl.truth.json"))
	first, second := halves(t, filepath.Join(s.exchange, "planted.jsonl"))

	s.gpa(t, "import", first)
	killed := map[string]string{}
	for _, stage := range stages {
		killed[stage] = s.kill(t, stage)
	}
	s.compose(t, "up", "--detach", "--no-recreate", "--scale", "turnclassifier=3", "turnclassifier")
	for stage, id := range killed {
		eventually(t, stage+" is restarted by the engine", func() (bool, string) {
			c := s.inspect(t, id)
			return c.RestartCount > 0 && c.State.Status == "running" && c.State.Health.Status == "healthy", c.State.Status + " " + c.State.Health.Status
		})
	}
	t.Logf("the engine restarted %s", strings.Join(slices.Sorted(maps.Keys(killed)), ", "))
	s.threeShareTheWork(t)

	begin = time.Now()
	t.Logf("import --close: %s", strings.TrimSpace(s.gpa(t, "import", second, "--close")))
	t.Logf("everything closed and published after %s", time.Since(begin).Round(time.Second))

	table := s.inPostgres(t)
	if lost := missing(want, table); len(lost) > 0 {
		t.Errorf("in Postgres %d of %d planted differences are missing: %v", len(lost), len(want), lost)
	}
	eventually(t, "the topic has what the table has", func() (bool, string) {
		topic := s.onTopic(t)
		for _, key := range slices.Sorted(maps.Keys(table)) {
			if topic[key].String() != table[key].String() {
				return false, topic[key].String() + "; the table has " + table[key].String()
			}
		}
		return len(topic) == len(table), "other keys"
	})
	t.Logf("all %d planted differences are on the topic and in Postgres, in %d rubrics", len(want), len(table))

	s.gpa(t, "mine", "/exchange/planted.jsonl", "--out", "/exchange/calm")
	report, err := os.ReadFile(filepath.Join(s.exchange, "calm", "report.json"))
	if err != nil {
		t.Fatal(err)
	}
	through, calm := digest(t, []byte(s.gpa(t, "digest", "--json"))), digest(t, report)
	if through != calm {
		t.Errorf("digest %s; a calm run in memory has %s", through, calm)
	}
	t.Logf("digest %s, as a calm run in memory has", through)
	t.Logf("memory:\n%s", s.docker(t, append([]string{"stats", "--no-stream", "--format", "{{.Name}}\t{{.MemUsage}}"}, strings.Fields(s.compose(t, "ps", "--quiet"))...)...))
}

// looksAsPromised checks each container: one process of its service's name, not root, bounded, on a file system that it
// cannot write.
func (s *stack) looksAsPromised(t *testing.T) {
	t.Helper()
	for _, stage := range stages {
		id := s.containers(t, stage)[0]
		c := s.inspect(t, id)
		top := strings.Split(strings.TrimSpace(s.docker(t, "top", id, "-o", "pid,user,comm")), "\n")
		t.Logf("%s: %s, %d MiB, %s", c.Name, c.State.Health.Status, c.HostConfig.Memory>>20, strings.Join(top[1:], "; "))
		// The kernel keeps 15 bytes of a process's name.
		if len(top) != 2 || !strings.HasSuffix(strings.TrimSpace(top[1]), stage[:min(15, len(stage))]) {
			t.Errorf("%s runs %q, want one process %s", c.Name, top[1:], stage)
		}
		if c.Config.User != "65532:65532" || !c.HostConfig.ReadonlyRootfs || c.HostConfig.Memory == 0 || !slices.Contains(c.HostConfig.CapDrop, "ALL") {
			t.Errorf("%s is not as promised: user %q, read only %t, memory %d, capabilities dropped %v",
				c.Name, c.Config.User, c.HostConfig.ReadonlyRootfs, c.HostConfig.Memory, c.HostConfig.CapDrop)
		}
	}
}

// threeShareTheWork waits until three members of the classifier's group own partitions.
func (s *stack) threeShareTheWork(t *testing.T) {
	t.Helper()
	if n := len(s.containers(t, "turnclassifier")); n != 3 {
		t.Fatalf("there are %d containers of turnclassifier, want 3", n)
	}
	eventually(t, "three members of turnclassifier share the partitions", func() (bool, string) {
		out := s.compose(t, "exec", "--no-TTY", "kafka", "/opt/kafka/bin/kafka-consumer-groups.sh",
			"--bootstrap-server", "localhost:9092", "--describe", "--group", "gpa.turnclassifier")
		owners := map[string]int{}
		for line := range strings.Lines(out) {
			// GROUP TOPIC PARTITION CURRENT-OFFSET LOG-END-OFFSET LAG CONSUMER-ID HOST CLIENT-ID
			if f := strings.Fields(line); len(f) >= 9 && f[1] == "gpa.turns.v1" && f[6] != "-" {
				owners[f[6]]++
			}
		}
		if len(owners) == 3 {
			t.Logf("partitions of turnclassifier by member: %v", slices.Sorted(maps.Values(owners)))
		}
		return len(owners) == 3, out
	})
}

func digest(t *testing.T, report []byte) string {
	t.Helper()
	var r struct{ Digest string }
	if err := json.Unmarshal(report, &r); err != nil || r.Digest == "" {
		t.Fatalf("read the digest: %v in %q", err, report)
	}
	return r.Digest
}
