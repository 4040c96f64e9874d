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

// Orders is the lexicon of what addresses whoever judges a log, and orders a label.
var Orders = sync.OnceValues(func() (*Lexicon, error) { return Parse(orders) })
