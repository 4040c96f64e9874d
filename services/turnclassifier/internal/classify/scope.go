package classify

import (
	"github.com/gpa-stream/gpa/services/turnclassifier/internal/lexicon"
	"github.com/gpa-stream/gpa/services/turnclassifier/internal/tokens"
)

// scope says what surrounds a phrase and may turn its meaning.
type scope uint8

const (
	quoted   scope = 1 << iota // in quotation marks, code, or a quoted line
	negated                    // a negation stands shortly before it
	foreign                    // the clause is about somebody else
	supposed                   // the clause supposes something
	ordered                    // the clause asks for a text that holds it
)

// reach is how many tokens a negation reaches forward.
const reach = 3

var (
	idNegator = words.ID("negator")
	idThird   = words.ID("third")
	idHypo    = words.ID("hypo")
	idBut     = words.ID("but")
	idTask    = words.ID("task")
)

// scopes looks around each phrase, and fills hits.
func scopes(t *turn, found []lexicon.Hit, hits []hit) []hit {
	for i, h := range found {
		s := scope(0)
		if t.quoted[h.From] {
			s |= quoted
		}
		if h.Concept != idNegator && h.Concept != idThird && h.Concept != idHypo && h.Concept != idBut {
			s |= around(t, found, i)
		}
		hits[i] = hit{h, s}
	}
	return hits
}

func around(t *turn, found []lexicon.Hit, at int) scope {
	h := found[at]
	s := scope(0)
	start := h.From
	for start > 0 && t.clause[start-1] == t.clause[h.From] {
		start--
	}
	for i := at - 1; i >= 0; i-- {
		o := found[i]
		if t.clause[o.From] != t.clause[h.From] {
			break
		}
		if o.To > h.From {
			continue
		}
		switch o.Concept {
		case idNegator:
			if h.From-o.To < reach {
				s |= negated
			}
		case idThird:
			s |= foreign
		case idHypo:
			s |= supposed
		case idTask:
			// A request opens its clause, perhaps behind a word or two ("and now write…").
			if p := poleOf[h.Concept]; o.From-start <= 2 && (p == good || p == blame) {
				s |= ordered
			}
		}
	}
	return s
}

// quotes marks the tokens that somebody else said, or that are code.
func quotes(ts []tokens.Token, in []bool) []bool {
	for i := 0; i < len(ts); i++ {
		switch ts[i].Text {
		case "\"", "`", "'":
			end := closing(ts, i)
			for k := i; k <= end; k++ {
				in[k] = true
			}
			i = max(i, end)
		case ">":
			if !ts[i].Line {
				continue
			}
			in[i] = true
			for i+1 < len(ts) && !ts[i+1].Line {
				i++
				in[i] = true
			}
		}
	}
	return in
}

// longestQuote is how many tokens a quotation holds at most; beyond it the mark is taken for something else.
const longestQuote = 400

// closing is the place of the mark that closes the one at i, or i-1 when none does.
func closing(ts []tokens.Token, i int) int {
	most := longestQuote
	if ts[i].Text == "'" {
		most = 20
	}
	fence := i+2 < len(ts) && ts[i].Text == "`" && ts[i+1].Text == "`" && ts[i+2].Text == "`"
	if fence {
		for k := i + 3; k+2 < len(ts); k++ {
			if ts[k].Text == "`" && ts[k+1].Text == "`" && ts[k+2].Text == "`" {
				return k + 2
			}
		}
		return len(ts) - 1
	}
	for k := i + 1; k < len(ts) && k-i <= most; k++ {
		if ts[k].Text == ts[i].Text {
			return k
		}
	}
	return i - 1
}

// clauses numbers the clauses of a turn. A comma ends one of three words or more; "but" begins one; a colon ends one
// unless the turn holds a message of a program.
func (m *memory) clauses(ts []tokens.Token, found []lexicon.Hit, message bool) []int {
	begins := m.bools.take(len(ts))
	for _, h := range found {
		if h.Concept == idBut {
			begins[h.From] = true
		}
	}
	numbers := m.ints.take(len(ts))
	n, size := 0, 0
	for i := range ts {
		t := &ts[i]
		if size > 0 && (t.Line || begins[i]) {
			n, size = n+1, 0
		}
		numbers[i] = n
		if t.Kind != tokens.Mark {
			size++
			continue
		}
		switch t.Text {
		case ".", "!", "?", ";", ":", "~":
			if message && t.Text == ":" {
				continue
			}
			// A mark inside a number or a name ("3.5", "main.go") ends nothing.
			if size > 0 && (i+1 == len(ts) || ts[i+1].From > t.To || ts[i+1].Kind == tokens.Han) {
				n, size = n+1, 0
			}
		case ",", "-", "–", "—":
			if size >= 3 {
				n, size = n+1, 0
			}
		}
	}
	return numbers
}
