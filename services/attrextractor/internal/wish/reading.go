package wish

import (
	"cmp"
	"slices"
	"sync"

	"github.com/gpa-stream/gpa/services/attrextractor/internal/measure/phrase"
)

// A mark is a phrase found and what it means: words from to to-1.
type mark struct {
	*tag
	from, to int
}

func (m mark) holds(o mark) bool    { return m.from <= o.from && o.to <= m.to }
func (m mark) overlaps(o mark) bool { return m.from < o.to && o.from < m.to }
func (m mark) size() int            { return m.to - m.from }

// A clause is a part of a sentence.
type clause struct {
	from, to int
	// sentence is the index of the sentence's first clause.
	sentence int
	// frames are the surroundings found in it.
	frames []mark
	// granted clauses state a wish; blocked, at the first clause, says that the sentence only supposes one.
	granted, blocked bool
}

// first is the first frame of a kind; ok is false when there is none.
func (c *clause) first(k kind) (mark, bool) {
	for _, f := range c.frames {
		if f.kind == k {
			return f, true
		}
	}
	return mark{}, false
}

// before is the last frame of those kinds that ends at or before that word.
func (c *clause) before(word int, kinds ...kind) (mark, bool) {
	for _, f := range slices.Backward(c.frames) {
		if f.to <= word && slices.Contains(kinds, f.kind) {
			return f, true
		}
	}
	return mark{}, false
}

// turned is the negation or removal that turns around what begins at word, at most so many words before it;
// its own words may reach into the cue: "don't show your reasoning".
func (c *clause) turned(word, most int, kinds ...kind) (mark, bool) {
	for _, f := range slices.Backward(c.frames) {
		if f.from < word && f.to+most >= word && slices.Contains(kinds, f.kind) {
			return f, true
		}
	}
	return mark{}, false
}

// A reading is one turn with its cues and clauses.
type reading struct {
	lex     *lexicon
	words   []phrase.Word
	cues    []mark
	clauses []clause
	// clauseOf is the clause of each word.
	clauseOf []int
	// framed says of each word whether it belongs to a frame that asks.
	framed []bool
}

// longTurn is the number of words from which a turn holds more than a reaction: then only its two ends are taken
// to be about the answer.
const longTurn = 80

// A memory is what reading a turn takes; the next reading uses it again.
type memory struct {
	words        []phrase.Word
	hits         []phrase.Hit
	cues, frames []mark
	reading      reading
	starts       []bool
}

// memories are those that nobody uses.
var memories = sync.Pool{New: func() any { return &memory{} }}

// read reads the words of a turn; what it gives holds until m reads again.
func (m *memory) read(words []phrase.Word) *reading {
	lex := tongues()
	m.hits = lex.find.Append(m.hits[:0], words)
	m.cues, m.frames = m.cues[:0], m.frames[:0]
	for _, h := range m.hits {
		x := mark{&lex.tags[h.ID], h.From, h.To}
		if x.kind <= nothing {
			m.cues = append(m.cues, x)
		} else {
			m.frames = append(m.frames, x)
		}
	}
	r, frames := &m.reading, m.frames
	*r = reading{lex: lex, words: words, cues: m.cues, clauses: r.clauses[:0], clauseOf: r.clauseOf, framed: r.framed}
	if len(r.cues) == 0 {
		return r
	}
	r.cues = slices.DeleteFunc(outermost(r.cues), func(c mark) bool {
		if len(words) > longTurn && c.from > longTurn/2 && len(words)-c.to > longTurn/2 {
			return true
		}
		return slices.ContainsFunc(frames, func(f mark) bool { return f.kind == request && f.holds(c) && f.size() > c.size() })
	})
	frames = slices.DeleteFunc(frames, func(f mark) bool {
		return slices.ContainsFunc(r.cues, func(c mark) bool { return f.kind != removal && f.kind != being && c.kind != quality && c.holds(f) })
	})
	frames = settle(frames)
	m.starts = fresh(m.starts, len(words))
	r.divide(frames, m.starts)
	return r
}

// outermost drops the cues that a longer one holds; of equal ones that of the first kind stays, and its peers.
func outermost(cues []mark) []mark {
	slices.SortStableFunc(cues, func(a, b mark) int {
		return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(b.to, a.to), cmp.Compare(a.kind, b.kind))
	})
	kept := cues[:0]
	reach := mark{to: -1}
	for _, c := range cues {
		if c.to <= reach.to {
			if c.from != reach.from || c.to != reach.to || c.kind != reach.kind {
				continue
			}
		}
		kept = append(kept, c)
		reach = c
	}
	return kept
}

// settle drops frames that a stronger or longer one overrules: "i was hoping for" asks, though "i was" does not.
func settle(frames []mark) []mark {
	return slices.DeleteFunc(slices.Clone(frames), func(f mark) bool {
		return slices.ContainsFunc(frames, func(o mark) bool {
			if (o.kind == lack || o.kind == excess || o.kind == shrink) && o.holds(f) && o.size() > f.size() {
				return true
			}
			switch f.kind {
			case own, maybe, praise, negation:
				return (o.kind == request || o.kind == ought || o.kind == verb && o.holds(f)) && o.overlaps(f) || o.kind == asking && o.overlaps(f) && o.size() > f.size() ||
					o.kind == removal && f.kind != maybe && o.holds(f) && o.size() > f.size()
			case verb:
				return (o.kind == asking || o.kind == verb) && o.holds(f) && o.size() > f.size()
			case turning:
				return o.kind != turning && o.holds(f) && o.size() > f.size()
			default:
				return o.kind == f.kind && o.holds(f) && o.size() > f.size()
			}
		})
	})
}

// fresh is n zero values, in the room of buf if that is large enough.
func fresh[T any](buf []T, n int) []T {
	buf = slices.Grow(buf[:0], n)[:n]
	clear(buf)
	return buf
}

// divide cuts the words into clauses and gives each its frames; starts has room for each word.
func (r *reading) divide(frames []mark, starts []bool) {
	for i := range r.words {
		starts[i] = r.words[i].Gap != phrase.Space
	}
	for _, f := range frames {
		if f.kind == turning && !slices.ContainsFunc(r.cues, func(c mark) bool { return c.from < f.from && f.from < c.to }) {
			starts[f.from] = true
		}
	}
	r.clauseOf, r.framed = fresh(r.clauseOf, len(r.words)), fresh(r.framed, len(r.words))
	sentence := 0
	for i := range r.words {
		if starts[i] {
			n := len(r.clauses)
			if r.words[i].Gap == phrase.Stop {
				sentence = n
			}
			r.clauses = append(r.clauses, clause{from: i, sentence: sentence})
		}
		n := len(r.clauses) - 1
		r.clauseOf[i], r.clauses[n].to = n, i+1
	}
	for _, f := range frames {
		c := &r.clauses[r.clauseOf[f.from]]
		c.frames = append(c.frames, f)
		switch f.kind {
		case request, verb, manner, being, ought, asking:
			for i := f.from; i < min(f.to, len(r.words)); i++ {
				r.framed[i] = true
			}
		default: // the others do not ask
		}
	}
	for i := range r.clauses {
		slices.SortStableFunc(r.clauses[i].frames, func(a, b mark) int { return cmp.Or(cmp.Compare(a.to, b.to), cmp.Compare(b.from, a.from)) })
	}
}
