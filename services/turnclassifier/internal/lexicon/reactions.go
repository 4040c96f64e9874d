package lexicon

import (
	_ "embed"
	"fmt"
	"sync"

	"github.com/gpa-stream/gpa/pkg/vocabulary"
)

//go:embed data/reactions.txt
var reactions string

//go:embed data/orders.txt
var orders string

//go:embed data/ordered.txt
var ordered string

// Shipped are the lexicons for reactions. They share their words: a text is looked up once for all of them.
type Shipped struct {
	// Words are those of the lexicons; more may be added before the first use.
	Words *vocabulary.Vocabulary
	// Reactions holds what people say to an assistant's answer.
	Reactions *Lexicon
	// Orders holds what gives away that a text speaks to whoever judges a log, Ordered what such a text is about: labels
	// and judging.
	Orders, Ordered *Lexicon
}

// Read reads the shipped lexicons.
var Read = sync.OnceValues(func() (*Shipped, error) {
	s := &Shipped{Words: &vocabulary.Vocabulary{}}
	for _, one := range []struct {
		name, text string
		to         **Lexicon
	}{{"reactions", reactions, &s.Reactions}, {"orders", orders, &s.Orders}, {"ordered", ordered, &s.Ordered}} {
		var err error
		if *one.to, err = parse(s.Words, one.text); err != nil {
			return nil, fmt.Errorf("%s: %w", one.name, err)
		}
	}
	return s, nil
})
