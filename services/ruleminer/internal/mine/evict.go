package mine

import "strings"

// pins are names that the dictionary always admits.
type pins map[string]struct{}

// pins reads Pin.
func (p Params) pins() pins {
	if p.Pin == "" {
		return nil
	}
	set := pins{}
	for name := range strings.SplitSeq(p.Pin, "+") {
		if name = strings.TrimSpace(name); name != "" {
			set[name] = struct{}{}
		}
	}
	return set
}

func (p pins) has(name string) bool {
	_, ok := p[name]
	return ok
}

// compare puts pinned names first.
func (p pins) compare(a, b string) int {
	switch {
	case p.has(a) == p.has(b):
		return 0
	case p.has(a):
		return -1
	}
	return 1
}

// awaited is how many places are kept free for pinned names that have not come yet: a quarter of all at most, since a
// pinned aspect is no intent.
func (v *vocabulary) awaited() int {
	n := 0
	for name := range v.pinned {
		if v.number(name) < 0 {
			n++
		}
	}
	return min(n, v.limit/4)
}

// eviction is a name that the dictionary left out when the epoch began with that bucket.
type eviction struct {
	bucket             int64
	kind, within, name string
	support            int64
}

// mostEvictions bounds what is remembered of them.
const mostEvictions = 256

// evict lets a dictionary choose, remembers what it drops, and returns where the names stood before.
func (m *Miner) evict(start int64, v *vocabulary, kind, within string) (from []int) {
	from, dropped := v.choose()
	for _, name := range dropped {
		m.evicted = append(m.evicted, eviction{start, kind, within, name, v.support[name]})
	}
	m.evicted = m.evicted[max(0, len(m.evicted)-mostEvictions):]
	return from
}

func (e eviction) write(w *writer) {
	w.varint(e.bucket)
	w.text(e.kind)
	w.text(e.within)
	w.text(e.name)
	w.varint(e.support)
}

func readEviction(r *reader) eviction {
	return eviction{bucket: r.varint(), kind: r.text(), within: r.text(), name: r.text(), support: r.varint()}
}

// aliases are the aspects that either group's answers do not tell apart from a rule's.
func (m *Miner) aliases(s subject) []string {
	if s.key.channel != revealed {
		return nil
	}
	same := map[int]struct{}{}
	for _, w := range []*windows{s.a, s.b} {
		if w == nil {
			continue
		}
		for _, other := range w[longOld].aspects.Aliases(s.aspect, int64(m.p.MinArm)) {
			same[other] = struct{}{}
		}
	}
	var names []string
	for aspect, name := range m.intents[s.key.intent].columns(revealed) {
		if _, ok := same[aspect]; ok {
			names = append(names, name)
		}
	}
	return names
}
