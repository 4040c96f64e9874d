package mine

import (
	"cmp"
	"slices"
)

// candidate is an observation that may count in a channel.
type candidate struct {
	// slot is shard and place in the counters' table.
	slot         uint32
	user, intent int32
	at           int32
}

// capper chooses among the observations of one bucket. What it keeps is a function of the set: all choices are made
// by priority, a keyed hash of the id.
type capper struct {
	b *Bucket
	// priorities are made when a choice needs them; 0 means not yet.
	priorities []uint64
	// intents are the hashes of the names of intents, by number; 0 means not yet.
	intents []uint64
}

// keep are the observations of at that count, given those used earlier in the epoch.
func (c *capper) keep(at []int32, used []slotCount) (kept []int32, now []slotCount) {
	candidates := c.keepPerUser(c.byUser(at))
	bySlot(candidates)
	return c.keepPerEpoch(candidates, used)
}

// byUser are the candidates with those of a user beside each other.
func (c *capper) byUser(at []int32) []candidate {
	next := make([]int32, len(c.b.users.names)+1)
	for _, n := range at {
		next[c.b.records[n].user+1]++
	}
	for i := 1; i < len(next); i++ {
		next[i] += next[i-1]
	}
	candidates := make([]candidate, len(at))
	for _, n := range at {
		r := &c.b.records[n]
		candidates[next[r.user]] = candidate{user: r.user, intent: r.intent, at: n}
		next[r.user]++
	}
	return candidates
}

// keepPerUser applies CapIntent and CapUser, in place.
func (c *capper) keepPerUser(candidates []candidate) []candidate {
	kept := candidates[:0]
	for len(candidates) > 0 {
		ofUser := runOf(candidates, func(x *candidate) uint32 { return uint32(x.user) })
		candidates = candidates[len(ofUser):]
		if len(ofUser) > 1 {
			slices.SortFunc(ofUser, func(x, y candidate) int { return cmp.Compare(x.intent, y.intent) })
		}
		from := len(kept)
		user := c.b.keyed.part(c.b.users.names[ofUser[0].user])
		for len(ofUser) > 0 {
			run := runOf(ofUser, func(x *candidate) uint32 { return uint32(x.intent) })
			ofUser = ofUser[len(run):]
			run = c.lowest(run, c.b.p.CapIntent)
			slot := c.slot(user, &c.b.records[run[0].at])
			for _, x := range run {
				x.slot = slot
				kept = append(kept, x)
			}
		}
		kept = kept[:from+len(c.lowest(kept[from:], c.b.p.CapUser))]
	}
	return kept
}

func (c *capper) slot(user uint64, r *record) uint32 {
	if c.intents == nil {
		c.intents = make([]uint64, len(c.b.names.names))
	}
	if c.intents[r.intent] == 0 {
		c.intents[r.intent] = c.b.keyed.part(c.b.names.names[r.intent])
	}
	return uint32(r.shard)<<16 | c.b.keyed.slot(user, c.intents[r.intent])
}

// keepPerEpoch applies CapEpoch. Users whose counters collide share an allowance.
func (c *capper) keepPerEpoch(candidates []candidate, used []slotCount) (kept []int32, now []slotCount) {
	kept = make([]int32, 0, len(candidates))
	now = make([]slotCount, 0, len(used)+len(candidates))
	for len(candidates) > 0 {
		run := runOf(candidates, func(x *candidate) uint32 { return x.slot })
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

func runOf(candidates []candidate, key func(*candidate) uint32) []candidate {
	n, first := 1, key(&candidates[0])
	for n < len(candidates) && key(&candidates[n]) == first {
		n++
	}
	return candidates[:n]
}

// bySlot sorts by slot, which has 22 bits: by the lower half, then by the upper.
func bySlot(candidates []candidate) {
	const half, mask = 11, 1<<11 - 1
	from, to := candidates, make([]candidate, len(candidates))
	for shift := 0; shift < 2*half; shift += half {
		var next [1<<half + 1]int32
		for i := range from {
			next[from[i].slot>>shift&mask+1]++
		}
		for i := 1; i < len(next); i++ {
			next[i] += next[i-1]
		}
		for i := range from {
			at := &next[from[i].slot>>shift&mask]
			to[*at] = from[i]
			*at++
		}
		from, to = to, from
	}
}
