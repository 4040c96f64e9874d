package present

import (
	"encoding/json"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/gpa-stream/gpa/pkg/schema"
)

func TestEvidenceIsWrittenWithItsPowerOfTen(t *testing.T) {
	t.Parallel()
	for x, want := range map[float64]string{
		math.Log(4.2e8): "e = 4·10⁸", math.Log(9.7e11): "e = 1·10¹²", math.Log(640): "e = 640", math.Log(20): "e = 20", -1: "e < 1", math.Inf(1): "e = ?", math.NaN(): "e = ?",
	} {
		if got := evidence(x); got != want {
			t.Errorf("evidence(%v) = %q, want %q", x, got, want)
		}
	}
}

func TestEffectsHaveTheirSign(t *testing.T) {
	t.Parallel()
	for x, want := range map[float64]string{0.31: "+0.31", -0.07: "−0.07", 0.001: "0.00", -0.004: "0.00", 1: "+1.00"} {
		if got := signed(x); got != want {
			t.Errorf("signed(%v) = %q, want %q", x, got, want)
		}
	}
}

func TestDaysAreCountedFromTheFirst(t *testing.T) {
	t.Parallel()
	r := schema.Rule{State: schema.Confirmed}
	if got := since(r, start); got != "confirmed" {
		t.Errorf("without a time: %q", got)
	}
	for hours, want := range map[int]string{0: "confirmed day 1", 1: "confirmed day 1", 24: "confirmed day 1", 25: "confirmed day 2", 72: "confirmed day 3"} {
		at := start.Add(time.Duration(hours) * time.Hour)
		r.FirstConfirmed = &at
		if got := since(r, start.Add(30*time.Minute)); got != want {
			t.Errorf("after %d hours: %q, want %q", hours, got, want)
		}
	}
	r.FirstConfirmed = day(16)
	if got := since(r, time.Time{}); got != "confirmed 18 Mar 2026" {
		t.Errorf("without a start: %q", got)
	}
}

func TestCountsHaveCommas(t *testing.T) {
	t.Parallel()
	for n, want := range map[int64]string{0: "0", 999: "999", 1000: "1,000", 1234567: "1,234,567", -4200: "−4,200"} {
		if got := thousands(n); got != want {
			t.Errorf("thousands(%d) = %q, want %q", n, got, want)
		}
	}
}

func TestBarsGrowWithTheEffect(t *testing.T) {
	t.Parallel()
	for x, want := range map[float64]string{0: "", 0.1: "██", 0.4: "████████", 3: "████████", 0.31: "██████▎"} {
		if got := bar(x, 8); got != want {
			t.Errorf("bar(%v) = %q, want %q", x, got, want)
		}
	}
}

func TestWantsSpeaksOfTheGroupItself(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		aspect string
		effect float64
		want   string
	}{
		{"step_by_step", 0.2, "want numbered steps"},
		{"step_by_step", 0.01, "do not mind either way"},
		{"policy_link", 0.2, "want more of policy link"},
		{"example&&table", 0.2, "want examples with tables, both in one answer"},
		{"example&&table", -0.2, "do not want examples with tables in one answer"},
		{"policy_link", -0.2, "want less of policy link"},
	} {
		if got := wants(c.aspect, c.effect); got != c.want {
			t.Errorf("%s %v: %q, want %q", c.aspect, c.effect, got, c.want)
		}
	}
	known, _ := schema.AspectByName("length")
	if got := wants("length", -0.2); got != known.LessWanted {
		t.Errorf("length: %q, want %q", got, known.LessWanted)
	}
}

func TestReportReadsAsTheContractSays(t *testing.T) {
	t.Parallel()
	b, err := json.Marshal(sampleReport())
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`"input":{"records":13512,"conversations":13500,"turns":42847,"bad":2,"duplicates":10,"late":0}`,
		`"exchanges":{"total":16128,"judged":{"SAT":6442,"DSAT":4384,"neutral":2393}}`,
		`"observations":{"total":13219,"kept":10210,"capped":616,"unused":2393}`,
		`"dead_letters":0,"llm":{"calls":0,"memo_hits":0,"input_tokens":0,"output_tokens":0,"cost_usd":0}`,
		`"seconds":{"classify":4,"ingest":1.5,"total":8.25},"digest":"sha256:0123`,
		`"bad_records":[{"file":"chats.jsonl","line":1207,"reason":"turns[3].role is \"wizard\"; expected`,
	} {
		if !strings.Contains(string(b), want) {
			t.Errorf("lacks %s in\n%s", want, b)
		}
	}
}

func TestChartsPutEachGroupOnItsSide(t *testing.T) {
	t.Parallel()
	c := draw(one(t, sample(), "code_debugging"))
	steps, depth := c.Rows[0], c.Rows[1]
	if c.Left != "← more for novice" || c.Right != "more for expert →" {
		t.Errorf("sides: %q and %q", c.Left, c.Right)
	}
	if !(steps.X0 < steps.X && steps.X < steps.X1 && steps.X1 < c.Zero) {
		t.Errorf("steps are not on the side of novice: %+v, zero %v", steps, c.Zero)
	}
	if !(c.Zero < depth.X0 && depth.X0 < depth.X && depth.X < depth.X1) {
		t.Errorf("depth is not on the side of expert: %+v, zero %v", depth, c.Zero)
	}
	three := draw(one(t, threeGroups(), "support"))
	for _, r := range three.Rows {
		if r.X < three.Zero || r.X > chartWidth {
			t.Errorf("%s lies outside: %+v", r.Label, r)
		}
	}
}

func TestChartsSurviveAnyNumbers(t *testing.T) {
	t.Parallel()
	r := sample()
	r.Rules.Rules[0].Interval = [2]float64{math.Inf(-1), math.NaN()}
	r.Rules.Rules[0].Effect = math.NaN()
	for _, row := range draw(one(t, r, "code_debugging")).Rows {
		for _, x := range []float64{row.X, row.X0, row.X1, row.Wide} {
			if math.IsNaN(x) || math.IsInf(x, 0) {
				t.Errorf("%+v", row)
			}
		}
	}
}

func TestJudgementsFillTheBar(t *testing.T) {
	t.Parallel()
	parts := judgementBar(sampleReport().Exchanges)
	last := parts[len(parts)-1]
	if math.Abs(last.X+last.Wide-chartWidth) > 1e-6 || last.Count != "2,909" || parts[0].Percent != "40 %" {
		t.Errorf("%+v", parts)
	}
	for _, p := range judgementBar(Exchanges{}) {
		if p.Wide != 0 {
			t.Errorf("nothing has a width: %+v", p)
		}
	}
}
