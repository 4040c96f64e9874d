package classify

import (
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

// A directionPlace says where each coordinate of a direction stands in the vector of an exchange.
type directionPlace [meaning.MaxDimensions]uint32

var startPlace, clausePlace, promptPlace, responsePlace = placesOf(0), placesOf(1), placesOf(2), placesOf(3)

func placesOf(which uint64) *directionPlace {
	at := new(directionPlace)
	for i := range at {
		at[i] = linear.Index(linear.Mix(tDirection<<8, which<<32|uint64(i)))
	}
	return at
}

// directions adds what texts mean, as vectors of their words: the start of the last turn, its first clause, the
// request and the answer.
func (c *collected) directions(r *reading) {
	if len(r.turns) == 0 || table == nil {
		return
	}
	if c.scales[meant] > 0 {
		t := &r.turns[len(r.turns)-1]
		start := first(t.tokens, directedTurn)
		clause := 0
		for clause < len(start) && t.clause[clause] == t.clause[0] {
			clause++
		}
		c.direction(meant, start, startPlace)
		c.direction(meant, start[:clause], clausePlace)
	}
	if c.scales[meantPrompt] > 0 {
		c.direction(meantPrompt, first(r.prompt, directedPrompt), promptPlace)
	}
	if c.scales[meantResponse] > 0 {
		c.direction(meantResponse, first(r.head, directedResponse), responsePlace)
	}
}

func first(ts []tokens.Token, n int) []tokens.Token { return ts[:min(n, len(ts))] }

func (c *collected) direction(g group, ts []tokens.Token, at *directionPlace) {
	c.memory.direction = table.Vector(ts, c.memory.direction)
	scale := c.scales[g]
	for i, v := range c.memory.direction {
		c.features = append(c.features, linear.Feature{Index: at[i], Value: v * scale})
		c.places = append(c.places, place{})
	}
}
