package lexicon

import (
	_ "embed"
	"sync"
)

//go:embed data/reactions.txt
var reactions string

// Reactions is the lexicon of what people say to an assistant's answer.
var Reactions = sync.OnceValues(func() (*Lexicon, error) { return Parse(reactions) })

//go:embed data/orders.txt
var orders string

// Orders is the lexicon of what gives away that a text speaks to whoever judges a log.
var Orders = sync.OnceValues(func() (*Lexicon, error) { return Parse(orders) })

//go:embed data/ordered.txt
var ordered string

// Ordered is the lexicon of what such a text is about: labels and judging.
var Ordered = sync.OnceValues(func() (*Lexicon, error) { return Parse(ordered) })
