package wish

import "github.com/gpa-stream/gpa/services/attrextractor/internal/measure/phrase"

// somebodys says that something of somebody is spoken of between two places: "my essay", but not "my boss says".
func (r *reading) somebodys(from, to int) bool {
	from = r.reported(from, to)
	for i := from; i < to; i++ {
		if owners[r.words[i].Text] {
			return true
		}
	}
	return false
}

// blamesAnswer says that a complaint is about the answer: by itself, or with it as the subject.
func (r *reading) blamesAnswer(c mark, cl *clause) bool {
	if c.to < cl.to && notBlame[r.words[c.to].Text] {
		return false
	}
	return r.blames(cl.from, c.from)
}

// reported is where what somebody says begins, between two places; from when nobody is reported.
func (r *reading) reported(from, to int) int {
	for i := to - 1; i > from; i-- {
		if reporters[r.words[i].Text] {
			return i + 1
		}
	}
	return from
}

// blames says that the words before a complaint name the answer, or nothing.
func (r *reading) blames(from, to int) bool {
	from = r.reported(from, to)
	if r.somebodys(from, to) {
		return false
	}
	if from == to || r.words[to-1].Shape&phrase.Ideograph != 0 {
		return true
	}
	for i := to - 1; i >= from; i-- {
		w := r.words[i].Text
		if r.lex.answers[w] || r.lex.subjects[w] {
			return true
		}
		if !r.lex.fillers[w] && !r.lex.copulas[w] && !r.lex.havings[w] && !joiners[w] && !r.framed[i] {
			return r.lex.answers[r.words[min(from+1, i)].Text] && pointers[r.words[from].Text]
		}
	}
	return true
}
