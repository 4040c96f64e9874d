package cli

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/segmentio/kafka-go"

	"github.com/gpa-stream/gpa/cmd/gpa/internal/doctor"
	"github.com/gpa-stream/gpa/pkg/embedded/pgtest"
)

// examine runs the doctor and gives its findings by check.
func examine(t *testing.T, want int, args ...string) map[string]doctor.Finding {
	t.Helper()
	code, out, messages := gpa(t, append([]string{"doctor", "--json"}, args...)...)
	if code != want {
		t.Errorf("doctor ended with %d, want %d: %s\n%s", code, want, messages, out)
	}
	var all []doctor.Finding
	if err := json.Unmarshal([]byte(out), &all); err != nil {
		t.Fatalf("%v in %q", err, out)
	}
	by := map[string]doctor.Finding{}
	for _, f := range all {
		if !f.OK && f.Mend == "" {
			t.Errorf("%s is not well and nothing mends it", f.Check)
		}
		by[f.Check] = f
	}
	return by
}

func TestADoctorFindsAHealthyNamespaceHealthy(t *testing.T) {
	t.Parallel()
	addr, _ := cluster(t)
	url, schema := pgtest.Schema(t)
	settings := []string{"--kafka.brokers=" + addr, "--postgres.url=" + url, "--postgres.schema=" + schema, "--salt=s"}
	must(t, append([]string{"migrate"}, settings...)...)
	found := examine(t, 0, settings...)
	for _, check := range []string{"brokers", "version", "topics", "input", "partitions", "retention", "acls", "database", "clock", "migrations", "salt", "announced", "model"} {
		if f, ok := found[check]; !ok || !f.OK {
			t.Errorf("%s: got %+v, want it to be well", check, f)
		}
	}
	must(t, append([]string{"buckets", "list"}, settings...)...) // Begins the namespace with its salt.
	found = examine(t, 1, append(settings[:3:3], "--salt=other")...)
	if f := found["salt"]; f.OK || !strings.Contains(f.Found, "another") {
		t.Errorf("another salt: got %+v", f)
	}
}

func TestADoctorSaysWhatMendsASickNamespace(t *testing.T) {
	t.Parallel()
	found := examine(t, 1)
	for _, check := range []string{"brokers", "database", "salt"} {
		if found[check].OK {
			t.Errorf("%s is well without a setting: %+v", check, found[check])
		}
	}
	addr, k := cluster(t)
	if _, err := k.Client().DeleteTopics(t.Context(), &kafka.DeleteTopicsRequest{Topics: []string{"gpa.rules.v1"}}); err != nil {
		t.Fatal(err)
	}
	url, schema := pgtest.Schema(t)
	found = examine(t, 1, "--kafka.brokers="+addr, "--postgres.url="+url, "--postgres.schema="+schema, "--salt=s", "--ingest.topics=logs", "--miner.bucket=200h")
	for check, mend := range map[string]string{
		"topics": "gpa topics apply", "migrations": "gpa migrate", "retention": "retention.ms=1444800000", "input": "ingest.topics",
	} {
		if f := found[check]; f.OK || !strings.Contains(f.Mend, mend) {
			t.Errorf("%s: got %+v, want it to be mended by %q", check, f, mend)
		}
	}
}

func TestAPartitionIsClosedByHandOnce(t *testing.T) {
	t.Parallel()
	addr, _ := cluster(t)
	url, schema := pgtest.Schema(t)
	settings := []string{"--kafka.brokers=" + addr, "--postgres.url=" + url, "--postgres.schema=" + schema, "--salt=s"}
	force := func(args ...string) (int, string, string) {
		return gpa(t, append(append([]string{"buckets", "force-close"}, args...), settings...)...)
	}
	if code, out, messages := force("1", "--through=7", "--reason=disk"); code != 0 || !strings.Contains(out, "partition 1 is closed through bucket 7") {
		t.Fatalf("ended with %d: %s%s", code, out, messages)
	}
	if code, _, messages := force("1", "--through=7", "--reason=disk"); code != 1 {
		t.Errorf("closing it again ended with %d: %s; want 1", code, messages)
	}
	if code, _, messages := force("9", "--through=7", "--reason=disk"); code != 2 || !strings.Contains(messages, "expected 0 to 1") {
		t.Errorf("a partition that is not there ended with %d: %s; want 2 and those that are", code, messages)
	}
	if out := must(t, append([]string{"buckets", "list"}, settings...)...); !strings.Contains(out, "forced: partition 1, buckets 0 to 7: disk") {
		t.Errorf("the list does not show what was forced:\n%s", out)
	}
}
