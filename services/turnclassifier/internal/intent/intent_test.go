package intent

import (
	"testing"
	"unicode/utf8"

	"github.com/gpa-stream/gpa/pkg/pack"
)

const small = `
name: garden
intents:
  - name: planting
    description: Put plants into the ground.
    keywords: [plant, sow, bulbs]
    examples: [when do I plant tulip bulbs, how deep do I sow carrots, plant a hedge in autumn]
  - name: pests
    description: Animals that eat plants.
    keywords: [snails, aphids]
    domain: animals
    examples: [how do I get rid of snails, aphids on my roses, mice eat the roots]
other: [what is the capital of France, write a poem]
`

func fitted(t *testing.T, text string) *Classifier {
	t.Helper()
	p, err := pack.Parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	c, err := Fit(t.Context(), p, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestAPackOfAFewExamplesWorks(t *testing.T) {
	t.Parallel()
	c := fitted(t, small)
	for _, w := range []struct{ request, intent, domain string }{
		{"how deep do I plant bulbs", "planting", "garden"},
		{"there are aphids and snails everywhere", "pests", "animals"},
		{"write a poem about France", Other, Other},
		{"", Other, Other},
		{"zzz", Other, Other},
	} {
		name, domain, p := c.Intent(w.request)
		if name != w.intent || domain != w.domain || p <= 0 || p > 1 {
			t.Errorf("Intent(%q) = %s, %s, %v, want %s, %s", w.request, name, domain, p, w.intent, w.domain)
		}
	}
}

func TestWeightsOfAnotherPackAreRefused(t *testing.T) {
	t.Parallel()
	p, err := pack.Parse([]byte(small))
	if err != nil {
		t.Fatal(err)
	}
	other := fitted(t, "name: one\nintents:\n - {name: a, examples: [x]}")
	if _, err := With(p, other.Weights()); err == nil {
		t.Error("weights with another number of intents were taken")
	}
	c := fitted(t, small)
	again, err := With(p, c.Weights())
	if err != nil {
		t.Fatal(err)
	}
	if got, _, _ := again.Intent("sow carrots"); got != "planting" {
		t.Errorf("with its own weights: %s, want planting", got)
	}
}

func FuzzFit(f *testing.F) {
	f.Add(small)
	f.Add("name: a\nintents:\n - {name: b, examples: ['']}")
	f.Add("name: a\nintents:\n - name: b\n   examples: !!seq\n")
	f.Fuzz(func(t *testing.T, text string) {
		p, err := pack.Parse([]byte(text))
		if err != nil || len(p.Intents) > 5 {
			return
		}
		c, err := Fit(t.Context(), p, nil, nil)
		if err != nil {
			return
		}
		if name, _, _ := c.Intent(text); !utf8.ValidString(name) {
			t.Errorf("intent %q", name)
		}
	})
}
