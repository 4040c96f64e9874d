package mine

import (
	"fmt"
	"maps"
	"slices"
)

const stateVersion = 3

// MarshalBinary is a function of the state: equal states have equal bytes.
func (m *Miner) MarshalBinary() ([]byte, error) {
	w := writer{b: make([]byte, 0, m.encoded+m.encoded/8)}
	w.uvarint(stateVersion)
	w.varints([]int64{m.p.Bucket, m.p.EpochBuckets, m.p.LongFactor})
	w.flag(m.started)
	c := m.counts
	w.varints([]int64{
		m.last, m.firstEpoch, m.cut, c.Exchanges, c.SAT, c.Neutral, c.DSAT, c.Kept, c.Capped, c.Unused,
	})
	m.dimensions.write(&w)
	w.length(len(m.groups))
	for _, dimension := range slices.Sorted(maps.Keys(m.groups)) {
		w.text(dimension)
		m.groups[dimension].write(&w)
	}
	m.names.write(&w)
	for _, name := range m.names.names {
		if err := m.intents[name].write(&w); err != nil {
			return nil, fmt.Errorf("encode intent %s: %w", name, err)
		}
	}
	w.length(len(m.waiting))
	for _, name := range slices.Sorted(maps.Keys(m.waiting)) {
		w.text(name)
		for _, words := range m.waiting[name].words {
			words.write(&w)
		}
	}
	seen := m.seenKeys()
	w.length(len(seen))
	for _, key := range seen {
		w.text(key.dimension)
		w.text(key.group)
		w.text(key.intent)
	}
	rules := m.ruleKeys(func(*rule) bool { return true })
	w.length(len(rules))
	for _, key := range rules {
		key.write(&w)
		m.rules[key].write(&w)
	}
	w.length(len(m.evicted))
	for _, e := range m.evicted {
		e.write(&w)
	}
	rising := slices.SortedFunc(maps.Keys(m.rising), compareRules)
	w.length(len(rising))
	for _, key := range rising {
		key.write(&w)
		m.rising[key].write(&w)
	}
	m.encoded = len(w.b)
	return w.b, nil
}

// UnmarshalBinary restores a state made with the same parameters; what follows is the same to the last bit. No bytes at
// all are the state of a new miner.
func (m *Miner) UnmarshalBinary(b []byte) error {
	got := NewMiner(m.p)
	got.encoded = len(b)
	if len(b) > 0 {
		r := reader{b: b}
		got.read(&r)
		if err := r.end(); err != nil {
			return fmt.Errorf("decode miner state: %w", err)
		}
	}
	*m = *got
	return nil
}

func (m *Miner) read(r *reader) {
	r.version(stateVersion)
	for _, f := range []struct {
		name string
		want int64
	}{{"bucket", m.p.Bucket}, {"EpochBuckets", m.p.EpochBuckets}, {"LongFactor", m.p.LongFactor}} {
		if got := r.varint(); r.err == nil && got != f.want {
			r.fail(fmt.Sprintf("it was made with another %s: %d, not %d", f.name, got, f.want))
		}
	}
	m.started = r.flag()
	c := &m.counts
	for _, to := range []*int64{
		&m.last, &m.firstEpoch, &m.cut,
		&c.Exchanges, &c.SAT, &c.Neutral, &c.DSAT, &c.Kept, &c.Capped, &c.Unused,
	} {
		*to = r.varint()
	}
	m.dimensions.read(r)
	for range r.length(3) {
		dimension, groups := r.text(), newVocabulary(m.p.MaxGroups, m.p.pins())
		groups.read(r)
		m.groups[dimension] = groups
	}
	m.names.read(r)
	for _, name := range m.names.names {
		m.intents[name] = newIntent(name, m.p)
		m.intents[name].read(r)
	}
	for range r.length(5) {
		in := newIntent(r.text(), m.p)
		for _, words := range in.words {
			words.read(r)
		}
		m.waiting[in.name] = in
	}
	for range r.length(3) {
		m.seen[groupKey{dimension: r.text(), group: r.text(), intent: r.text()}] = struct{}{}
	}
	for range r.length(8) {
		key := readRuleKey(r)
		m.rules[key] = readRule(r)
	}
	for range r.length(5) {
		m.evicted = append(m.evicted, readEviction(r))
	}
	for range r.length(9) {
		key := readRuleKey(r)
		m.rising[key] = readHistory(r)
	}
}

func (v *vocabulary) write(w *writer) {
	w.length(len(v.names))
	for _, name := range v.names {
		w.text(name)
	}
	w.length(len(v.support))
	for _, name := range slices.Sorted(maps.Keys(v.support)) {
		w.text(name)
		w.varint(v.support[name])
	}
}

func (v *vocabulary) read(r *reader) {
	for range r.length(1) {
		name := r.text()
		if v.number(name) >= 0 || len(v.names) == v.limit {
			r.fail("a dictionary with a name twice, or with more names than it may hold")
			return
		}
		v.admit(name)
	}
	for range r.length(2) {
		name := r.text()
		v.support[name] = r.varint()
	}
}
