package mine

import (
	"cmp"
	"maps"
	"slices"
)

// mostTallied bounds the strata of an intent in a tally. Beyond it those with the smallest hashes stay, and the rest is
// one stratum. Whoever stays in the union of two sets stayed in his own, so it does not matter in which order tallies
// are merged.
const mostTallied = 64

// fold makes one stratum of those that are too many.
func (t *Tally) fold() {
	if len(t.cells) <= mostTallied {
		return
	}
	met := map[string]map[string]struct{}{}
	for key := range t.cells {
		if met[key.intent] == nil {
			met[key.intent] = map[string]struct{}{}
		}
		if key.stratum != restOfStrata {
			met[key.intent][key.stratum] = struct{}{}
		}
	}
	for intent, names := range met {
		if len(names) <= mostTallied {
			continue
		}
		ranked := slices.SortedFunc(maps.Keys(names), func(a, b string) int {
			return cmp.Or(cmp.Compare(spread(a), spread(b)), cmp.Compare(a, b))
		})
		for _, name := range ranked[:mostTallied] {
			delete(names, name)
		}
		t.foldInto(intent, names)
	}
}

// foldInto moves the cells of an intent's strata to the rest.
func (t *Tally) foldInto(intent string, strata map[string]struct{}) {
	for _, key := range t.cellKeys() {
		if _, surplus := strata[key.stratum]; key.intent != intent || !surplus {
			continue
		}
		c := t.cells[key]
		delete(t.cells, key)
		t.mergeCell(cellKey{groupKey: key.groupKey, stratum: restOfStrata}, c)
	}
}
