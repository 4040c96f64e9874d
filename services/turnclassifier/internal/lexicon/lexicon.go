// Package lexicon finds phrases of known concepts (thanks, praise, a wish about length…) in a cut text.
//
// A lexicon is data: lines of "concept: phrase | phrase", in any language. A phrase is matched word by word after
// folding; a word that ends in * stands for all words that start so. Nothing is ever guessed beyond that.
package lexicon

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gpa-stream/gpa/pkg/vocabulary"
	"github.com/gpa-stream/gpa/services/turnclassifier/internal/tokens"
)

// Lexicon is a set of phrases under concepts. It is safe for concurrent use.
type Lexicon struct {
	names []string
	// words are those of the phrases, nodes what follows on what; the first node is the beginning of all phrases.
	words *vocabulary.Vocabulary
	nodes []node
	more  []more
	// roots leads from a word to the node behind it, 0 where no phrase begins so; steps, by pairs of a node and a word,
	// from node to node.
	roots []int32
	pairs vocabulary.Pairs
	steps []int32
	// starts are the prefixes that phrases begin with, by their first byte; seconds holds their second bytes, as bits.
	starts  [256][]prefix
	seconds [256]uint64
}

// Hit is a phrase found: the tokens [From, To) carry the concept.
type Hit struct {
	Concept  int
	From, To int
}

// A node is small: there are thousands of them, and texts lead to any.
type node struct {
	// concept is that of phrases that end here, none for none. What else there is stands in more, if that is not 0.
	concept, more int32
	// leads says that words follow.
	leads bool
}

const none = -1

// more is what few nodes have: several concepts, or prefixes that lead on.
type more struct {
	concepts []int
	prefixes []prefix
}

// A prefix leads to a node by all words that begin so.
type prefix struct {
	text string
	node int32
}

// Parse reads a lexicon.
func Parse(text string) (*Lexicon, error) { return parse(&vocabulary.Vocabulary{}, text) }

// parse reads a lexicon whose words are numbered by v.
func parse(v *vocabulary.Vocabulary, text string) (*Lexicon, error) {
	l := &Lexicon{words: v, more: make([]more, 1)}
	l.node()
	ids := map[string]int{}
	for n, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		name, phrases, ok := strings.Cut(line, ":")
		name = strings.TrimSpace(name)
		if !ok || name == "" || strings.ContainsAny(name, " |") {
			return nil, fmt.Errorf("lexicon line %d: want \"concept: phrase | phrase\"", n+1)
		}
		id, known := ids[name]
		if !known {
			id = len(l.names)
			ids[name] = id
			l.names = append(l.names, name)
		}
		for phrase := range strings.SplitSeq(phrases, "|") {
			if err := l.add(id, phrase); err != nil {
				return nil, fmt.Errorf("lexicon line %d: %w", n+1, err)
			}
		}
	}
	l.index()
	return l, nil
}

// index fills what tells words that begin with no prefix.
func (l *Lexicon) index() {
	for _, p := range l.more[l.nodes[0].more].prefixes {
		if p.text == "" {
			continue
		}
		l.starts[p.text[0]] = append(l.starts[p.text[0]], p)
		if len(p.text) == 1 {
			l.seconds[p.text[0]] = ^uint64(0)
		} else {
			l.seconds[p.text[0]] |= second(p.text)
		}
	}
}

// second is the bit of a word's second byte.
func second(word string) uint64 {
	if len(word) < 2 {
		return 1
	}
	return 1 << (word[1] % 64)
}

func (l *Lexicon) add(id int, phrase string) error {
	words := tokens.Split(phrase, len(phrase), 0)
	at, steps := int32(0), 0
	for i, w := range words {
		if w.Text == "*" {
			continue
		}
		steps++
		// A star makes a prefix only when it is glued to its word.
		if i+1 < len(words) && words[i+1].Text == "*" && words[i+1].From == w.To {
			at = l.prefix(at, w.Text)
			continue
		}
		at = l.exact(at, w.Text)
	}
	if steps == 0 {
		return fmt.Errorf("phrase %q holds no word", phrase)
	}
	switch n := &l.nodes[at]; {
	case n.concept == none:
		n.concept = int32(id)
	case n.concept != int32(id):
		if m := l.moreOf(at); !slices.Contains(m.concepts, id) {
			m.concepts = append(m.concepts, id)
		}
	}
	return nil
}

