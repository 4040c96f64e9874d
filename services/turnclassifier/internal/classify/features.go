package classify

import (
	"github.com/gpa-stream/gpa/services/turnclassifier/internal/linear"
)

// Domain is a kind of conversation. Each has features and weights of its own, because the same words weigh otherwise.
type Domain uint8

// The domains.
const (
	// Chats are conversations with language models.
	Chats Domain = iota
	// Tasks are task dialogues: booking, recommending, customer service.
	Tasks
)

// group is a family of features that share a scale.
type group uint8

const (
	concepts group = iota
	poles
	shape
	context
	unigrams
	bigrams
	pieces
	answer
	crosses
	meant
	meantPrompt
	meantResponse
	groups
)

// scales says how loud each family is, by domain; 0 leaves it out.
var scales = [2][groups]float32{
	Chats: {
		concepts: 1.3, poles: 1, shape: 0.7, context: 0.7, unigrams: 0.8, bigrams: 0.8, pieces: 0.1, meant: 2, meantPrompt: 1.5,
	},
	Tasks: {
		concepts: 0.5, poles: 0.5, shape: 0.5, context: 0.5, unigrams: 1, bigrams: 1, pieces: 0.7, answer: 0.5, crosses: 0.5,
		meant: 0.7, meantPrompt: 1.5, meantResponse: 1,
	},
}

// place says which tokens of which turn a feature comes from; from == to means from none.
type place struct{ turn, from, to int32 }

// collected is the vector of an exchange.
type collected struct {
	features []linear.Feature
	places   []place
	// polarity sums up the phrases found.
	polarity polarity
	// again says how much the reaction asks what was asked before, 0 to 1.
	again float64
	// whole says that the reaction holds nearly all that was asked, in full.
	whole bool
	// goesOn and chooses say that the last turn only asks to go on, or is a choice among what was offered.
	goesOn, chooses bool
	scales          *[groups]float32
	memory          *memory
}

// add appends a feature, named by family, template and hash.
func (c *collected) add(g group, template uint64, h uint64, value float32, at place) {
	scale := c.scales[g]
	if scale == 0 || value == 0 {
		return
	}
	c.features = append(c.features, feature(template<<8|uint64(g), h, value*scale))
	c.places = append(c.places, at)
}

// feature is a coordinate, named by template and family, and by hash.
func feature(name, h uint64, value float32) linear.Feature {
	return linear.Feature{Index: linear.Index(linear.Mix(name, h)), Value: value}
}

// collect makes the vector of an exchange.
func (m *memory) collect(r *reading, d Domain) *collected {
	c := &m.collected
	*c = collected{features: c.features[:0], places: c.places[:0], scales: &scales[min(int(d), len(scales)-1)], memory: m}
	c.polarity = polarityOf(r)
	c.phrases(r)
	c.shape(r)
	c.context(r)
	c.ngrams(r)
	if c.scales[answer] > 0 {
		c.answers(r)
	}
	c.directions(r)
	return c
}

// Templates of features; a new one takes a new number, so that old weights keep their meaning.
const (
	tConcept = iota + 1
	tConceptFirst
	tConceptLast
	tPole
	tPoles
	tLength
	tMark
	tStart
	tFact
	tPair
	tAgain
	tShare
	tPosition
	tUnigram
	tBigram
	tTrigram
	tPiece
	tAnswer
	tAnswerPair
	tCross
	tLastTurn
	tConceptPair
	tClue
	tDirection
)
