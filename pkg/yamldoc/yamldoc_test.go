package yamldoc_test

import (
	"strings"
	"testing"

	"github.com/gpa-stream/gpa/pkg/yamldoc"
)

type page struct {
	Name  string   `yaml:"name"`
	Lines []string `yaml:"lines"`
	Parts []part   `yaml:"parts"`
}

type part struct {
	Name     string   `yaml:"name"`
	Examples []string `yaml:"examples"`
}

func TestOnlyStrictRefusesAKeyThatNothingKnows(t *testing.T) {
	t.Parallel()
	text := []byte("name: a\nnmae: b\n")
	var p page
	if err := yamldoc.Strict(text, &p); err == nil || !strings.Contains(err.Error(), "nmae") {
		t.Errorf("strict: %v, want an error that shows the key", err)
	}
	if err := yamldoc.Loose(text, &p); err != nil || p.Name != "a" {
		t.Errorf("loose: %v, name %q, want a", err, p.Name)
	}
}

func TestATextThatTheLibraryFallsOverIsAnError(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"an alias of itself":    "parts: &x\n - examples: *x\n",
		"a tag and no sequence": "lines: !!seq\n",
		"brackets":              strings.Repeat("[", 5_000),
		"too long":              "name: " + strings.Repeat("a", yamldoc.Limit),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var p page
			if err := yamldoc.Strict([]byte(text), &p); err == nil {
				t.Errorf("read as %+v, want an error", p)
			}
		})
	}
}

func FuzzStrict(f *testing.F) {
	f.Add("name: a\nlines: [b, c]\nparts:\n - {name: d, examples: [e]}\n")
	f.Add("lines: !!seq")
	f.Add("parts: &x\n - examples: *x\n")
	f.Fuzz(func(t *testing.T, text string) {
		var p page
		if err := yamldoc.Strict([]byte(text), &p); err == nil && len(p.Lines) > len(text) {
			t.Errorf("%d lines out of %d bytes", len(p.Lines), len(text))
		}
	})
}
