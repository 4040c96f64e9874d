package cli

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/gpa-stream/gpa/pkg/schema"
)

func march(day int) time.Time { return time.Date(2026, 3, day, 0, 0, 0, 0, time.UTC) }

// written is a folder with one rule and its explanation.
func written(t *testing.T, change func(*schema.Rule, *schema.Explanation)) string {
	t.Helper()
	first := march(3)
	r := schema.Rule{
		ID: "r1", Kind: schema.Divergence, Dimension: "plan", Group: "free", Versus: "paid", Intent: "how_to", Aspect: "length",
		Direction: schema.Less, Channel: schema.Revealed, State: schema.Confirmed, Effect: -0.25, Interval: [2]float64{-0.35, -0.15}, LogE: 20,
		GroupEffect: -0.15, VersusEffect: 0.1, FirstConfirmed: &first, LastChanged: &first,
		Support: schema.Support{Observations: 4321, WithAspect: 1000, UsersAtLeast: 99, Conversations: 700},
	}
	effect, interval := -0.25, [2]float64{-0.35, -0.15}
	x := schema.Explanation{
		Rule: "r1", Needed: 8.5, Kept: 2.3, Hypotheses: 1440, Confirmed: 6, Shards: schema.Agreeing{Agree: 61, Of: 64}, Limit: 200,
		Looks: []schema.Look{{At: march(1), LogE: new(float64(3))}, {At: march(3), LogE: new(float64(9))}, {At: march(9), LogE: new(float64(20))}},
		Windows: []schema.Window{
			{Name: "old", Since: march(1), Observations: 4321, UsersAtLeast: 99, Effect: &effect, Interval: &interval, Adjusted: &effect, LogE: new(20.2)},
			{Name: "young", Since: march(8), Observations: 12, UsersAtLeast: 9, Note: "too few observations, users or conversations"},
			{Name: "long_old", Since: march(1), Observations: 4321, UsersAtLeast: 99, SameAs: "old"},
		},
		Channels: []schema.ChannelView{{Channel: schema.Revealed, Effect: effect, Interval: interval, LogE: new(20.2)}},
	}
	change(&r, &x)
	dir := t.TempDir()
	for name, doc := range map[string]any{
		"rules.json":   schema.Rules{Schema: schema.RulesSchema, Dimensions: []string{"plan"}, Rules: []schema.Rule{r}},
		"rubrics.json": schema.Rubrics{Schema: schema.RubricsSchema, Rubrics: []schema.Rubric{}},
		explainFile: schema.Explanations{
			Schema: schema.ExplainSchema, Rules: []schema.Explanation{x},
			Quality: []schema.Seen{{Dimension: "plan", Group: "free", Intent: "how_to", Quality: &schema.Quality{Judged: 1000, ErrorReports: 40, Corrections: 9, Refusals: 1, Defective: 0.05}}},
		},
	} {
		b, err := json.Marshal(doc)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestExplainTellsTheEvidenceInWords(t *testing.T) {
	t.Parallel()
	out := must(t, "rules", "explain", "r1", "--dir", written(t, func(*schema.Rule, *schema.Explanation) {}))
	for _, want := range []string{
		"plan · how_to: free want less length than paid (-0.25)",
		"confirmed, first confirmed by the end of 2026-03-02",
		"effect     -0.250, between -0.350 and -0.150 at all times at once",
		"by group   free -0.150, paid +0.100",
		"multiplied its stake by 10^9 (log e 20.0)",
		"▄ █  2026-03-01 to 2026-03-09, log e 3.0 to 20.0",
		"needed     log e 8.5: one of 1,440 hypotheses of its family, 6 of them confirmed",
		"61 of the 64 user shards",
		"at least 99 users and 700 conversations",
		"young       2026-03-08            12        9   too few observations",
		"as old",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is missing in\n%s", want, out)
		}
	}
}

func TestExplainSaysWhatWouldChangeAState(t *testing.T) {
	t.Parallel()
	more := int64(2300)
	for name, c := range map[string]struct {
		change func(*schema.Rule, *schema.Explanation)
		want   string
	}{
		"kept": {func(r *schema.Rule, _ *schema.Explanation) { r.State = schema.Kept }, "live while log e is 2.3 or more"},
		"emerging": {func(r *schema.Rule, x *schema.Explanation) {
			r.State, r.FirstConfirmed, x.Expected, x.Days = schema.Emerging, nil, &more, new(3.7)
		}, "outlook    about 2,300 more observations confirm it if the effect stays as it is, about 4 more days at this rate"},
		"hopeless": {func(r *schema.Rule, _ *schema.Explanation) { r.State = schema.Emerging }, "more data would not confirm it"},
		"expired": {func(r *schema.Rule, _ *schema.Explanation) {
			r.State, r.Reason = schema.Retracted, "evidence expired"
		}, "retracted, evidence expired: log e fell below 2.3"},
		"contradicted": {func(r *schema.Rule, x *schema.Explanation) {
			r.State, r.Reason, x.Contradiction = schema.Retracted, "contradicted", 5000
		}, "speaks against half of its effect by 5,000 to 1, and 200 was the limit"},
		"aliases": {func(_ *schema.Rule, x *schema.Explanation) { x.Aliases = []string{"a", "b"} }, "a or b, which cannot be told apart from length"},
		"no past": {func(_ *schema.Rule, x *schema.Explanation) { x.Looks = x.Looks[:1] }, "needed     log e 8.5"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if out := must(t, "rules", "explain", "r1", "--dir", written(t, c.change)); !strings.Contains(out, c.want) {
				t.Errorf("%q is missing in\n%s", c.want, out)
			}
		})
	}
}

