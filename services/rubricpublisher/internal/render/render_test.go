package render_test

import (
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/services/rubricpublisher/internal/render"
)

func rubric() schema.Rubric {
	at := time.Date(2026, 3, 18, 1, 0, 0, 0, time.FixedZone("CET", 3600))
	return schema.Rubric{
		Dimension: "expertise", Group: "novice", Intent: "debugging", Version: 3, Status: schema.Published, Verdict: schema.Different,
		PublishedAt: &at, Items: []schema.Item{
			{RuleIDs: []string{"r1", "r2", "gone"}, Aspect: "step_by_step", Direction: "more", Instruction: "Give numbered steps.", Strength: 0.31, Channels: []string{"revealed", "stated"}},
			{RuleIDs: []string{"r3"}, Aspect: "custom_one", Direction: "less", Instruction: "Show less.", Strength: 0.1, Channels: []string{"revealed"}, Versus: "expert", Against: []string{"r9"}},
		},
	}
}

func TestACardReadsLikeThis(t *testing.T) {
	t.Parallel()
	rules := map[string]schema.Rule{
		"r1": {Channel: "revealed", Interval: [2]float64{0.18, 0.44}, Support: schema.Support{UsersAtLeast: 212}},
	}
	got := render.Markdown(rubric(), rules)
	want := `# expertise: novice · debugging

Version 3, published, 2026-03-18T00:00:00Z.

What this group wants and others do not:

- **Numbered steps** more. Give numbered steps.
  Strength 0.31, by what they react to and say. revealed: between 0.18 and 0.44, at least 212 users.
- **custom\_one** less. Compared with expert. Show less.
  Strength 0.10, by what they react to. What they say points the other way.
`
	a, _ := schema.AspectByName("step_by_step")
	want = strings.Replace(want, "Numbered steps", a.Title, 1)
	if got != want {
		t.Errorf("card is\n%s\nwant\n%s", got, want)
	}
}

func TestACardWithoutItemsSaysWhy(t *testing.T) {
	t.Parallel()
	r := rubric()
	r.Items = nil
	for verdict, want := range map[string]string{schema.Same: "nothing to adapt", schema.Unknown: "Not known yet"} {
		r.Verdict = verdict
		if got := render.Markdown(r, nil); !strings.Contains(got, want) {
			t.Errorf("%s reads %q, want %q in it", verdict, got, want)
		}
	}
}

func FuzzNamesAreHarmless(f *testing.F) {
	for _, s := range []string{"", "a_b", "<script>", "[x](http://evil)", "a\x1b[31mb", "a\nb", "**b**", "\xff", "\u202eabc", "`x`"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := render.Name(s)
		escaped := false
		for _, c := range got {
			if unicode.IsControl(c) || unicode.Is(unicode.Cf, c) {
				t.Fatalf("%q keeps the control character %q", s, c)
			}
			if !escaped && strings.ContainsRune("`*_{}[]#+!|<>~&", c) {
				t.Fatalf("%q became %q, where %q is markup", s, got, c)
			}
			escaped = c == '\\' && !escaped
		}
	})
}