// exact is the node behind a word, made when missing. A word of which folding leaves nothing leads nowhere.
func (l *Lexicon) exact(at int32, word string) int32 {
	if word == "" {
		return l.node()
	}
	id := l.words.Add(word)
	for int(id) >= len(l.roots) {
		l.roots = append(l.roots, 0)
	}
	pair := l.pairs.Add(at, id)
	if int(pair) == len(l.steps) {
		l.steps = append(l.steps, l.node())
		l.nodes[at].leads = true
	}
	if at == 0 {
		l.roots[id] = l.steps[pair]
	}
	return l.steps[pair]
}

func (l *Lexicon) prefix(at int32, text string) int32 {
	for _, p := range l.more[l.nodes[at].more].prefixes {
		if p.text == text {
			return p.node
		}
	}
	child := l.node()
	m := l.moreOf(at)
	m.prefixes = append(m.prefixes, prefix{text, child})
	return child
}

// moreOf is what a node has more, made when missing.
func (l *Lexicon) moreOf(at int32) *more {
	n := &l.nodes[at]
	if n.more == 0 {
		n.more = int32(len(l.more))
		l.more = append(l.more, more{})
	}
	return &l.more[n.more]
}

func (l *Lexicon) node() int32 {
	l.nodes = append(l.nodes, node{concept: none})
	return int32(len(l.nodes) - 1)
}

// Names are the concepts, by number, in the order of the text.
func (l *Lexicon) Names() []string { return l.names }

// ID is the number of a concept, -1 when the lexicon has none of that name.
func (l *Lexicon) ID(name string) int { return slices.Index(l.names, name) }

// Find gives, for every token and concept, the longest phrase that starts there, in the order of the text.
func (l *Lexicon) Find(ts []tokens.Token) []Hit {
	return l.Append(nil, ts, Numbers(l.words, nil, ts))
}

// Numbers appends the numbers of tokens among words to numbers; -1 for those that are not.
func Numbers(words *vocabulary.Vocabulary, numbers []int32, ts []tokens.Token) []int32 {
	for i := range ts {
		id, ok := words.ID(ts[i].Text)
		if !ok {
			id = -1
		}
		numbers = append(numbers, id)
	}
	return numbers
}

// Words are those that Append wants the numbers of.
func (l *Lexicon) Words() *vocabulary.Vocabulary { return l.words }

// Append is Find for tokens whose numbers are known, and appends what it finds to hits.
func (l *Lexicon) Append(hits []Hit, ts []tokens.Token, numbers []int32) []Hit {
	t := text{ts, numbers[:len(ts)]}
	for i := range ts {
		word := ts[i].Text
		if word == "" {
			continue
		}
		first := len(hits)
		if id := int(t.numbers[i]); id >= 0 && id < len(l.roots) && l.roots[id] != 0 {
			hits = l.walk(l.roots[id], t, i, i+1, hits)
		}
		if l.seconds[word[0]]&second(word) != 0 {
			for _, p := range l.starts[word[0]] {
				if strings.HasPrefix(word, p.text) {
					hits = l.walk(p.node, t, i, i+1, hits)
				}
			}
		}
		if len(hits) > first+1 {
			hits = longest(hits, first)
		}
	}
	return hits
}

// A text is cut and looked up.
type text struct {
	tokens  []tokens.Token
	numbers []int32
}

func (l *Lexicon) walk(node int32, t text, from, at int, hits []Hit) []Hit {
	n := l.nodes[node]
	if n.concept != none {
		hits = append(hits, Hit{Concept: int(n.concept), From: from, To: at})
	}
	if n.more != 0 {
		for _, c := range l.more[n.more].concepts {
			hits = append(hits, Hit{Concept: c, From: from, To: at})
		}
	}
	if at == len(t.tokens) {
		return hits
	}
	if id := t.numbers[at]; n.leads && id >= 0 {
		if pair, ok := l.pairs.ID(node, id); ok {
			hits = l.walk(l.steps[pair], t, from, at+1, hits)
		}
	}
	if n.more == 0 {
		return hits
	}
	for _, p := range l.more[n.more].prefixes {
		if strings.HasPrefix(t.tokens[at].Text, p.text) {
			hits = l.walk(p.node, t, from, at+1, hits)
		}
	}
	return hits
}

// longest keeps one hit a concept among those from first on.
func longest(hits []Hit, first int) []Hit {
	kept := hits[:first]
	for _, h := range hits[first:] {
		at := slices.IndexFunc(kept[first:], func(k Hit) bool { return k.Concept == h.Concept })
		if at < 0 {
			kept = append(kept, h)
			continue
		}
		if h.To > kept[first+at].To {
			kept[first+at] = h
		}
	}
	return kept
}
