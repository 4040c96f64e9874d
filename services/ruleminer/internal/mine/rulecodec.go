package mine

import "github.com/gpa-stream/gpa/services/ruleminer/internal/decide"

func (k ruleKey) write(w *writer) {
	for _, s := range []string{k.kind, k.dimension, k.group, k.versus, k.intent, k.aspect} {
		w.text(s)
	}
	w.varint(int64(k.direction))
	w.length(k.channel)
}

func readRuleKey(r *reader) ruleKey {
	k := ruleKey{
		kind: r.text(), dimension: r.text(), group: r.text(), versus: r.text(), intent: r.text(), aspect: r.text(),
	}
	k.direction = int(r.varint())
	channel := r.uvarint()
	if channel >= channels || (k.direction != 1 && k.direction != -1) {
		r.fail("a rule of no channel or direction")
		return ruleKey{}
	}
	k.channel = int(channel)
	return k
}

func (r *rule) write(w *writer) {
	w.uvarint(uint64(r.state))
	w.text(r.reason)
	w.varint(r.first)
	w.varint(r.changed)
	w.flag(r.blocked)
	w.varint(r.blockedAt)
	w.float(r.detector.R)
	w.float(r.detector.Ref)
	f := r.figures
	w.floats([]float64{f.effect, f.low, f.high, f.logE, f.group, f.versus})
	w.varints([]int64{f.observations, f.with, f.users, f.conversations})
	r.looks.write(w)
}

func readRule(r *reader) *rule {
	state := r.uvarint()
	if state > uint64(decide.Retracted) {
		r.fail("a rule of no state")
		return nil
	}
	got := &rule{
		state: decide.State(state), reason: r.text(), first: r.varint(), changed: r.varint(),
		blocked: r.flag(), blockedAt: r.varint(),
		detector: decide.Detector{R: r.float(), Ref: r.float()},
	}
	f := &got.figures
	for _, to := range []*float64{&f.effect, &f.low, &f.high, &f.logE, &f.group, &f.versus} {
		*to = r.float()
	}
	for _, to := range []*int64{&f.observations, &f.with, &f.users, &f.conversations} {
		*to = r.varint()
	}
	got.looks = readHistory(r)
	return got
}
