package wish

// A finding is a wish in words: from to to-1 carry it.
type finding struct {
	aspect     string
	direction  int
	confidence float64
	from, to   int
}

// findings lists the wishes of a turn, in order.
func (r *reading) findings() []finding {
	r.suppose()
	var out []finding
	for _, c := range r.cues {
		cl := &r.clauses[r.clauseOf[c.from]]
		if c.kind == nothing || r.clauses[cl.sentence].blocked || r.elsewhere(c, cl) {
			continue
		}
		f := finding{aspect: c.aspect, direction: c.direction, confidence: c.confidence, from: c.from, to: c.to}
		ok := false
		switch c.kind {
		case said:
			ok = r.judgeSaid(c, cl, &f)
		case complaint:
			ok = r.judgeComplaint(c, cl, &f)
		case change:
			ok = r.judgeChange(c, cl, &f)
		case thing:
			ok = r.judgeThing(c, cl, &f)
		case quality:
			ok = r.judgeQuality(c, cl, &f)
		case limit:
			ok = r.judgeLimit(c, cl, &f)
		default: // surroundings are no cues
		}
		if ok {
			cl.granted = true
			out = append(out, f)
		}
	}
	return out
}

// suppose blocks the sentences whose complaint is only supposed: "if it is too long, cut it".
func (r *reading) suppose() {
	for _, c := range r.cues {
		cl := &r.clauses[r.clauseOf[c.from]]
		if m, ok := cl.first(maybe); ok && c.kind == complaint && m.from < c.from {
			r.clauses[cl.sentence].blocked = true
		}
	}
}

// elsewhere says that the clause is not about the answer: about the user's own doing, other people, a new task.
func (r *reading) elsewhere(c mark, cl *clause) bool {
	if _, ok := cl.first(others); ok {
		return true
	}
	if m, ok := cl.first(maybe); ok && m.from <= c.from {
		return true
	}
	passing := r.inPassing(c, cl)
	if m, ok := cl.first(own); ok && m.from <= c.from && !c.overlaps(m) && !passing {
		return true
	}
	for _, f := range cl.frames {
		if passing || f.from > c.from || c.overlaps(f) {
			continue
		}
		if f.kind == task && !r.refers(f.to, cl.to) {
			return true
		}
		if f.kind == order && c.kind != said && c.kind != limit && !r.near(f.to, c.from, 2) && !r.plainWords(f.to, c.from) && !r.refers(f.to, cl.to) {
			return true
		}
	}
	return false
}

// passed is the confidence in wishes stated in passing.
const passed = 0.75

// Cues fainter than faint count only in turns of so few words: "why?".
const (
	faint    = 0.65
	fewWords = 6
)

func (r *reading) judgeSaid(c mark, cl *clause, f *finding) bool {
	if m, ok := cl.first(praise); ok && m.from < c.from || r.newObject(c, cl) {
		return false
	}
	if !r.spoken(cl.from, c.from) || passable[c.aspect]&loosely == 0 && leads[r.words[c.from].Text] && r.ofArtefact(cl.from, c.from) {
		f.confidence = passed
		return r.inPassing(c, cl)
	}
	if c.final && !r.ends(c, cl) || c.confidence < faint && len(r.words) > fewWords {
		return false
	}
	if m, ok := cl.turned(c.from, 2, negation, removal); ok {
		if c.direction < 0 {
			return false
		}
		f.direction, f.confidence, f.from = -1, 0.75, m.from
	}
	return true
}

func (r *reading) judgeComplaint(c mark, cl *clause, f *finding) bool {
	if m, ok := cl.turned(c.from, 3, negation); ok {
		if _, asked := cl.first(request); asked {
			return r.asking(f, m, 0.8)
		}
		if b, ok := cl.before(c.from, being, verb, manner); ok && b.from >= m.from {
			return r.asking(f, m, 0.8)
		}
		return false
	}
	return r.blamesAnswer(c, cl)
}

// asking makes a finding of a request that begins with that frame.
func (r *reading) asking(f *finding, begin mark, confidence float64) bool {
	f.confidence = confidence
	if begin.kind != request || begin.size() > 1 { // a mere "please" carries nothing
		f.from = begin.from
	}
	return true
}

