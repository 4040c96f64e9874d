package cli

import (
	"bufio"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/gpa-stream/gpa/pkg/runner"
)

const hostile = "testdata/hostile.jsonl"

func TestCountsOfHostileInputAddUp(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if code, _, messages := gpa(t, "mine", hostile, "--salt", "s", "--out", dir); code != runner.ExitBadRecords {
		t.Fatalf("exit code %d: %s", code, messages)
	}
	var rep struct {
		Input     struct{ Records, Conversations, Bad, Duplicates int }
		Exchanges struct {
			Total  int
			Judged map[string]int
		}
		Observations struct{ Total, Kept, Capped, Unused int }
		BadRecords   []struct{ File, Reason string } `json:"bad_records"`
	}
	if err := json.Unmarshal([]byte(read(t, dir, "report.json")), &rep); err != nil {
		t.Fatal(err)
	}
	if in := rep.Input; in.Records != in.Conversations+in.Bad+in.Duplicates || in.Duplicates != 1 || in.Bad != len(rep.BadRecords) || in.Bad < 10 {
		t.Errorf("input counts %+v with %d bad records listed", in, len(rep.BadRecords))
	}
	judged := rep.Exchanges.Judged["SAT"] + rep.Exchanges.Judged["DSAT"] + rep.Exchanges.Judged["neutral"]
	if o := rep.Observations; judged > rep.Exchanges.Total || o.Total != judged || o.Total != o.Kept+o.Capped+o.Unused {
		t.Errorf("%d judged of %d, observations %+v", judged, rep.Exchanges.Total, o)
	}
	for name, text := range map[string]string{"rubrics.md": read(t, dir, "rubrics.md"), "report.html": read(t, dir, "report.html")} {
		if strings.Contains(text, "<script>alert") || strings.ContainsRune(text, '\x1b') {
			t.Errorf("%s holds a name from the log unescaped", name)
		}
	}
}

func TestEverySpanIsTheExactPieceOfItsTurn(t *testing.T) {
	t.Parallel()
	_, out, _ := gpa(t, "extract", hostile)
	texts := contents(t)
	spans := 0
	for l := range strings.Lines(out) {
		var line extracted
		if err := json.Unmarshal([]byte(l), &line); err != nil {
			t.Fatal(err)
		}
		all := []*evidence{line.Evidence}
		for _, s := range line.Stated {
			all = append(all, s.Evidence)
		}
		for _, e := range all {
			if e == nil {
				continue
			}
			spans++
			if got := string([]rune(texts[line.ConversationID][e.Turn])[e.Start:e.End]); got != e.Text {
				t.Errorf("%s turn %d [%d:%d] is %q, the span says %q", line.ConversationID, e.Turn, e.Start, e.End, got, e.Text)
			}
		}
		if p := line.P.SAT + line.P.Neutral + line.P.DSAT; p < 1-1e-6 || p > 1+1e-6 {
			t.Errorf("%s turn %d: probabilities add up to %v", line.ConversationID, line.Turn, p)
		}
	}
	if spans == 0 {
		t.Error("no span came out")
	}
}

// contents are the turns' texts of the good records, the first of an id.
func contents(t *testing.T) map[string][]string {
	t.Helper()
	f, err := os.Open(hostile)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	out := map[string][]string{}
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var c struct {
			ID    string `json:"conversation_id"`
			Turns []struct{ Content string }
		}
		if json.Unmarshal(lines.Bytes(), &c) != nil || out[c.ID] != nil {
			continue
		}
		for _, turn := range c.Turns {
			out[c.ID] = append(out[c.ID], turn.Content)
		}
	}
	return out
}
