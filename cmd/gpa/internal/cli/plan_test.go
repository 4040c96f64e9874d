package cli

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gpa-stream/gpa/pkg/schema"
)

func prospects(t *testing.T, args ...string) []prospect {
	t.Helper()
	var list []prospect
	if err := json.Unmarshal([]byte(must(t, append([]string{"rules", "plan", "--json"}, args...)...)), &list); err != nil {
		t.Fatal(err)
	}
	return list
}

func TestPlanGivesTheSpecificationsExample(t *testing.T) {
	t.Parallel()
	// Reliability 0.41 and share (1 - share) 0.19, as there.
	list := prospects(t, "--kind", "preference", "--effect", "0.1", "--share", "0.2551", "--confidence", "0.82016", "--hypotheses", "1440",
		"--rules", "40", "--per-user", "10", "--per-day", "100")
	if len(list) != 1 || math.Abs(float64(list[0].Observations)-6379) > 15 {
		t.Fatalf("planned %+v, want about 6,379", list)
	}
	if p := list[0]; p.Users != (p.Observations+9)/10 || math.Abs(p.Days-float64(p.Observations)/100) > 0.11 {
		t.Errorf("users and days of %+v", p)
	}
}

func TestPlanWorksTheOtherWayRound(t *testing.T) {
	t.Parallel()
	n := prospects(t, "--effect", "0.15")[0].Observations
	back := prospects(t, "--observations", "20000")[0]
	if back.Effect <= 0 || back.Observations != 20_000 || (back.Effect < 0.15) != (n < 20_000) {
		t.Errorf("0.15 takes %d, and 20,000 show %v", n, back.Effect)
	}
	out := must(t, "rules", "plan", "--observations", "20000")
	if !strings.HasPrefix(out, "20,000 observations show effects from 0.") {
		t.Error(out)
	}
	if out := must(t, "rules", "plan", "--effect", "0"); !strings.Contains(out, "no number of observations confirms an effect of 0.000") {
		t.Error(out)
	}
}

func TestPlanUsesTheRatesOfASystem(t *testing.T) {
	t.Parallel()
	rate := func(group string, n int64) schema.Rate {
		return schema.Rate{
			Dimension: "plan", Group: group, Intent: "how_to", Since: march(1), Days: 10, Observations: n, UsersAtLeast: n / 4,
			Noise: 0.25, Hypotheses: 100, Preferences: 200,
			Aspects: []schema.AspectRate{{Aspect: "length", Share: 0.5, Information: 0.1}, {Aspect: "table", Share: 0.02, Information: 0.01}},
		}
	}
	lonely := rate("paid", 1000)
	lonely.Intent, lonely.Aspects = "billing", lonely.Aspects[:1]
	dir := written(t, func(*schema.Rule, *schema.Explanation) {})
	b, err := json.Marshal(schema.Explanations{Rates: []schema.Rate{rate("free", 1000), rate("paid", 1000), lonely}})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, explainFile), b, 0o600); err != nil {
		t.Fatal(err)
	}
	list := prospects(t, "--dir", dir, "--effect", "0.2")
	if len(list) != 2 || list[0].Aspect != "length" || list[1].Aspect != "table" || list[0].Group != "free" || list[0].Versus != "paid" || list[0].Have != 2000 {
		t.Fatalf("planned %+v", list)
	}
	// Two groups alike: what an observation tells is a quarter, and 200 of them come a day, four from each user.
	assumed := prospects(t, "--effect", "0.2", "--share", "0.5", "--confidence", "0.81622777", "--deff", "1", "--hypotheses", "100", "--per-day", "200", "--per-user", "4")
	if a, b := list[0], assumed[0]; math.Abs(float64(a.Observations-b.Observations)) > 2 || math.Abs(a.Days-b.Days) > 0.11 || math.Abs(float64(a.Users-b.Users)) > 2 {
		t.Errorf("with rates %+v, with the same as assumptions %+v", a, b)
	}
	if one := prospects(t, "--dir", dir, "--kind", "preference", "--intent", "billing"); len(one) != 1 || one[0].Versus != "" || one[0].Observations >= list[0].Observations {
		t.Errorf("a preference alone: %+v", one)
	}
	if out := must(t, "rules", "plan", "--dir", dir, "--aspect", "table"); !strings.HasPrefix(out, "plan · how_to, table, free and paid: an effect of 0.200 takes about ") || !strings.HasSuffix(out, "(there are 2,000)\n") {
		t.Error(out)
	}
}

func TestPlanNamesWhatIsWrong(t *testing.T) {
	t.Parallel()
	for want, args := range map[string][]string{
		"choose among the rates of a system":   {"--intent", "how_to"},
		"--share is 1 ":                        {"--share", "1"},
		"--smaller 0.7":                        {"--smaller", "0.7"},
		"--confidence is 0.5;":                 {"--confidence", "0.5"},
		"--per-day 0;":                         {"--per-day", "0"},
		"5 rules; expected 1 to 3":             {"--rules", "5", "--hypotheses", "3"},
		"--effect 2;":                          {"--effect", "2"},
		"no rates are known there":             {"--dir", written(t, func(*schema.Rule, *schema.Explanation) {})},
		"the noise is 0; expected more than 0": {"--deff", "0"},
	} {
		if code, _, said := gpa(t, append([]string{"rules", "plan"}, args...)...); code != 2 || !strings.Contains(said, want) {
			t.Errorf("%v: %d, %s; want %q", args, code, said, want)
		}
	}
}
