package lexicon

import (
	_ "embed"
	"sync"
)

//go:embed data/reactions.txt
var reactions string

// Reactions is the lexicon of what people say to an assistant's answer.
var Reactions = sync.OnceValues(func() (*Lexicon, error) { return Parse(reactions) })
