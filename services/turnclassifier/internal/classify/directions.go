package classify

import (
	"slices"

	"github.com/gpa-stream/gpa/services/turnclassifier/internal/linear"
	"github.com/gpa-stream/gpa/services/turnclassifier/internal/meaning"
	"github.com/gpa-stream/gpa/services/turnclassifier/internal/tokens"
)

// How many words the directions of the last turn, of the request and of the answer rest on. People judge at the start.
const (
	directedTurn     = 12
	directedPrompt   = 24
	directedResponse = 40
)

// table holds the vectors of words; a test reads it. Without it there are no directions.
var table = mustReadTable(meaning.Shipped())

func mustReadTable(t *meaning.Table, err error) *meaning.Table {
	if err != nil {
		return nil
	}
	return t
}

// Where the first coordinate of a direction stands in the vector of an exchange; the others follow, so that their
// weights lie side by side.
var startPlace, promptPlace, responsePlace = placeOf(0), placeOf(1), placeOf(2)

func placeOf(which uint64) uint32 { return linear.Index(linear.Mix(tDirection<<8, which)) }

// directions adds what texts mean, as vectors of their words: the start of the last turn, the request and the answer.
func (c *collected) directions(r *reading) {
	if len(r.turns) == 0 || table == nil {
		return
	}
	if c.scales[meant] > 0 {
		c.direction(meant, first(r.turns[len(r.turns)-1].tokens, directedTurn), startPlace)
	}
	if c.scales[meantPrompt] > 0 {
		c.direction(meantPrompt, first(r.prompt, directedPrompt), promptPlace)
	}
	if c.scales[meantResponse] > 0 {
		c.direction(meantResponse, first(r.head, directedResponse), responsePlace)
	}
}

func first(ts []tokens.Token, n int) []tokens.Token { return ts[:min(n, len(ts))] }

func (c *collected) direction(g group, ts []tokens.Token, at uint32) {
	c.memory.direction = table.Vector(ts, c.memory.direction)
	scale := c.scales[g]
	c.features = slices.Grow(c.features, len(c.memory.direction))
	for i, v := range c.memory.direction {
		c.features = append(c.features, linear.Feature{Index: at + uint32(i), Value: v * scale})
		c.places = append(c.places, place{})
	}
}
