package measure

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"os"
	"path/filepath"
	"sort"
	"testing"
)

// dataDir is the folder of real conversations, which is not part of the project.
func dataDir(t testing.TB) string {
	t.Helper()
	dir := os.Getenv("GPA_DATA")
	if dir == "" {
		t.Skip("GPA_DATA names no folder of real conversations: thresholds are not checked against real answers")
	}
	return dir
}

// records decodes each line of a gzipped file.
func records[T any](t testing.TB, path string) []T {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatalf("open real conversations: %v", err)
	}
	defer func() { _ = file.Close() }()
	unzipped, err := gzip.NewReader(file)
	if err != nil {
		t.Fatalf("unzip %s: %v", path, err)
	}
	var out []T
	lines := bufio.NewScanner(unzipped)
	lines.Buffer(nil, 32<<20)
	for lines.Scan() {
		var v T
		if err := json.Unmarshal(lines.Bytes(), &v); err != nil {
			t.Fatalf("decode a line of %s: %v", path, err)
		}
		out = append(out, v)
	}
	if err := lines.Err(); err != nil {
		t.Fatalf("read %s: %v", path, err)
	}
	return out
}

func wildbench(t testing.TB) []Input {
	t.Helper()
	var out []Input
	for _, r := range records[struct {
		Response string `json:"response"`
	}](t, filepath.Join(dataDir(t), "responses", "wildbench_2_models.jsonl.gz")) {
		out = append(out, Input{Response: r.Response})
	}
	return out
}

func sharegpt(t testing.TB) []Input {
	t.Helper()
	var out []Input
	for _, c := range records[struct {
		Conversations []struct{ From, Value string }
	}](t, filepath.Join(dataDir(t), "chats", "sharegpt_600.jsonl.gz")) {
		for i := 1; i < len(c.Conversations); i++ {
			if p, r := c.Conversations[i-1], c.Conversations[i]; p.From == "human" && r.From == "gpt" {
				out = append(out, Input{Prompt: p.Value, Response: r.Value})
			}
		}
	}
	return out
}

// shares is the share of inputs in which each aspect is present, and the quartiles of its values.
func shares(inputs []Input) (share map[string]float64, quartiles map[string][3]float64) {
	values := map[string][]float64{}
	share, quartiles = map[string]float64{}, map[string][3]float64{}
	for _, in := range inputs {
		for _, r := range Measure(in) {
			values[r.Aspect] = append(values[r.Aspect], r.Value)
			if r.Present {
				share[r.Aspect] += 1 / float64(len(inputs))
			}
		}
	}
	for name, v := range values {
		sort.Float64s(v)
		quartiles[name] = [3]float64{v[len(v)/4], v[len(v)/2], v[len(v)*3/4]}
	}
	return share, quartiles
}

// rare aspects may be missing in nearly all answers to general requests; unprompted ones need a prompt or a locale.
var (
	rare       = map[string]bool{"table": true, "emoji": true, "humour": true, "analogy": true, "follow_up_question": true}
	unprompted = map[string]bool{"constraint_adherence": true, "locale_conventions": true, "restates_request": true}
)

func TestThresholdsDivideRealAnswers(t *testing.T) {
	t.Parallel()
	bench, bq := shares(wildbench(t))
	chats, cq := shares(sharegpt(t))
	for _, m := range meters {
		a := m.aspect
		t.Logf("%-21s wildbench %5.1f %% %.2f   sharegpt %5.1f %% %.2f", a, 100*bench[a], bq[a], 100*chats[a], cq[a])
		if rare[a] || unprompted[a] {
			continue
		}
		if s := bench[a]; s < 0.03 || s > 0.97 {
			t.Errorf("%s is present in %.3f of the answers: that divides nothing", a, s)
		}
	}
	if s := chats["restates_request"]; s < 0.03 || s > 0.97 {
		t.Errorf("restates_request is present in %.3f of the answers with prompts", s)
	}
}
