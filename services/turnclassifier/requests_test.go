package turnclassifier

import (
	_ "embed"
	"slices"
	"strings"
	"testing"
)

// typical are plain requests for the shipped packs, with the intent that each is for: pack, intent, request.
//
//go:embed testdata/requests.tsv
var typical string

func TestShippedPacksKnowPlainRequests(t *testing.T) {
	t.Parallel()
	m := model(t)
	rows, right := map[string]int{}, map[string]int{}
	for line := range strings.Lines(typical) {
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(f) != 3 || !m.HasPack(f[0]) {
			t.Fatalf("%q: want a pack, an intent and a request", line)
		}
		of, want, request := f[0], f[1], f[2]
		p := m.packs[of].source
		for _, i := range p.Intents {
			if slices.Contains(i.Examples, request) {
				t.Errorf("%q is an example of %s/%s, so that it shows nothing", request, of, i.Name)
			}
		}
		rows[of]++
		if got, _, p := m.Intent(of, request); got == want {
			right[of]++
		} else {
			t.Logf("%s: %q is for %s, read as %s (%.2f)", of, request, want, got, p)
		}
	}
	for of, n := range rows {
		if 10*right[of] < 9*n {
			t.Errorf("pack %s: %d of %d requests read as meant, want nine in ten", of, right[of], n)
		}
	}
}