func TestExplainNamesWhatIsMissing(t *testing.T) {
	t.Parallel()
	dir := written(t, func(*schema.Rule, *schema.Explanation) {})
	if code, _, said := gpa(t, "rules", "explain", "r2", "--dir", dir); code != 2 || !strings.Contains(said, `no rule "r2"`) {
		t.Errorf("an unknown rule: %d, %s", code, said)
	}
	if err := os.Remove(filepath.Join(dir, explainFile)); err != nil {
		t.Fatal(err)
	}
	if code, _, said := gpa(t, "rules", "explain", "r1", "--dir", dir); code != 2 || !strings.Contains(said, "no explain.json in") {
		t.Errorf("without the file: %d, %s", code, said)
	}
	if code, _, said := gpa(t, "rules", "quality", "--dir", dir); code != 2 || !strings.Contains(said, "no explain.json in") {
		t.Errorf("quality without the file: %d, %s", code, said)
	}
}

func TestQualityIsShownByGroup(t *testing.T) {
	t.Parallel()
	dir := written(t, func(*schema.Rule, *schema.Explanation) {})
	want := "plan/free/how_to: 50 of 1,000 judged answers called defective (5.0 %): 40 errors, 9 corrections, 1 refusals\n"
	if out := must(t, "rules", "quality", "--dir", dir); out != want {
		t.Errorf("got  %swant %s", out, want)
	}
}

func TestMinedRulesCanBeExplained(t *testing.T) {
	t.Parallel()
	log, out := filepath.Join(t.TempDir(), "obs.jsonl"), t.TempDir()
	must(t, "simulate", "--scenario", "observations", "--observations", "--out", log)
	firstLines(t, log, 60_000)
	must(t, "mine", log, "--from", "observations", "--salt", "s", "--out", out)
	list := must(t, "rules", "list", "--all", "--dir", out)
	ids := regexp.MustCompile(`(?m)^[0-9a-f]{16}`).FindAllString(list, -1)
	if len(ids) < 5 {
		t.Fatalf("%d rules in\n%s", len(ids), list)
	}
	for _, id := range ids {
		doc := decode(t, must(t, "rules", "explain", id, "--dir", out, "--json"))
		why := doc["explanation"].(map[string]any)
		if doc["id"] != id || why["rule"] != id || len(why["windows"].([]any)) < 4 {
			t.Errorf("%s is explained by %v", id, why)
		}
		if doc["state"] == "confirmed" && doc["log_e"].(float64) < why["needed_log_e"].(float64) {
			t.Errorf("%s is confirmed at log e %v of %v", id, doc["log_e"], why["needed_log_e"])
		}
	}
}

func TestSparklinesFollowTheValues(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		looks []schema.Look
		want  string
	}{
		{nil, ""},
		{[]schema.Look{{At: march(1), LogE: new(float64(1))}}, ""},
		{[]schema.Look{{At: march(1), LogE: new(float64(0))}, {At: march(2), LogE: new(float64(7))}}, "▁█"},
		{[]schema.Look{{At: march(1), LogE: new(float64(7))}, {At: march(2), LogE: new(float64(7))}}, "██"},
		{[]schema.Look{{At: march(1), LogE: new(float64(-7))}, {At: march(2), LogE: nil}, {At: march(3), LogE: new(float64(7))}}, "▁·█"},
		{[]schema.Look{{At: march(1), LogE: new(float64(0))}, {At: march(2), LogE: new(float64(1))}, {At: march(9), LogE: new(float64(7))}}, "▂ █"},
		{[]schema.Look{{At: march(1), LogE: new(float64(3))}, {At: march(1), LogE: new(float64(6))}}, "█ "},
	} {
		if got := sparkline(c.looks, 48); got != c.want {
			t.Errorf("%v: %q, want %q", c.looks, got, c.want)
		}
	}
	var many []schema.Look
	for i := range 500 {
		many = append(many, schema.Look{At: march(1).Add(time.Duration(i) * time.Hour), LogE: new(float64(i))})
	}
	if got := []rune(sparkline(many, 48)); len(got) != 48 || got[0] != '▁' || got[47] != '█' {
		t.Errorf("500 looks: %q", string(got))
	}
}

// firstLines leaves only so many lines of a file.
func firstLines(t *testing.T, path string, n int) {
	t.Helper()
	lines := strings.SplitAfterN(read(t, filepath.Dir(path), filepath.Base(path)), "\n", n+1)
	if err := os.WriteFile(path, []byte(strings.Join(lines[:n], "")), 0o600); err != nil {
		t.Fatal(err)
	}
}
