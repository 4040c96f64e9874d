package wish

import "github.com/gpa-stream/gpa/services/attrextractor/internal/measure/phrase"

// near says that at most so many words stand between two places, all in one clause.
func (r *reading) near(from, to, most int) bool { return to >= from && to-from <= most }

// plainWords says that only words that carry nothing stand between two places.
func (r *reading) plainWords(from, to int) bool {
	for i := from; i < to; i++ {
		w := r.words[i].Text
		if !r.lex.fillers[w] && !r.lex.answers[w] && !r.lex.subjects[w] && !r.lex.copulas[w] && !ordinals[w] && !r.framed[i] {
			return false
		}
	}
	return true
}

// opens says that a frame asks where it stands: a verb counts at the beginning of its clause or behind a request.
func (r *reading) opens(m mark, cl *clause) bool {
	if m.kind == request {
		return true
	}
	return r.plainAsk(cl.from, m.from)
}

// plainAsk says that only fillers and requests stand between two places.
func (r *reading) plainAsk(from, to int) bool {
	asked := false
	for i := from; i < to; i++ {
		w := r.words[i].Text
		framed := r.framed[i]
		asked = asked || framed
		if !framed && !r.lex.fillers[w] && !joiners[w] && (!asked || !addressed[w]) {
			return false
		}
	}
	return true
}

// determined says that nothing but articles and the like stands between a frame and a thing.
func (r *reading) determined(from, to int) bool {
	if to-from > 3 {
		return false
	}
	for i := from; i < to; i++ {
		if !determiners[r.words[i].Text] {
			return false
		}
	}
	return true
}

// withBefore is the place of "with", "as" or "in" before the articles in front of a thing; -1 when there is none.
func (r *reading) withBefore(thing int, cl *clause) int {
	for i := thing - 1; i >= cl.from && i >= thing-3; i-- {
		if withs[r.words[i].Text] {
			return i
		}
		if !determiners[r.words[i].Text] {
			return -1
		}
	}
	return -1
}

// pointedAt says that a thing is one that is there already: "this table", "your example", "the code", unless asked for
// right before: "give me the steps".
func (r *reading) pointedAt(thing int, cl *clause) bool {
	if thing == cl.from {
		return false
	}
	if !pointers[r.words[thing-1].Text] {
		return false
	}
	if articles[r.words[thing-1].Text] {
		for _, f := range cl.frames {
			if (f.kind == verb || f.kind == asking || f.kind == removal) && f.to >= thing-1 && f.from < thing {
				return false
			}
		}
	}
	return true
}

// bare says that a cue makes up its clause: "shorter please", "an example?", and that the sentence is no long list.
func (r *reading) bare(c mark, cl *clause, f *finding) bool {
	after := c.to
	if after+2 <= cl.to && r.words[after].Text == "in" {
		after += 2 // an example in Java
	}
	if !r.plainAsk(cl.from, c.from) || !r.plainWords(after, cl.to) {
		return false
	}
	if !r.follows(cl) && (r.sentenceWords(cl) > 9 || len(r.words) > shortTurn || r.joined(cl)) {
		return false
	}
	f.confidence -= 0.1
	return true
}

// shortTurn is the number of words up to which a turn is a mere reaction: in longer ones bare nouns are headings.
const shortTurn = 40

// joined says that a clause is tied to the one before by a word such as "and".
func (r *reading) joined(cl *clause) bool {
	return r.words[cl.from].Gap != phrase.Stop && joiners[r.words[cl.from].Text] && r.words[cl.from].Text != "but"
}

// follows says that the clause before, in the same sentence, stated a wish.
func (r *reading) follows(cl *clause) bool {
	n := r.clauseOf[cl.from]
	return n > cl.sentence && r.clauses[n-1].granted
}

// sentenceWords counts the words of the sentence that the clause is in.
func (r *reading) sentenceWords(cl *clause) int {
	end := len(r.words)
	for _, next := range r.clauses[r.clauseOf[cl.from]:] {
		if next.sentence != cl.sentence {
			end = next.from
			break
		}
	}
	return end - r.clauses[cl.sentence].from
}

// aboutTopic says that what follows a cue names a subject of its own: "an example of a mammal", not "of that".
func (r *reading) aboutTopic(c mark) bool {
	if c.to >= len(r.words) || r.words[c.to].Gap != phrase.Space || !topics[r.words[c.to].Text] {
		return false
	}
	if c.to+1 < len(r.words) && c.tag != nil && c.aspect == "example" && known[r.words[c.to+1].Text] {
		return false
	}
	return !r.refers(c.to+1, min(c.to+5, len(r.words)))
}

// refers says that some word between two places, in one sentence, points back at the answer.
func (r *reading) refers(from, to int) bool {
	for i := from; i < to; i++ {
		if i > from && r.words[i].Gap == phrase.Stop {
			return false
		}
		if references[r.words[i].Text] {
			return true
		}
	}
	return false
}

// newObject says that a cue ending in "this" or "that" goes on to name a thing: "summarize this article".
func (r *reading) newObject(c mark, cl *clause) bool {
	if c.to >= cl.to || !demonstratives[r.words[c.to-1].Text] {
		return false
	}
	next := r.words[c.to].Text
	if r.lex.answers[next] {
		return r.aboutTopic(mark{to: c.to + 1})
	}
	return !r.lex.fillers[next] && !r.lex.copulas[next] && !r.lex.subjects[next] && !withs[next] && !joiners[next] && !r.framed[c.to]
}

// noun is the end of the noun for the answer behind an adjective, with more adjectives between: "long, detailed answers".
// It is word itself when there is none.
func (r *reading) noun(word int, cl *clause) int {
	end := word
	for _, c := range r.cues {
		if c.kind == quality && c.from == end {
			end = c.to
		}
	}
	if end < cl.to && r.lex.answers[r.words[end].Text] && !r.thingAt(end) {
		return end + 1
	}
	return word
}

// thingAt says that a thing is named at that word.
func (r *reading) thingAt(word int) bool {
	for _, c := range r.cues {
		if c.kind == thing && c.from == word {
			return true
		}
	}
	return false
}

// spoken says that the words before a wish are those of somebody who speaks to the assistant, not a tale about others.
func (r *reading) spoken(from, to int) bool {
	if cl := &r.clauses[r.clauseOf[from]]; r.refers(from, to) {
		if m, ok := cl.before(to, request, manner); ok && r.opens(m, cl) {
			return true
		}
	}
	for i := r.reported(from, to); i < to; i++ {
		if !voices[r.words[i].Text] && !r.plainWords(i, i+1) && !joiners[r.words[i].Text] {
			return false
		}
	}
	return true
}

// ends says that nothing of weight follows a cue in its clause, or a word or two about the answer.
func (r *reading) ends(c mark, cl *clause) bool {
	if r.plainWords(c.to, cl.to) {
		return true
	}
	return cl.to-c.to <= 4 && references[r.words[c.to].Text]
}

// compound says that a thing is only the first part of a name: "an example scenario".
func (r *reading) compound(c mark, cl *clause) bool {
	if c.to >= cl.to {
		return false
	}
	next := r.words[c.to].Text
	return !r.plainWords(c.to, c.to+1) && !withs[next] && !topics[next] && !joiners[next] && !behind[next] && !references[next]
}
