package mine

import (
	"slices"

	"github.com/gpa-stream/gpa/services/ruleminer/internal/decide"
)

// A Miner is the coordinator's state: evidence, and the rules that follow from it. It is not safe for concurrent use.
type Miner struct {
	p       Params
	started bool
	// last bucket taken, and the epoch of the first one.
	last, firstEpoch int64
	counts           Counts
	cut              int64

	dimensions *vocabulary
	groups     map[string]*vocabulary
	names      *vocabulary
	intents    map[string]*intent
	// waiting are intents that the dictionary may admit when the next epoch begins: only their words are counted.
	waiting map[string]*intent
	// seen is every group and intent met, up to maxSeen.
	seen  map[groupKey]struct{}
	rules map[ruleKey]*rule
	// rising are hypotheses that may become rules: only what is shown of their way there.
	rising map[ruleKey]history
	// evicted are the last names that the dictionary left out.
	evicted []eviction

	// encoded is how many bytes the state took last.
	encoded int
}

// maxSeen bounds what is remembered about names that logs may make up.
const maxSeen = 1 << 16

// NewMiner is a miner that has seen nothing.
func NewMiner(p Params) *Miner {
	return &Miner{
		p: p, dimensions: newVocabulary(p.MaxDimensions, p.pins()), groups: map[string]*vocabulary{},
		names: newVocabulary(p.MaxIntents, p.pins()), intents: map[string]*intent{}, waiting: map[string]*intent{},
		seen: map[groupKey]struct{}{}, rules: map[ruleKey]*rule{}, rising: map[ruleKey]history{},
	}
}

// Last is the last bucket taken; false when there was none.
func (m *Miner) Last() (int64, bool) { return m.last, m.started }

// Counts are the numbers of all buckets taken.
func (m *Miner) Counts() Counts { return m.counts }

// Cut is how many mentions of aspects the tallies had to leave out (Tally.Cut).
func (m *Miner) Cut() int64 { return m.cut }

// Take adds the tally of a bucket, all partitions merged, and decides anew. Buckets come in increasing order; those
// left out were empty; one that is not after the last is a replay and changes nothing.
func (m *Miner) Take(bucket int64, t *Tally) error {
	if t == nil {
		t = &Tally{}
	}
	if !m.started {
		m.started, m.last = true, bucket-1
	}
	if bucket <= m.last {
		return nil
	}
	for {
		next, ok := m.nextEvent()
		if !ok || next >= bucket {
			break
		}
		m.step(next, &Tally{})
	}
	m.step(bucket, t)
	return nil
}

// nextEvent is the next bucket in which something happens without observations: pending tallies fall due, or an epoch
// begins while there still is evidence or a live rule. So runs of empty buckets cost nothing.
func (m *Miner) nextEvent() (int64, bool) {
	next, found := int64(0), false
	earlier := func(bucket int64) {
		if !found || bucket < next {
			next, found = bucket, true
		}
	}
	evidence := false
	for _, in := range m.intents {
		if in.pending != nil {
			earlier(max(in.due(m.p), m.last+1))
		}
		evidence = evidence || in.holds()
	}
	if evidence {
		earlier((m.p.EpochOf(m.last) + 1) * m.p.EpochBuckets)
	}
	return next, found
}

func (in *intent) holds() bool {
	for _, w := range in.cells {
		if !w.empty() {
			return true
		}
	}
	return false
}

// step takes one bucket.
func (m *Miner) step(bucket int64, t *Tally) {
	rotated := false
	if m.counts.Exchanges == 0 {
		m.firstEpoch = m.p.EpochOf(bucket)
	} else {
		rotated = m.beginEpochs(bucket)
	}
	m.last = bucket
	m.counts.Add(t.counts)
	m.cut += t.cut
	m.learn(bucket, t)
	flushed := m.flush(bucket)
	m.refresh()
	m.watch(bucket, flushed)
	m.decide(bucket)
	m.remember(bucket, flushed, rotated)
}

func (m *Miner) admitted(c cellName) bool {
	groups := m.groups[c.dimension]
	return m.dimensions.number(c.dimension) >= 0 && groups != nil && groups.number(c.group) >= 0
}

// ruleKeys are in order.
func (m *Miner) ruleKeys(keep func(*rule) bool) []ruleKey {
	var keys []ruleKey
	for key, r := range m.rules {
		if keep(r) {
			keys = append(keys, key)
		}
	}
	slices.SortFunc(keys, compareRules)
	return keys
}

func (m *Miner) decide(bucket int64) {
	limits := m.limits()
	heard := map[ruleKey]struct{}{}
	for _, name := range m.names.names {
		for _, f := range m.intents[name].found.strong {
			heard[f.key] = struct{}{}
			m.settle(bucket, f, f.logE >= limits[f.key.family()].threshold)
		}
	}
	for _, key := range m.ruleKeys(func(r *rule) bool { return r.state.Live() }) {
		if _, ok := heard[key]; !ok {
			m.rules[key].retract(bucket, expired)
		}
	}
}

// settle gives a hypothesis its state.
func (m *Miner) settle(bucket int64, f finding, confirmed bool) {
	r := m.rules[f.key]
	if r == nil {
		if !confirmed {
			return
		}
		r = &rule{first: bucket, looks: m.rising[f.key]}
		delete(m.rising, f.key)
		m.rules[f.key] = r
	}
	now := decide.Next(r.state, confirmed, f.logE, m.p.AlphaKeep)
	switch {
	case now == decide.Retracted && r.state.Live():
		r.retract(bucket, expired)
		return
	case now.Live() && !r.state.Live():
		r.detector = decide.Watch(float64(f.key.direction) * f.figures.effect)
	}
	if now != r.state {
		r.state, r.reason, r.changed = now, "", bucket
	}
	if now.Live() {
		r.figures = f.figures
	}
}

func (r *rule) retract(bucket int64, reason string) {
	r.state, r.reason, r.changed = decide.Retracted, reason, bucket
}
