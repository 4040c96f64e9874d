package classify

import (
	"sync"

	"github.com/gpa-stream/gpa/services/turnclassifier/internal/lexicon"
	"github.com/gpa-stream/gpa/services/turnclassifier/internal/tokens"
)

// A memory is what judging an exchange takes; the next judging uses it again. What was read and collected with it
// holds until then.
type memory struct {
	split     tokens.Splitter
	found     []lexicon.Hit
	about     []lexicon.Hit
	reading   reading
	collected collected
	direction []float32

	hits   store[hit]
	bools  store[bool]
	ints   store[int]
	floats store[float64]
	hashes store[uint64]
	notes  store[note]
	// numbers are those of tokens among the words of the lexicons.
	numbers store[int32]
}

// memories are those that nobody uses.
var memories = sync.Pool{New: func() any { return &memory{} }}

// forget makes room for the next exchange.
func (m *memory) forget() {
	m.split.Reset()
	m.hits.reset()
	m.bools.reset()
	m.ints.reset()
	m.floats.reset()
	m.hashes.reset()
	m.notes.reset()
	m.numbers.reset()
}

// A store gives slices away, all of which are taken back at once.
type store[T any] struct{ free []T }

// take gives n zero values.
func (s *store[T]) take(n int) []T {
	from := len(s.free)
	if cap(s.free)-from < n {
		s.free, from = make([]T, 0, max(n, 2*cap(s.free), 256)), 0
	}
	s.free = s.free[:from+n]
	out := s.free[from : from+n : from+n]
	clear(out)
	return out
}

func (s *store[T]) reset() { s.free = s.free[:0] }
