package mine

import "math"

// look is an e-value at the end of a bucket.
type look struct {
	bucket int64
	logE   float64
}

// history is the e-values of a hypothesis over time, evenly spread: when it grows too long every second look is
// forgotten, and from then on only every second of what comes is remembered. The first and the newest always stay.
type history struct {
	looks []look
	// every so many looks one is remembered, and since the last that was, so many have come; the newest stands behind it.
	every, since int
}

// mostLooks bounds a history, the newest look aside.
const mostLooks = 64

func (h history) add(l look) history {
	if h.since > 0 {
		h.looks[len(h.looks)-1] = l
	} else {
		h.looks = append(h.looks, l)
	}
	h.every = max(h.every, 1)
	h.since = (h.since + 1) % h.every
	if len(h.looks) <= mostLooks || h.since > 0 {
		return h
	}
	kept := h.looks[:0]
	for i := 0; i < len(h.looks); i += 2 {
		kept = append(kept, h.looks[i])
	}
	return history{looks: kept, every: 2 * h.every}
}

func (h history) write(w *writer) {
	w.length(len(h.looks))
	before := int64(0)
	for _, l := range h.looks {
		w.varint(l.bucket - before)
		w.float(l.logE)
		before = l.bucket
	}
	w.length(h.every)
	w.length(h.since)
}

func readHistory(r *reader) history {
	var h history
	bucket := int64(0)
	for range r.length(9) {
		bucket += r.varint()
		h.looks = append(h.looks, look{bucket: bucket, logE: r.float()})
	}
	every, since := r.uvarint(), r.uvarint()
	if len(h.looks) > mostLooks+1 || every > 1<<40 || since > every || (since > 0 && len(h.looks) == 0) {
		r.fail("a history that cannot be")
		return history{}
	}
	h.every, h.since = int(every), int(since)
	return h
}

// remember adds a look to the histories of rules, and of hypotheses that are on their way there, where evidence changed:
// in the intents that were flushed, or everywhere when an epoch began. What is no longer on its way is forgotten.
func (m *Miner) remember(bucket int64, flushed map[string]map[cellName]*generation, rotated bool) {
	changed := func(intent string) bool { return rotated || flushed[intent] != nil }
	now := map[ruleKey]float64{}
	for name, in := range m.intents {
		if !changed(name) {
			continue
		}
		for _, f := range in.found.strong {
			now[f.key] = f.logE
		}
	}
	for key, r := range m.rules {
		if changed(key.intent) {
			r.looks = r.looks.add(look{bucket, m.weighAnew(key, r)})
		}
		delete(now, key)
	}
	for key := range m.rising {
		if _, ok := now[key]; !ok && changed(key.intent) {
			delete(m.rising, key)
		}
	}
	for key, logE := range now {
		m.rising[key] = m.rising[key].add(look{bucket, logE})
	}
}

// weighAnew is the logarithm of a rule's e-value as it is now.
func (m *Miner) weighAnew(key ruleKey, r *rule) float64 {
	s, ok := m.subjectOf(key)
	if !ok {
		return math.Inf(-1)
	}
	views := s.views(m.p)
	logE, _ := m.p.weigh(&views, key.direction, r.blocked, r.blockedAt)
	return logE
}

// subjectOf finds what a rule is about; false when the dictionary or the windows hold it no more.
func (m *Miner) subjectOf(key ruleKey) (subject, bool) {
	in := m.intents[key.intent]
	if in == nil {
		return subject{}, false
	}
	s := subject{key: key, aspect: in.column(key.channel, key.aspect), a: in.cells[cellName{key.dimension, key.group}]}
	if s.aspect < 0 || s.a == nil {
		return subject{}, false
	}
	if key.kind == divergence {
		s.b = in.cells[cellName{key.dimension, key.versus}]
		return s, s.b != nil
	}
	return s, true
}
