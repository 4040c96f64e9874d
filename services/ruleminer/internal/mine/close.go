package mine

import (
	"cmp"
	"slices"
)

// Close caps the observations with Time <= upTo and tallies what is kept. It adds what was kept to used.
func (b *Bucket) Close(used *Counters, upTo int64) *Tally {
	t := &Tally{}
	var at [channels][]int32
	earliest := int64(0)
	for i := range b.records {
		r := &b.records[i]
		if r.time > upTo {
			continue
		}
		if t.counts.Exchanges == 0 || r.time < earliest {
			earliest = r.time
		}
		t.counts.count(r)
		if r.revealed() {
			at[revealed] = append(at[revealed], int32(i))
		}
		if r.stated() {
			at[stated] = append(at[stated], int32(i))
		}
		for _, g := range b.groupsOf(r) {
			t.group(b.groupKey(g, r))
		}
	}
	if t.counts.Exchanges == 0 {
		return t
	}
	used.enter(b.p.EpochOf(b.p.BucketOf(earliest)))
	c := capper{b: b}
	var kept [channels][]int32
	for channel := range kept {
		kept[channel], used.channels[channel] = c.keep(at[channel], used.channels[channel])
	}
	t.counts.settle(kept)
	b.tally(t, kept)
	return t
}

// settle fills in Kept and Capped: an observation is kept when one of its channels keeps it.
func (c *Counts) settle(kept [channels][]int32) {
	both := slices.Concat(kept[revealed], kept[stated])
	slices.Sort(both)
	c.Kept = int64(len(slices.Compact(both)))
	c.Capped = c.SAT + c.Neutral + c.DSAT - c.Unused - c.Kept
}

func (b *Bucket) groupKey(group int32, r *record) groupKey {
	g := b.group(group)
	return groupKey{dimension: g.Dimension, group: g.Value, intent: b.names.names[r.intent]}
}

// place is a cell and an observation in it, by number.
type place struct{ group, intent, stratum, at int32 }

func (p place) compare(o place) int {
	return cmp.Or(cmp.Compare(p.intent, o.intent), cmp.Compare(p.group, o.group), cmp.Compare(p.stratum, o.stratum))
}

// tally adds the kept observations, cell by cell.
func (b *Bucket) tally(t *Tally, kept [channels][]int32) {
	a := newAdder(b, t)
	for _, run := range b.places(b.judged(t, kept[revealed]), true) {
		r := &b.records[run[0].at]
		key := cellKey{groupKey: b.groupKey(run[0].group, r), stratum: b.names.names[r.stratum]}
		t.mergeCell(key, a.judgements(run))
		b.addConversations(t.group(key.groupKey), run)
	}
	for _, run := range b.places(kept[stated], false) {
		g := t.group(b.groupKey(run[0].group, &b.records[run[0].at]))
		g.wishes = a.wishes(run)
		b.addConversations(g, run)
	}
}

// judged counts the quality of answers, and are the judgements of style among those observations.
func (b *Bucket) judged(t *Tally, at []int32) (style []int32) {
	style = make([]int32, 0, len(at))
	for _, i := range at {
		r := &b.records[i]
		if r.defect == NoDefect {
			style = append(style, i)
		}
		for _, g := range b.groupsOf(r) {
			t.group(b.groupKey(g, r)).quality.count(r.defect, b.userBits[r.user])
		}
	}
	return style
}

func (b *Bucket) addConversations(g *groupTally, run []place) {
	for _, p := range run {
		g.conversations.add(b.records[p.at].conversation)
	}
}

// places sorts observations into cells.
func (b *Bucket) places(at []int32, strata bool) [][]place {
	var all []place
	for _, i := range at {
		r := &b.records[i]
		p := place{intent: r.intent, at: i}
		if strata {
			p.stratum = r.stratum
		}
		for _, p.group = range b.groupsOf(r) {
			all = append(all, p)
		}
	}
	slices.SortFunc(all, place.compare)
	var runs [][]place
	for len(all) > 0 {
		n := 1
		for n < len(all) && all[n].compare(all[0]) == 0 {
			n++
		}
		runs, all = append(runs, all[:n]), all[n:]
	}
	return runs
}
