package wish

import "github.com/gpa-stream/gpa/services/attrextractor/internal/measure/phrase"

// farthest is how many words may stand between the verb that asks and a form of answering that closes what it asks for.
const farthest = 30

// inPassing says that a cue tells how an answer is to be given, at the end of a request for something: "explain closures
// in simple terms", "compare them in a table", "what is a monad, with examples".
func (r *reading) inPassing(c mark, cl *clause) bool {
	allowed := passable[c.aspect]
	lead, ok := r.leadOf(c, cl)
	if !ok || allowed == 0 || !r.closes(c, cl) {
		return false
	}
	first := r.words[lead].Text
	if lead > cl.from && partners[r.words[lead-1].Text] && (allowed&loosely == 0 || !shaping[first]) {
		return false
	}
	verb, kind := r.askedBy(cl, lead)
	if kind == 0 || kind&allowed == 0 || lead-verb > farthest {
		return false
	}
	if (first == "for" || first == "to") && !explaining[r.words[verb].Text] {
		return false
	}
	for i := verb + 1; i < lead; i++ {
		w := r.words[i].Text
		switch {
		case tellers[w] || w == "that" && i > verb+1:
			return false
		case allowed&loosely == 0 && (artefacts[w] || w == "how" && kind != making):
			return false
		}
	}
	return true
}

// ofArtefact says that what is said between two places tells what a program or the like does: "a query that finds".
func (r *reading) ofArtefact(from, to int) bool {
	seen := false
	for i := from; i < to; i++ {
		w := r.words[i].Text
		if seen && (w == "that" || w == "which" || w == "to") {
			return true
		}
		seen = seen || artefacts[w]
	}
	return false
}

// leadOf is the place of the word that leads to a form of answering: the "in" of "in simple terms", the "with" of
// "with a few examples".
func (r *reading) leadOf(c mark, cl *clause) (int, bool) {
	if c.kind == said {
		return c.from, leads[r.words[c.from].Text]
	}
	if c.kind != thing {
		return 0, false
	}
	if r.words[c.from].Text == "step" {
		return c.from, true
	}
	with := r.withBefore(c.from, cl)
	if with < 0 {
		return 0, false
	}
	shape := shaping[r.words[with].Text]
	return with, c.aspect == "structure" || shape == (c.aspect == "table")
}

// closes says that nothing follows a form of answering in its clause, or more of the same.
func (r *reading) closes(c mark, cl *clause) bool {
	if r.plainWords(c.to, cl.to) || r.words[c.from].Text == "citing" {
		return true
	}
	next := r.words[c.to].Text
	return joiners[next] || withs[next] || topics[next] && r.refers(c.to+1, min(c.to+4, len(r.words)))
}

// askedBy is the verb or question word with which the words before lead ask for an answer, in the clause or in those of
// the sentence that it goes on, and what may be asked for so; 0 when nothing asks.
func (r *reading) askedBy(cl *clause, lead int) (int, asker) {
	for n := r.clauseOf[cl.from]; n >= cl.sentence; n-- {
		from := r.clauses[n].from
		if at, kind := r.opener(from, min(lead, r.clauses[n].to)); kind != 0 {
			return at, kind
		}
		if w := r.words[from]; w.Gap == phrase.Space && w.Text != "and" && w.Text != "or" && !sums[w.Text] {
			return 0, 0
		}
	}
	return 0, 0
}

// opener is the verb or question word that the words from from on begin with, behind what makes it polite.
func (r *reading) opener(from, to int) (int, asker) {
	for i := from; i < to; i++ {
		w := r.words[i].Text
		switch {
		case makings[w]:
			return i, making
		case answerings[w]:
			return i, answering
		case questions[w] && i+2 < to && auxiliaries[r.words[i+1].Text] && !speakers[r.words[i+2].Text]:
			return i, question
		case !r.framed[i] && !r.lex.fillers[w] && !joiners[w] && !addressed[w]:
			return 0, 0
		}
	}
	return 0, 0
}

// An asker is a way of asking; several make a set.
type asker uint8

const (
	// answering verbs ask for an answer: "explain".
	answering asker = 1 << iota
	// making verbs ask for a text: "write".
	making
	// question is one with a question word.
	question
	// loosely is no way of asking: it marks aspects of which nothing else is spoken in the words that name them.
	loosely
)

// passable says of aspects by what they may be asked for in passing; of the others much else is spoken in those words.
var passable = map[string]asker{
	"length": answering | making | question | loosely, "technical_depth": answering | making | question | loosely,
	"step_by_step": answering | making | question | loosely, "example": answering | making | question | loosely,
	"analogy": answering | making | question | loosely, "explains_why": answering | making | question | loosely,
	"sources": answering | making, "structure": answering | making, "table": answering | making, "definitions": answering | making,
	"summary": answering | making, "formality": answering | making, "humour": answering | making, "emoji": answering | making,
	"code_share": answering, "warmth": answering | making, "directness": answering, "verification": making, "edge_cases": making,
}
