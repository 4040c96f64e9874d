package classify

import (
	"slices"

	"github.com/gpa-stream/gpa/pkg/vocabulary"
	"github.com/gpa-stream/gpa/services/turnclassifier/internal/lexicon"
	"github.com/gpa-stream/gpa/services/turnclassifier/internal/tokens"
)

// How much of each text is looked at, in code points from both ends.
const (
	reactionHead, reactionTail = 4000, 4000
	promptHead, promptTail     = 600, 300
	responseHead, responseTail = 300, 300
	earlierHead, earlierTail   = 200, 100
)

// maxTurns is how many reaction turns are looked at, the last ones; maxTokens how many tokens of them.
const (
	maxTurns  = 8
	maxTokens = 1200
)

// known are the lexicons, which are known to read, and words is the one of reactions.
var (
	known = mustRead(lexicon.Read())
	words = known.Reactions
)

// mustRead are the lexicons that are part of the program; a test reads them.
func mustRead(s *lexicon.Shipped, err error) *lexicon.Shipped {
	if err != nil {
		none := &lexicon.Lexicon{}
		return &lexicon.Shipped{Words: &vocabulary.Vocabulary{}, Reactions: none, Orders: none, Ordered: none}
	}
	return s
}

// turn is one turn of the reaction, cut and searched.
type turn struct {
	index  int
	text   string
	tokens []tokens.Token
	hits   []hit
	// clause is the number of the clause that a token stands in.
	clause []int
	quoted []bool
	// code says that the turn looks like code, pasted that it looks like a message of a program.
	code, pasted bool
	// notes are those of the tokens.
	notes []note
}

// inside says whether a phrase stands neither in the first clauses of the turn nor in its last two: people judge at the
// start and at the end.
func (t *turn) inside(h hit) bool {
	n := t.clause[h.From]
	return n >= 3 && n < t.clause[len(t.clause)-1]-1
}

// hit is a phrase of a known concept, with what surrounds it.
type hit struct {
	lexicon.Hit
	scope scope
}

// reading is an exchange as the features see it.
type reading struct {
	turns    []turn
	prompt   []tokens.Token
	earlier  [][]tokens.Token
	head     []tokens.Token
	response facts
	asked    facts
	position int
	// The notes of prompt and head.
	promptNotes, headNotes []note
}

func (m *memory) read(in Input) *reading {
	r := &m.reading
	*r = reading{turns: r.turns[:0], earlier: r.earlier[:0], position: in.Position}
	first := max(0, len(in.Reaction)-maxTurns)
	left := maxTokens
	for i := len(in.Reaction) - 1; i >= first; i-- {
		t := m.turn(i, in.Reaction[i], left)
		left -= len(t.tokens)
		r.turns = append(r.turns, t)
	}
	slices.Reverse(r.turns)
	r.prompt = m.split.Split(in.Prompt, promptHead, promptTail)
	for i := max(0, len(in.EarlierPrompts)-2); i < len(in.EarlierPrompts); i++ {
		r.earlier = append(r.earlier, m.split.Split(in.EarlierPrompts[i], earlierHead, earlierTail))
	}
	var numbers []int32
	r.head, numbers = m.cleared(in.Response, m.split.Split(in.Response, responseHead, responseTail))
	r.promptNotes, r.headNotes = m.note(m.number(r.prompt)), m.note(numbers)
	r.response = factsOf(in.Response, r.head, r.headNotes)
	r.asked = factsOf(in.Prompt, r.prompt, r.promptNotes)
	return r
}

func (m *memory) turn(index int, text string, limit int) turn {
	t := turn{index: index, text: text}
	var numbers []int32
	t.tokens, numbers = m.cleared(text, m.split.Split(text, reactionHead, reactionTail))
	if len(t.tokens) > limit {
		t.tokens = t.tokens[:max(limit, 0)]
		numbers = numbers[:len(t.tokens)]
	}
	t.notes = m.note(numbers)
	t.code, t.pasted = looksLikeCode(t.tokens, t.notes), pasted(t.tokens, t.notes)
	t.quoted = quotes(t.tokens, m.bools.take(len(t.tokens)))
	m.found = words.Append(m.found[:0], t.tokens, numbers)
	t.clause = m.clauses(t.tokens, m.found, t.pasted)
	t.hits = scopes(&t, m.found, m.hits.take(len(m.found)))
	return t
}

// cleared are the tokens of a text without words to the judge, and their numbers.
func (m *memory) cleared(text string, ts []tokens.Token) ([]tokens.Token, []int32) {
	numbers := m.number(ts)
	left := m.unordered(text, ts, numbers)
	if len(left) < len(ts) {
		numbers = m.number(left)
	}
	return left, numbers
}

// number looks tokens up, once for all who want to know what they are.
func (m *memory) number(ts []tokens.Token) []int32 {
	return lexicon.Numbers(known.Words, m.numbers.take(len(ts))[:0], ts)
}

// silent says whether nobody said anything.
func (r *reading) silent() bool {
	for i := range r.turns {
		for _, t := range r.turns[i].tokens {
			if t.Kind != tokens.Mark || t.Text == "?" || t.Text == "!" {
				return false
			}
		}
	}
	return true
}
