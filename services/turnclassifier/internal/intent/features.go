package intent

import (
	"math"
	"slices"
	"sync"

	"github.com/gpa-stream/gpa/services/turnclassifier/internal/lexicon"
	"github.com/gpa-stream/gpa/services/turnclassifier/internal/linear"
	"github.com/gpa-stream/gpa/services/turnclassifier/internal/meaning"
	"github.com/gpa-stream/gpa/services/turnclassifier/internal/tokens"
)

// How much of a request is looked at, in code points from both ends.
const (
	head, tail = 400, 200
	maxTokens  = 160
	// directed is how many tokens its direction rests on: what a request is for stands at its ends.
	directed = 24
)

const (
	tWord = iota + 1
	tPair
	tPiece
	tKeyword
	tShape
	tMeaning
)

// How much the parts of a vector count: words, pairs of them, pieces of words, the pack's keywords, and the direction
// of the request. Chosen by cross-validation on requests of other fields than the packs'. The keywords' share, and
// how many tokens a direction rests on, were chosen on the packs' examples and by the total over labelled requests.
const (
	word, pair, piece = 2, 2, 0.6
	keyword           = 2
	meant             = 6
)

// A memory is what reading a request takes; the next reading uses it again.
type memory struct {
	split     tokens.Splitter
	features  []linear.Feature
	hashes    []uint64
	numbers   []int32
	found     []lexicon.Hit
	direction []float32
}

// directionPlace is where the first coordinate of a request's direction stands; the others follow, so that their weights
// lie side by side.
var directionPlace = linear.Index(linear.Mix(tMeaning, 0))

// memories are those that nobody uses.
var memories = sync.Pool{New: func() any { return &memory{} }}

// read is the vector of a request, its words first, and how many of them there are. It holds until m reads again.
func (c *Classifier) read(m *memory, request string) (out []linear.Feature, words int) {
	m.split.Reset()
	ts := m.split.Split(request, head, tail)
	if len(ts) > maxTokens {
		ts = append(ts[:maxTokens/2:maxTokens/2], ts[len(ts)-maxTokens/2:]...)
	}
	if len(ts) == 0 {
		return nil, 0
	}
	norm := float32(1 / math.Sqrt(float64(len(ts))))
	words, m.hashes = len(ts), m.hashes[:0]
	out = slices.Grow(m.features[:0], 3*len(ts)+meaning.MaxDimensions)
	for i := range ts {
		h := linear.Hash(21, ts[i].Text)
		m.hashes = append(m.hashes, h)
		out = append(out, feature(tWord, h, word*norm))
	}
	prev := uint64(1)
	marks := 0
	for i, h := range m.hashes {
		out = append(out, feature(tPair, linear.Mix(prev, h), pair*norm))
		if ts[i].Kind == tokens.Mark {
			marks++
		} else {
			out = appendPieces(out, ts[i].Text, piece*norm)
		}
		prev = h
	}
	add := func(template uint64, h uint64, v float32) {
		out = append(out, feature(template, h, v))
	}
	m.numbers = lexicon.Numbers(c.keywords.Words(), m.numbers[:0], ts)
	m.found = c.keywords.Append(m.found[:0], ts, m.numbers)
	for _, hit := range m.found {
		add(tKeyword, uint64(hit.Concept), keyword)
	}
	if marks*3 > len(ts) {
		add(tShape, 1, 0.5)
	}
	if ts[len(ts)-1].Text == "?" {
		add(tShape, 2, 0.3)
	}
	add(tShape, 10+uint64(min(len(ts)/20, 4)), 0.3)
	if len(ts) > directed {
		ts = append(ts[:2*directed/3:2*directed/3], ts[len(ts)-directed/3:]...)
	}
	m.direction = c.meaning.Vector(ts, m.direction)
	out = slices.Grow(out, len(m.direction))
	for i, v := range m.direction {
		out = append(out, linear.Feature{Index: directionPlace + uint32(i), Value: meant * v})
	}
	m.features = out
	return out, words
}

// feature is a coordinate, named by template and hash.
func feature(template, h uint64, v float32) linear.Feature {
	return linear.Feature{Index: linear.Index(linear.Mix(template, h)), Value: v}
}

// appendPieces adds the pieces of three and four bytes of a word.
func appendPieces(out []linear.Feature, word string, v float32) []linear.Feature {
	var buf [40]byte
	if len(word) > len(buf)-2 {
		return out
	}
	buf[0] = '<'
	w := append(append(buf[:1], word...), '>')
	out = slices.Grow(out, 2*len(w))
	for from := 0; from+3 <= len(w); from++ {
		h := uint64(14695981039346656037)
		for to := from; to < min(len(w), from+4); to++ {
			h = (h ^ uint64(w[to])) * 1099511628211
			if to-from >= 2 {
				out = append(out, feature(tPiece, h, v))
			}
		}
	}
	return out
}