func (r *reading) judgeChange(c mark, cl *clause, f *finding) bool {
	if m, ok := cl.first(praise); ok && m.from < c.from {
		return false
	}
	if _, ok := cl.turned(c.from, 4, negation, removal); ok {
		return false
	}
	if r.aboutTopic(c) || r.somebodys(cl.from, c.from) {
		return false
	}
	if m, ok := cl.before(c.from, ought); ok && r.plainWords(m.to, c.from) {
		return r.blames(cl.from, m.from) && r.asking(f, m, c.confidence)
	}
	if m, ok := cl.before(c.from, request, being, verb, manner, asking); ok && r.plainWords(m.to, c.from) && r.opens(m, cl) {
		return r.asking(f, m, c.confidence)
	}
	return r.bare(c, cl, f)
}

func (r *reading) judgeThing(c mark, cl *clause, f *finding) bool {
	if r.aboutTopic(c) || r.compound(c, cl) {
		return false
	}
	if m, ok := cl.before(c.from, removal); ok && r.determined(m.to, c.from) {
		f.direction = -c.direction
		return r.asking(f, m, 0.85)
	}
	if m, ok := cl.first(praise); ok && m.from < c.from {
		return false
	}
	if _, ok := cl.turned(c.from, 5, negation); ok {
		return false
	}
	if m, ok := cl.before(c.from, excess, lack); ok && r.determined(m.to, c.from) {
		if m.kind == excess {
			f.direction = -c.direction
		}
		return r.blames(cl.from, m.from) && r.asking(f, m, 0.9)
	}
	if r.pointedAt(c.from, cl) {
		return false
	}
	if m, ok := cl.before(c.from, growth, shrink); ok && r.determined(m.to, c.from) {
		if m.kind == shrink {
			f.direction = -c.direction
		}
		f.from = m.from
		return r.judgeChange(mark{c.tag, m.from, c.to}, cl, f)
	}
	if m, ok := cl.before(c.from, verb, order, request, being, manner); ok && r.determined(m.to, c.from) && r.opens(m, cl) {
		return r.asking(f, m, c.confidence)
	}
	if m, ok := cl.before(c.from, asking); ok && r.determined(m.to, c.from) && r.opens(m, cl) {
		return r.asking(f, m, 0.75)
	}
	if with := r.withBefore(c.from, cl); with >= 0 && r.ends(c, cl) {
		if m, ok := cl.before(with, manner, verb, request, being); ok && r.plainWords(m.to, with) && r.opens(m, cl) {
			return r.asking(f, m, c.confidence)
		}
	}
	if with, ok := r.leadOf(c, cl); ok && r.inPassing(c, cl) {
		f.from, f.confidence = with, passed
		return true
	}
	return r.bare(c, cl, f)
}

func (r *reading) judgeQuality(c mark, cl *clause, f *finding) bool {
	if m, ok := cl.first(praise); ok && m.from < c.from {
		return false
	}
	noun := r.noun(c.to, cl)
	named := noun > c.to
	if m, ok := cl.before(c.from, removal); ok && named && r.plainWords(m.to, c.from) {
		f.direction, f.to = -c.direction, noun
		return r.asking(f, m, 0.85)
	}
	if r.somebodys(cl.from, c.from) || r.aboutTopic(mark{from: c.from, to: max(noun, min(c.to+1, cl.to))}) {
		return false
	}
	lead, ok := cl.before(c.from, being)
	if ok && r.plainWords(lead.to, c.from) && r.opens(lead, cl) {
		if n, neg := cl.before(lead.from, negation); neg && r.near(n.to, lead.from, 1) {
			f.direction = -c.direction
			return r.asking(f, n, 0.8)
		}
		return r.asking(f, lead, c.confidence)
	}
	if m, ok := cl.before(c.from, ought); ok && r.plainWords(m.to, c.from) {
		return r.blames(cl.from, m.from) && r.asking(f, m, 0.8)
	}
	if _, neg := cl.turned(c.from, 4, negation); neg {
		return false
	}
	if named {
		f.to = noun
		if m, ok := cl.before(c.from, request, verb, order, manner); ok && r.plainWords(m.to, c.from) && r.opens(m, cl) {
			return r.asking(f, m, 0.8)
		}
	}
	_, polite := cl.first(request)
	if named || polite || r.follows(cl) {
		return r.bare(c, cl, f)
	}
	return false
}
