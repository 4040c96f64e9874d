package mine

// A Defect is what a reaction calls wrong with an answer other than its style.
type Defect uint8

// Defects. A correction is one of facts unless it states a wish: then it is about form, a judgement like others.
const (
	NoDefect Defect = iota
	ErrorReport
	Correction
	Refusal
	defects
)

// defect is what an observation counts as: only dissatisfaction reports one.
func (o *Observation) defect(wishes int32) Defect {
	if o.Label != DSAT || o.Defect >= defects || (o.Defect == Correction && wishes > 0) {
		return NoDefect
	}
	return o.Defect
}

// quality counts the judged answers to a group and intent that were kept, and those of them that users called
// defective. They are shown, and never become a rule: who meets more errors does not want another style.
type quality struct {
	judged  int64
	defects [defects]int64
	// users who judged.
	users userSet
}

func (q *quality) count(defect Defect, user uint16) {
	q.judged++
	q.users.add(user)
	if defect != NoDefect {
		q.defects[defect]++
	}
}

// reported are the answers that were called defective.
func (q *quality) reported() int64 {
	n := int64(0)
	for _, d := range q.defects[ErrorReport:] {
		n += d
	}
	return n
}

func (q *quality) add(o *quality) {
	q.judged += o.judged
	for i, n := range o.defects {
		q.defects[i] += n
	}
	q.users.unite(&o.users)
}

func (q *quality) write(w *writer) {
	w.varint(q.judged)
	if q.judged == 0 {
		return
	}
	w.varints(q.defects[ErrorReport:])
	q.users.write(w)
}

func (q *quality) read(r *reader) {
	if q.judged = r.varint(); q.judged == 0 {
		return
	}
	for i := ErrorReport; i < defects; i++ {
		q.defects[i] = r.varint()
	}
	q.users.read(r)
}
