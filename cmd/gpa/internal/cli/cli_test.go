package cli

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gpa-stream/gpa/pkg/runner"
)

// gpa runs a command and gives its exit code, output and messages.
func gpa(t *testing.T, args ...string) (code int, out, messages string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	err := Run(t.Context(), args, Streams{In: strings.NewReader(""), Out: &stdout, Err: &stderr})
	if err != nil {
		stderr.WriteString(err.Error())
	}
	return runner.ExitCode(err), stdout.String(), stderr.String()
}

// must is gpa for commands that succeed.
func must(t *testing.T, args ...string) string {
	t.Helper()
	code, out, messages := gpa(t, args...)
	if code != 0 {
		t.Fatalf("gpa %s ended with %d: %s", strings.Join(args, " "), code, messages)
	}
	return out
}

func read(t *testing.T, dir, name string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func decode(t *testing.T, text string) map[string]any {
	t.Helper()
	var v map[string]any
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		t.Fatalf("%v in %.200s", err, text)
	}
	return v
}

// planted writes a simulated log of the shipped scenario and gives its path.
func planted(t *testing.T, conversations int) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "planted.jsonl")
	must(t, "simulate", "--scenario", "planted", "--out", path)
	text := read(t, filepath.Dir(path), filepath.Base(path))
	lines := strings.SplitAfterN(text, "\n", conversations+1)
	if err := os.WriteFile(path, []byte(strings.Join(lines[:min(len(lines), conversations)], "")), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestTwoRunsWithOneSaltWriteEqualFiles(t *testing.T) {
	t.Parallel()
	log, a, b := planted(t, 4000), t.TempDir(), t.TempDir()
	must(t, "mine", log, "--salt", "s", "--out", a)
	must(t, "mine", log, "--salt", "s", "--out", b)
	for _, name := range []string{"rules.json", "rubrics.json", "rubrics.md"} {
		if read(t, a, name) != read(t, b, name) {
			t.Errorf("%s differs", name)
		}
	}
}

func TestEveryPlantedDifferenceIsFoundAndNoneElsewhere(t *testing.T) {
	t.Parallel()
	log, out := planted(t, 20_000), t.TempDir()
	must(t, "mine", log, "--salt", "s", "--out", out)
	truth := decode(t, read(t, filepath.Dir(log), "planted.jsonl.truth.json"))
	live := map[string]string{}
	for _, r := range decode(t, read(t, out, "rules.json"))["rules"].([]any) {
		rule := r.(map[string]any)
		if rule["kind"] == "divergence" && (rule["state"] == "confirmed" || rule["state"] == "kept") && rule["channel"] == "revealed" {
			live[rule["intent"].(string)+"/"+rule["aspect"].(string)] = rule["direction"].(string)
		}
	}
	for _, p := range truth["planted"].([]any) {
		d := p.(map[string]any)
		key := d["intent"].(string) + "/" + d["aspect"].(string)
		if live[key] != d["direction"] {
			t.Errorf("%s: found %q, planted %q", key, live[key], d["direction"])
		}
		delete(live, key)
	}
	for _, a := range truth["agree"].([]any) {
		intent := a.(map[string]any)["intent"].(string)
		for key := range live {
			if strings.HasPrefix(key, intent+"/") {
				t.Errorf("%s is said to differ, and the groups agree", key)
			}
		}
	}
}

func TestMemoryAndBrokerGiveOneDigest(t *testing.T) {
	t.Parallel()
	log, a, b := planted(t, 6000), t.TempDir(), t.TempDir()
	must(t, "mine", log, "--salt", "s", "--out", a)
	must(t, "mine", log, "--salt", "s", "--out", b, "--through", "kafka")
	for _, name := range []string{"rules.json", "rubrics.json"} {
		if read(t, a, name) != read(t, b, name) {
			t.Errorf("%s differs", name)
		}
	}
	x, y := decode(t, read(t, a, "report.json")), decode(t, read(t, b, "report.json"))
	for _, part := range []string{"digest", "input", "exchanges", "observations"} {
		one, other := toJSON(t, x[part]), toJSON(t, y[part])
		if one != other {
			t.Errorf("%s is %s in memory and %s through the broker", part, one, other)
		}
	}
	if d := strings.TrimSpace(must(t, "digest", "--dir", a)); d != x["digest"] {
		t.Errorf("gpa digest says %s, the report %s", d, x["digest"])
	}
}

func toJSON(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestBadRecordsAreNamedAndTheRestGoesOn(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	log := filepath.Join(dir, "log.jsonl")
	text := `{"conversation_id":"c1","turns":[{"role":"user","content":"a"},{"role":"wizard","content":"b"}]}
not json
{"conversation_id":"c2","turns":[{"role":"user","content":"a"},{"role":"assistant","content":"b"},{"role":"user","content":"thanks!"}]}
`
	if err := os.WriteFile(log, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	code, _, messages := gpa(t, "mine", log, "--out", filepath.Join(dir, "out"))
	if code != runner.ExitBadRecords {
		t.Errorf("exit code %d, want %d", code, runner.ExitBadRecords)
	}
	if want := log + `:1: turns[1].role is "wizard"; expected user, assistant, system, developer or tool`; !strings.Contains(messages, want) {
		t.Errorf("messages lack %q:\n%s", want, messages)
	}
	input := decode(t, read(t, filepath.Join(dir, "out"), "report.json"))["input"].(map[string]any)
	if input["records"] != 3.0 || input["bad"] != 2.0 || input["conversations"] != 1.0 {
		t.Errorf("counted %v", input)
	}
}

func TestWrongUseIsToldInTheUsersWords(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := filepath.Join(dir, "gpa.yaml")
	if err := os.WriteFile(file, []byte("kafka:\n  broker: x\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name string
		args []string
		want string
	}{
		{"missing file", []string{"mine", "nowhere.jsonl", "--out", dir}, "nowhere.jsonl"},
		{"unknown format", []string{"mine", file, "--format", "foo", "--out", dir}, "known are auto"},
		{"no brokers", []string{"up"}, "kafka.brokers"},
		{"unknown service", []string{"up", "miner"}, "expected ingest, turnclassifier"},
		{"unknown key", []string{"--config", file, "version"}, `did you mean "kafka.brokers"?`},
		{"bad setting", []string{"version", "--kafka.partitions", "3"}, "expected 1, 2, 4"},
		{"unknown scenario", []string{"simulate", "--scenario", "nope"}, "shipped are"},
		{"unknown pack", []string{"classify", file, "--pack", "nope"}, "shipped (education, general"},
		{"bad lateness", []string{"mine", file, "--lateness", "soon", "--out", dir}, "expected none or a duration"},
		{"unknown parameter", []string{"mine", file, "--set", "MinUser=3", "--out", dir}, "MinUsers"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			code, _, messages := gpa(t, tt.args...)
			if code != runner.ExitWrongUse || !strings.Contains(messages, tt.want) {
				t.Errorf("exit code %d, want %d and %q in:\n%s", code, runner.ExitWrongUse, tt.want, messages)
			}
		})
	}
}

func TestWithoutGroupsItSaysFirstThatNothingCanComeOut(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	log := filepath.Join(dir, "log.jsonl")
	if err := os.WriteFile(log, []byte(`{"id":"a","conversations":[{"from":"human","value":"hi"},{"from":"gpt","value":"hello"},{"from":"human","value":"thanks"}]}`+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, _, messages := gpa(t, "mine", log, "--out", dir)
	if !strings.HasPrefix(messages, "No groups in the input") || !strings.Contains(messages, "--group-map") {
		t.Errorf("it begins with %.120q", messages)
	}
}

func TestPrintConfigShowsWhereEachValueComesFrom(t *testing.T) {
	t.Setenv("GPA_KAFKA_TOPIC_PREFIX", "env.")
	t.Setenv("GPA_SALT", "secret-salt")
	file := filepath.Join(t.TempDir(), "gpa.yaml")
	if err := os.WriteFile(file, []byte("kafka:\n  brokers: [a:1, b:2]\n  topic_prefix: file.\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	out := must(t, "up", "--print-config", "--config", file, "--miner.bucket", "2h")
	for key, want := range map[string]string{
		"kafka.brokers": "file", "kafka.topic_prefix": "variable GPA_KAFKA_TOPIC_PREFIX", "miner.bucket": "flag", "kafka.partitions": "default",
	} {
		line := ""
		for l := range strings.Lines(out) {
			if strings.HasPrefix(l, key+":") {
				line = l
			}
		}
		if !strings.Contains(line, "# "+want) {
			t.Errorf("%s: %q, want origin %s", key, line, want)
		}
	}
	if strings.Contains(out, "secret-salt") {
		t.Error("the salt is shown")
	}
}
