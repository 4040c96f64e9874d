package mine

import (
	"cmp"
	"slices"
)

// candidate is an observation that may count in a channel.
type candidate struct {
	// owner is user and intent; slot is shard and place in the counters' table.
	owner uint64
	slot  uint32
	at    int32
}

// capper chooses among the observations of one bucket. What it keeps is a function of the set: all choices are made
// by priority, a keyed hash of the id.
type capper struct {
	b *Bucket
	// priorities are made when a choice needs them; 0 means not yet.
	priorities []uint64
}

// keep are the observations of at that count, given those used earlier in the epoch.
func (c *capper) keep(at []int32, used []slotCount) (kept []int32, now []slotCount) {
	candidates := make([]candidate, len(at))
	for i, n := range at {
		r := &c.b.records[n]
		candidates[i] = candidate{owner: uint64(r.user)<<32 | uint64(r.intent), at: n}
	}
	slices.SortFunc(candidates, func(x, y candidate) int { return cmp.Compare(x.owner, y.owner) })
	candidates = c.keepPerUser(candidates)
	slices.SortFunc(candidates, func(x, y candidate) int { return cmp.Compare(x.slot, y.slot) })
	return c.keepPerEpoch(candidates, used)
}

// keepPerUser applies CapIntent and CapUser, in place.
func (c *capper) keepPerUser(candidates []candidate) []candidate {
	kept := candidates[:0]
	for len(candidates) > 0 {
		user := candidates[0].owner >> 32
		from := len(kept)
		for len(candidates) > 0 && candidates[0].owner>>32 == user {
			run := runOf(candidates, func(x candidate) uint64 { return x.owner })
			candidates = candidates[len(run):]
			run = c.lowest(run, c.b.p.CapIntent)
			slot := c.slot(&c.b.records[run[0].at])
			for _, x := range run {
				x.slot = slot
				kept = append(kept, x)
			}
		}
		kept = kept[:from+len(c.lowest(kept[from:], c.b.p.CapUser))]
	}
	return kept
}

func (c *capper) slot(r *record) uint32 {
	place := c.b.keyed.slot(c.b.users.names[r.user], c.b.names.names[r.intent])
	return uint32(r.shard)<<16 | place
}

// keepPerEpoch applies CapEpoch. Users whose counters collide share an allowance.
func (c *capper) keepPerEpoch(candidates []candidate, used []slotCount) (kept []int32, now []slotCount) {
	kept = make([]int32, 0, len(candidates))
	now = make([]slotCount, 0, len(used)+len(candidates))
	for len(candidates) > 0 {
		run := runOf(candidates, func(x candidate) uint64 { return uint64(x.slot) })
		candidates = candidates[len(run):]
		slot := run[0].slot
		for len(used) > 0 && used[0].slot < slot {
			now, used = append(now, used[0]), used[1:]
		}
		before := 0
		if len(used) > 0 && used[0].slot == slot {
			before, used = int(used[0].n), used[1:]
		}
		run = c.lowest(run, max(0, c.b.p.CapEpoch-before))
		for _, x := range run {
			kept = append(kept, x.at)
		}
		now = append(now, slotCount{slot: slot, n: uint16(before + len(run))})
	}
	return kept, append(now, used...)
}

// lowest are the n candidates of lowest priority, ties by id; it may reorder them.
func (c *capper) lowest(candidates []candidate, n int) []candidate {
	if len(candidates) <= n {
		return candidates
	}
	slices.SortFunc(candidates, func(x, y candidate) int {
		if byPriority := cmp.Compare(c.priority(x.at), c.priority(y.at)); byPriority != 0 {
			return byPriority
		}
		return cmp.Compare(c.b.records[x.at].id, c.b.records[y.at].id)
	})
	return candidates[:n]
}

func (c *capper) priority(at int32) uint64 {
	if c.priorities == nil {
		c.priorities = make([]uint64, len(c.b.records))
	}
	if c.priorities[at] == 0 {
		c.priorities[at] = c.b.keyed.priority(c.b.records[at].id)
	}
	return c.priorities[at]
}

func runOf(candidates []candidate, key func(candidate) uint64) []candidate {
	n := 1
	for n < len(candidates) && key(candidates[n]) == key(candidates[0]) {
		n++
	}
	return candidates[:n]
}
