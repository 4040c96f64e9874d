package mine

import "slices"

// Close caps the observations with Time <= upTo and tallies what is kept. It adds what was kept to used.
func (b *Bucket) Close(used *Counters, upTo int64) *Tally {
	c := closing{b: b, t: &Tally{}, groups: map[uint64]*groupTally{}}
	var at [channels][]int32
	at[revealed] = make([]int32, 0, len(b.records))
	earliest := int64(0)
	for i := range b.records {
		r := &b.records[i]
		if r.time > upTo {
			continue
		}
		if c.t.counts.Exchanges == 0 || r.time < earliest {
			earliest = r.time
		}
		c.t.counts.count(r)
		if r.revealed() {
			at[revealed] = append(at[revealed], int32(i))
		}
		if r.stated() {
			at[stated] = append(at[stated], int32(i))
		}
		for _, g := range b.groupsOf(r) {
			c.group(g, r)
		}
	}
	if c.t.counts.Exchanges == 0 {
		return c.t
	}
	used.enter(b.p.EpochOf(b.p.BucketOf(earliest)))
	caps := capper{b: b}
	var kept [channels][]int32
	for channel := range kept {
		kept[channel], used.channels[channel] = caps.keep(at[channel], used.channels[channel])
	}
	c.t.counts.settle(kept)
	c.tally(kept, caps.priority)
	return c.t
}

// settle fills in Kept and Capped: an observation is kept when one of its channels keeps it.
func (c *Counts) settle(kept [channels][]int32) {
	if len(kept[stated]) == 0 {
		c.Kept = int64(len(kept[revealed]))
	} else {
		both := slices.Concat(kept[revealed], kept[stated])
		slices.Sort(both)
		c.Kept = int64(len(slices.Compact(both)))
	}
	c.Capped = c.SAT + c.Neutral + c.DSAT - c.Unused - c.Kept
}

// closing makes the tally of a bucket.
type closing struct {
	b *Bucket
	t *Tally
	// groups are the tallies of groups by the numbers of group and intent.
	groups map[uint64]*groupTally
}

func (c *closing) groupKey(group int32, r *record) groupKey {
	g := c.b.group(group)
	return groupKey{dimension: g.Dimension, group: g.Value, intent: c.b.names.names[r.intent]}
}

// group is the tally of a group and the observation's intent.
func (c *closing) group(group int32, r *record) *groupTally {
	at := uint64(group)<<32 | uint64(r.intent)
	g := c.groups[at]
	if g == nil {
		g = c.t.group(c.groupKey(group, r))
		c.groups[at] = g
	}
	return g
}

// tally adds the kept observations, cell by cell.
func (c *closing) tally(kept [channels][]int32, priority func(at int32) uint64) {
	a := newAdder(c.b, c.t, priority)
	for _, run := range c.cells(c.judged(kept[revealed]), true) {
		r := &c.b.records[run.at[0]]
		key := cellKey{groupKey: c.groupKey(run.group, r), stratum: c.b.names.names[r.stratum]}
		c.t.mergeCell(key, a.judgements(run.at))
		c.addConversations(run)
	}
	c.t.fold()
	for _, run := range c.cells(kept[stated], false) {
		c.group(run.group, &c.b.records[run.at[0]]).wishes = a.wishes(run.at)
		c.addConversations(run)
	}
}

// judged counts the quality of answers, and are the judgements of style among those observations.
func (c *closing) judged(at []int32) (style []int32) {
	style = make([]int32, 0, len(at))
	for _, i := range at {
		r := &c.b.records[i]
		if r.defect == NoDefect {
			style = append(style, i)
		}
		for _, g := range c.b.groupsOf(r) {
			c.group(g, r).quality.count(r.defect, c.b.userBits[r.user])
		}
	}
	return style
}

func (c *closing) addConversations(run ofCell) {
	g := c.group(run.group, &c.b.records[run.at[0]])
	for _, i := range run.at {
		g.conversations.add(c.b.records[i].conversation)
	}
}

// ofCell is the observations of one cell.
type ofCell struct {
	group int32
	at    []int32
}

// cells sorts observations into cells, in order of the first of each.
func (c *closing) cells(at []int32, strata bool) []ofCell {
	type place struct{ group, intent, stratum int32 }
	numbers := map[place]int32{}
	var runs []ofCell
	var sizes, all []int32
	for _, i := range at {
		r := &c.b.records[i]
		p := place{intent: r.intent}
		if strata {
			p.stratum = r.stratum
		}
		for _, p.group = range c.b.groupsOf(r) {
			n, ok := numbers[p]
			if !ok {
				n = int32(len(runs))
				numbers[p] = n
				runs, sizes = append(runs, ofCell{group: p.group}), append(sizes, 0)
			}
			sizes[n]++
			all = append(all, n)
		}
	}
	rest := make([]int32, len(all))
	for n, size := range sizes {
		runs[n].at, rest = rest[:0:size], rest[size:]
	}
	for _, i := range at {
		for range c.b.groupsOf(&c.b.records[i]) {
			n := all[0]
			runs[n].at, all = append(runs[n].at, i), all[1:]
		}
	}
	return runs
}
