package classify

import (
	"slices"

	"github.com/gpa-stream/gpa/services/turnclassifier/internal/linear"
	"github.com/gpa-stream/gpa/services/turnclassifier/internal/tokens"
)

// bag is a sorted set of hashed words and pieces of words of a text.
type bag []uint64

// plainWords are left out of bags: they say nothing about what a text is about.
var plainWords = stopSet("a an the of to in on at for and or is are was were be been am do does did it its this that these those i you he she we they me my your " +
	"can could would should will with from as by not no so if but what how why when where which who there have has had please just also about into than then " +
	"der die das den dem des ein eine einen einem einer und oder ist sind war ich du er sie wir ihr es in im an auf fur mit von zu nicht wie was warum kann bitte mir mich dir auch " +
	"el la los las un una unos unas de del y o es son era yo tu en con por para que como cual se me mi lo le al su no si " +
	"le les des du et ou est sont je il elle nous vous en dans pour sur avec ce cette que qui comment pas ne au aux ma mon " +
	"os as um uma do da dos das e ou eu voce em no na com por para que como se meu minha ao 的 了 是 我 你 他 在 吗 呢 啊 吧 这 那 和 有 不 请 一 个 ")

// A wordSet is a set of words, found by the hash that a bag takes of them.
type wordSet [1 << wordSetBits]string

// wordSetBits leaves more than half of a set empty.
const wordSetBits = 11

func stopSet(list string) *wordSet {
	var set wordSet
	for _, t := range tokens.Split(list, len(list), 0) {
		h := stemHash(t.Text)
		if !set.has(h, t.Text) {
			set[set.place(h, "")] = t.Text
		}
	}
	return &set
}

func (s *wordSet) has(h uint64, word string) bool { return word != "" && s[s.place(h, word)] != "" }

// place is where a word stands, or the first empty place after its own.
func (s *wordSet) place(h uint64, word string) uint64 {
	i := h >> (64 - wordSetBits)
	for s[i] != "" && s[i] != word {
		i = (i + 1) % (1 << wordSetBits)
	}
	return i
}

// stem is how many bytes of a word count, so that its forms meet.
const stem = 6

func stemHash(word string) uint64 {
	if len(word) > stem {
		word = word[:stem]
	}
	return linear.Hash(2, word)
}

func (m *memory) bag(ts []tokens.Token) bag {
	b := bag(m.hashes.take(len(ts))[:0])
	for i, t := range ts {
		switch t.Kind {
		case tokens.Mark, tokens.Emoji:
			continue
		case tokens.Han:
			if i+1 < len(ts) && ts[i+1].Kind == tokens.Han {
				b = append(b, linear.Mix(linear.Hash(3, t.Text), linear.Hash(3, ts[i+1].Text)))
			}
		default:
			if h := stemHash(t.Text); !plainWords.has(h, t.Text) {
				b = append(b, h)
			}
		}
	}
	slices.Sort(b)
	return slices.Compact(b)
}

// shared is how many members two bags have in common.
func shared(a, b bag) int {
	n := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] < b[j]:
			i++
		case a[i] > b[j]:
			j++
		default:
			n, i, j = n+1, i+1, j+1
		}
	}
	return n
}

// share is shared(a, b) as a part of a, 0 for an empty a.
func share(a, b bag) float64 {
	if len(a) == 0 {
		return 0
	}
	return float64(shared(a, b)) / float64(len(a))
}

// likeness is the Dice coefficient of two bags.
func likeness(a, b bag) float64 {
	if len(a)+len(b) == 0 {
		return 0
	}
	return 2 * float64(shared(a, b)) / float64(len(a)+len(b))
}
