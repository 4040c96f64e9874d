package mine

import (
	"maps"
	"slices"
)

// beginEpochs rotates the windows when bucket lies in a later epoch than the last one. After a long silence more than
// one epoch may begin at once; there is no evidence left by then. It says whether one began that evidence has lived to see.
func (m *Miner) beginEpochs(bucket int64) bool {
	before, now := m.p.EpochOf(m.last), m.p.EpochOf(bucket)
	if now == before {
		return false
	}
	if !m.growing(now) {
		m.chooseWords(now * m.p.EpochBuckets)
	}
	m.chooseConjunctions(now * m.p.EpochBuckets)
	evidence := false
	long := floorDiv(now, m.p.LongFactor) != floorDiv(before, m.p.LongFactor)
	for _, in := range m.intents {
		evidence = evidence || in.holds()
		for name, w := range in.cells {
			w.rotate(in.fresh(now*m.p.EpochBuckets), long)
			if w.empty() {
				delete(in.cells, name)
			}
		}
		in.stale = true
	}
	return evidence
}

// growing says whether the dictionary still admits names as they come.
func (m *Miner) growing(epoch int64) bool { return epoch <= m.firstEpoch+1 }

// chooseWords makes the dictionaries of an epoch that begins with that bucket. What is left out loses its evidence.
func (m *Miner) chooseWords(start int64) {
	m.evict(start, m.dimensions, "dimension", "")
	for _, dimension := range slices.Sorted(maps.Keys(m.groups)) {
		m.evict(start, m.groups[dimension], "group", dimension)
	}
	m.evict(start, m.names, "intent", "")
	maps.DeleteFunc(m.intents, func(name string, _ *intent) bool { return m.names.number(name) < 0 })
	for _, name := range m.names.names {
		if m.intents[name] == nil {
			m.intents[name] = m.awaited(name)
		}
		in := m.intents[name]
		maps.DeleteFunc(in.cells, func(c cellName, _ *windows) bool { return !m.admitted(c) })
		for channel, words := range in.words {
			before := len(words.names)
			if from := m.evict(start, words, [channels]string{"aspect", "stated aspect"}[channel], name); !unmoved(from, before) {
				in.move(channel, from, before)
			}
		}
	}
	clear(m.waiting)
}

// awaited is the intent of that name, with the words that were counted while it waited.
func (m *Miner) awaited(name string) *intent {
	if in := m.waiting[name]; in != nil {
		return in
	}
	return newIntent(name, m.p)
}

// learn counts the names of a bucket, admits new ones while the dictionary grows, and hands each intent its part.
func (m *Miner) learn(bucket int64, t *Tally) {
	growing := m.growing(m.p.EpochOf(bucket))
	m.meet(t)
	dimensions, intents := map[string]int64{}, map[string]int64{}
	groups := map[string]map[string]int64{}
	for key, n := range t.kept() {
		dimensions[key.dimension] += n
		intents[key.intent] += n
		if groups[key.dimension] == nil {
			groups[key.dimension] = map[string]int64{}
		}
		groups[key.dimension][key.group] += n
	}
	m.names.learn(intents, growing)
	m.dimensions.learn(dimensions, growing)
	for _, dimension := range slices.Sorted(maps.Keys(groups)) {
		if m.groups[dimension] == nil {
			if len(m.groups) >= 4*m.p.MaxDimensions && m.dimensions.number(dimension) < 0 {
				continue
			}
			m.groups[dimension] = newVocabulary(m.p.MaxGroups, m.p.pins())
		}
		m.groups[dimension].learn(groups[dimension], growing)
	}
	for _, name := range slices.Sorted(maps.Keys(intents)) {
		part := t.of(name)
		if m.names.number(name) < 0 {
			m.keepWaiting(name, part)
			continue
		}
		in := m.intents[name]
		if in == nil {
			in = newIntent(name, m.p)
			m.intents[name] = in
		}
		in.learn(part, growing)
		in.wait(bucket, part)
	}
}

// keepWaiting counts the words of an intent that is not admitted, of a bounded number of them.
func (m *Miner) keepWaiting(name string, part *Tally) {
	in := m.waiting[name]
	if in == nil {
		if len(m.waiting) >= 4*m.p.MaxIntents {
			return
		}
		in = newIntent(name, m.p)
		m.waiting[name] = in
	}
	in.learn(part, false)
}

// learn counts names and, when growing, admits new ones.
func (v *vocabulary) learn(counts map[string]int64, growing bool) {
	v.see(counts)
	if growing {
		v.grow(counts)
	}
}

// kept counts what was kept, per group and intent; groups without any are left out.
func (t *Tally) kept() map[groupKey]int64 {
	n := map[groupKey]int64{}
	for key, c := range t.cells {
		n[key.groupKey] += c.n
	}
	for key, g := range t.groups {
		if g.wishes != nil {
			n[key] += g.wishes.n
		}
		if d := g.quality.reported(); d > 0 {
			n[key] += d
		}
	}
	return n
}

// of is the part of a tally about one intent.
func (t *Tally) of(intent string) *Tally {
	part := &Tally{}
	for key, c := range t.cells {
		if key.intent == intent {
			part.mergeCell(key, c)
		}
	}
	for key, g := range t.groups {
		if key.intent == intent {
			part.mergeGroup(key, g)
		}
	}
	return part
}

// meet remembers every group and intent.
func (m *Miner) meet(t *Tally) {
	for _, key := range t.groupKeys() {
		if len(m.seen) == maxSeen {
			return
		}
		m.seen[key] = struct{}{}
	}
}

// size is the number of hypotheses of a family: what the dictionary admits, whether or not it was met.
func (m *Miner) size(f family) int {
	words := 0
	for _, in := range m.intents {
		words += len(in.columns(f.channel))
	}
	groups := 0
	if words := m.groups[f.dimension]; words != nil {
		groups = len(words.names)
	}
	if f.kind == divergence {
		return words * groups * (groups - 1)
	}
	return 2 * words * groups
}

// seenKeys are in order of name.
func (m *Miner) seenKeys() []groupKey {
	return slices.SortedFunc(maps.Keys(m.seen), compareKeys)
}
