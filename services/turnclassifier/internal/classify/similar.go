package classify

import (
	"github.com/gpa-stream/gpa/services/turnclassifier/internal/linear"
	"github.com/gpa-stream/gpa/services/turnclassifier/internal/tokens"
)

// A bag is a set of hashed words and pieces of words of a text.
type bag struct {
	// members are in the order of the text.
	members []uint64
	// table holds them at the places that they name, or behind them; 0 where there is none.
	table []uint64
	shift uint8
}

// stem is how many bytes of a word count, so that its forms meet.
const stem = 6

func stemHash(word string) uint64 {
	if len(word) > stem {
		word = word[:stem]
	}
	return linear.Hash(2, word)
}

// empty is a bag with room for n members.
func (m *memory) empty(n int) bag {
	size, shift := 8, uint8(61)
	for size < 2*n {
		size, shift = 2*size, shift-1
	}
	return bag{members: m.hashes.take(n)[:0], table: m.hashes.take(size), shift: shift}
}

func (m *memory) bag(ts []tokens.Token, notes []note) bag {
	b := m.empty(len(ts))
	for i := range ts {
		switch t := &ts[i]; t.Kind {
		case tokens.Mark, tokens.Emoji:
			continue
		case tokens.Han:
			if i+1 < len(ts) && ts[i+1].Kind == tokens.Han {
				b.add(linear.Mix(linear.Hash(3, t.Text), linear.Hash(3, ts[i+1].Text)))
			}
		case tokens.Word, tokens.Number:
			if notes[i]&plain == 0 {
				b.add(stemHash(t.Text))
			}
		}
	}
	return b
}

func (b *bag) add(h uint64) {
	if at := b.place(h); b.table[at] == 0 {
		b.table[at] = h
		b.members = append(b.members, h)
	}
}

// place is where a hash stands in the table, or would.
func (b *bag) place(h uint64) int {
	mask := len(b.table) - 1
	at := int(h*0x9e3779b97f4a7c15>>b.shift) & mask
	for b.table[at] != 0 && b.table[at] != h {
		at = (at + 1) & mask
	}
	return at
}

// join is the bag of all that stands in several bags.
func (m *memory) join(bags []bag) bag {
	if len(bags) == 1 {
		return bags[0]
	}
	n := 0
	for _, b := range bags {
		n += len(b.members)
	}
	all := m.empty(n)
	for _, b := range bags {
		for _, h := range b.members {
			all.add(h)
		}
	}
	return all
}

// shared is how many members two bags have in common.
func shared(a, b bag) int {
	n := 0
	for _, h := range a.members {
		if b.table[b.place(h)] != 0 {
			n++
		}
	}
	return n
}

// part is how many of a bag's members are shared, of 1; 0 for an empty bag.
func part(shared int, a bag) float64 {
	if len(a.members) == 0 {
		return 0
	}
	return float64(shared) / float64(len(a.members))
}

// likeness is the Dice coefficient of two bags that share so many members.
func likeness(shared int, a, b bag) float64 {
	both := len(a.members) + len(b.members)
	if both == 0 {
		return 0
	}
	return 2 * float64(shared) / float64(both)
}
