package mine

import (
	"bytes"
	"math/rand/v2"
	"strconv"
	"testing"
)

func TestTooManyStrataAreOneInAnyOrderAndPartitioning(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(8, 8))
	all := crowd(rng, 1500, 0)
	for i := range all {
		all[i].User = testSalt.Pseudonym("user", strconv.Itoa(i))
		all[i].Shard = shardOf(all[i].User)
		// Nearly one for each conversation, in one intent; a few in another.
		all[i].Intent, all[i].Stratum = "i0", "s"+strconv.Itoa(rng.IntN(400))
		if i%3 == 0 {
			all[i].Intent, all[i].Stratum = "i1", "s"+strconv.Itoa(rng.IntN(5))
		}
	}
	whole := split(rng, all, 1)
	strata, n := map[string]map[string]bool{"i0": {}, "i1": {}}, int64(0)
	for key, c := range whole.cells {
		strata[key.intent][key.stratum] = true
		if key.dimension == "e" {
			n += c.n
		}
	}
	if len(strata["i0"]) != mostTallied+1 || !strata["i0"][restOfStrata] || len(strata["i1"]) != 5 {
		t.Errorf("there are %d and %d strata", len(strata["i0"]), len(strata["i1"]))
	}
	if kept := whole.counts.Kept; n == 0 || n > kept {
		t.Errorf("cells hold %d of %d observations", n, kept)
	}
	want := encoded(t, whole)
	for _, partitions := range []int{2, 8, 64} {
		for range 3 {
			if got := encoded(t, split(rng, shuffled(rng, all), partitions)); !bytes.Equal(got, want) {
				t.Fatalf("%d partitions: other bytes", partitions)
			}
		}
	}
}
