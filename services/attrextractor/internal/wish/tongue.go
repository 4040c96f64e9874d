package wish

import (
	"strings"

	"github.com/gpa-stream/gpa/services/attrextractor/internal/measure/phrase"
)

// A kind is the part that a phrase plays in stating a wish.
type kind uint8

const (
	// Cues carry an aspect and a direction.

	// said cues are wishes by themselves: "get to the point".
	said kind = iota
	// complaint cues blame the answer: "too long", "not enough detail".
	complaint
	// change cues ask for more or less when somebody asks: "shorter", "more examples".
	change
	// thing cues are what an answer may have, wished for or away by what stands around: "a table".
	thing
	// quality cues are what an answer may be: "short".
	quality
	// limit cues ask for another length and lead to it: "reduce it to".
	limit

	// nothing cues are no wishes and hide what they hold: "open source".
	nothing

	// The others are surroundings.

	// request phrases ask: "can you", "i'd like".
	request
	// verb phrases ask when they begin a clause: "add", "give me".
	verb
	// asking phrases ask whether there is something: "do you have".
	asking
	// manner phrases ask for a way of answering: "explain it".
	manner
	// ought phrases say how the thing named before them should be: "should be".
	ought
	// being phrases lead to a quality: "keep it", "should be".
	being
	// excess, lack, growth and shrink lead to a thing: "too many", "there are no", "more", "fewer".
	excess
	lack
	growth
	shrink
	// negation turns around what follows: "don't".
	negation
	// removal wishes away the thing that follows: "without", "skip".
	removal
	// task phrases begin a new task: "write me a".
	task
	// order phrases begin a new task unless what is ordered is part of an answer: "make a".
	order
	// own phrases make the clause one about the user's own doing: "how do i".
	own
	// praise phrases approve: "thanks for".
	praise
	// maybe phrases make the clause a supposition: "if", "unless".
	maybe
	// others phrases make the clause one about other people: "some people".
	others
	// turning words begin a new clause: "but".
	turning
)

// A rule says that the phrases of list play a part. Phrases are separated by semicolons, patterns of package phrase;
// one that ends with a dot is final.
type rule struct {
	kind       kind
	aspect     string
	direction  int
	confidence float64
	list       string
}

// A word is an adjective or noun that stands for an aspect: its forms, separated by bars.
type word struct {
	aspect    string
	direction int
	forms     string
	// grown are the comparative forms of an adjective, when it has some.
	grown string
}

// A tongue is what a language contributes. In templates "%" stands for the word.
type tongue struct {
	rules []rule
	// qualities are adjectives: "long" has direction +1 in length.
	qualities []word
	// things are nouns, singular and plural.
	things []word
	// Templates for adjectives: blame for too much, for too little; wish for more, for less.
	tooQuality, tooLittleQuality, moreQuality, lessQuality string
	// sets of single words, see words.
	fillers, copulas, subjects, answers, havings string
}

// A tag is what a phrase of the lexicon means.
type tag struct {
	kind       kind
	aspect     string
	direction  int
	confidence float64
	// final cues end their clause, or go on to point at the answer.
	final bool
}

// A lexicon holds the phrases of all tongues; ids of the finder are indices of tags.
type lexicon struct {
	find *phrase.Finder
	tags []tag
	// fillers may stand around a bare wish, copulas join subject and blame, subjects and answers may be blamed,
	// havings are verbs by which an answer has too much of something.
	fillers, copulas, subjects, answers, havings map[string]bool
}

func newLexicon(tongues ...tongue) *lexicon {
	l := &lexicon{
		find: phrase.NewFinder(), fillers: map[string]bool{}, copulas: map[string]bool{},
		subjects: map[string]bool{}, answers: map[string]bool{}, havings: map[string]bool{},
	}
	for i := range tongues {
		l.learn(&tongues[i])
	}
	return l
}

func (l *lexicon) learn(t *tongue) {
	for _, r := range t.rules {
		l.add(tag{kind: r.kind, aspect: r.aspect, direction: r.direction, confidence: r.confidence}, r.list, "")
	}
	for _, q := range t.qualities {
		l.add(tag{kind: quality, aspect: q.aspect, direction: q.direction, confidence: 0.85}, "%", q.forms)
		l.add(tag{kind: complaint, aspect: q.aspect, direction: -q.direction, confidence: 0.9}, t.tooQuality, q.forms)
		l.add(tag{kind: complaint, aspect: q.aspect, direction: q.direction, confidence: 0.85}, t.tooLittleQuality, q.forms)
		l.add(tag{kind: change, aspect: q.aspect, direction: q.direction, confidence: 0.9}, t.moreQuality, q.forms)
		l.add(tag{kind: change, aspect: q.aspect, direction: q.direction, confidence: 0.9}, "%", q.grown)
		l.add(tag{kind: change, aspect: q.aspect, direction: -q.direction, confidence: 0.85}, t.lessQuality, q.forms)
	}
	for _, n := range t.things {
		l.add(tag{kind: thing, aspect: n.aspect, direction: n.direction, confidence: 0.85}, "%", n.forms)
	}
	for set, list := range map[*map[string]bool]string{
		&l.fillers: t.fillers, &l.copulas: t.copulas, &l.subjects: t.subjects, &l.answers: t.answers, &l.havings: t.havings,
	} {
		for w := range strings.FieldsSeq(list) {
			(*set)[w] = true
		}
	}
}

// add makes the phrases of list mean t, with "%" filled in by any of forms.
func (l *lexicon) add(t tag, list, forms string) {
	if list == "%" && forms == "" {
		return
	}
	final := t
	final.final = true
	l.tags = append(l.tags, t, final)
	for p := range strings.SplitSeq(list, ";") {
		id := len(l.tags) - 2
		if strings.HasSuffix(p, ".") {
			id++
		}
		l.find.Add(strings.ReplaceAll(p, "%", "("+forms+")"), id)
	}
}
