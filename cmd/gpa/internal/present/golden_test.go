package present

import (
	"bytes"
	"flag"
	"os"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write golden files anew")

// sections reads a txtar file: texts behind lines of the form "-- name --".
func sections(t *testing.T, path string) map[string]string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	out, name := map[string]string{}, ""
	for line := range strings.Lines(string(b)) {
		if rest, ok := strings.CutPrefix(line, "-- "); ok && strings.HasSuffix(rest, " --\n") {
			name = strings.TrimSuffix(rest, " --\n")
			out[name] = ""
			continue
		}
		out[name] += line
	}
	return out
}

func cards(t *testing.T, width int, color bool, r Results) string {
	t.Helper()
	var b bytes.Buffer
	if err := Cards(&b, width, color, r); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestResultsReadAsInTheGoldenFiles(t *testing.T) {
	t.Parallel()
	for name, r := range map[string]Results{"two-groups": sample(), "three-groups": threeGroups(), "nothing": {}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := "testdata/" + name + ".txtar"
			got := []struct{ name, text string }{
				{"cards 110", cards(t, 110, false, r)},
				{"cards 80", cards(t, 80, false, r)},
				{"cards 50", cards(t, 50, false, r)},
				{"rubrics.md", string(Markdown(r))},
			}
			if *update {
				var b strings.Builder
				for _, s := range got {
					b.WriteString("-- " + s.name + " --\n" + s.text)
				}
				if err := os.WriteFile(path, []byte(b.String()), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want := sections(t, path)
			for _, s := range got {
				if s.text != want[s.name] {
					t.Errorf("%s:\n%s\nwant\n%s", s.name, s.text, want[s.name])
				}
			}
		})
	}
}

func TestEqualResultsGiveEqualBytes(t *testing.T) {
	t.Parallel()
	first, err := HTML(sample(), sampleReport())
	if err != nil {
		t.Fatal(err)
	}
	firstCards := cards(t, 110, false, threeGroups())
	for range 20 {
		again, err := HTML(sample(), sampleReport())
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(first, again) {
			t.Fatal("two reports of the same results differ")
		}
		if got := cards(t, 110, false, threeGroups()); got != firstCards {
			t.Fatalf("two cards of the same results differ:\n%s\n%s", got, firstCards)
		}
	}
}
