// Package lexicon finds phrases of known concepts (thanks, praise, a wish about length…) in a cut text.
//
// A lexicon is data: lines of "concept: phrase | phrase", in any language. A phrase is matched word by word after
// folding; a word that ends in * stands for all words that start so. Nothing is ever guessed beyond that.
package lexicon

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gpa-stream/gpa/services/turnclassifier/internal/tokens"
)

// Lexicon is a set of phrases under concepts. It is safe for concurrent use.
type Lexicon struct {
	names []string
	root  node
	// Most words of a text begin no phrase, and are told by their first byte: lengths holds those of the words that
	// some phrase begins with, as bits, and starts the prefixes of the root.
	lengths [256]uint64
	starts  [256][]prefix
}

// length is the bit of a word's length.
func length(word string) uint64 { return 1 << (len(word) % 64) }

// Hit is a phrase found: the tokens [From, To) carry the concept.
type Hit struct {
	Concept  int
	From, To int
}

type node struct {
	next     map[string]*node
	prefixes []prefix
	concepts []int
}

type prefix struct {
	text string
	node *node
}

// Parse reads a lexicon.
func Parse(text string) (*Lexicon, error) {
	l := &Lexicon{}
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

// index fills what tells words that begin no phrase.
func (l *Lexicon) index() {
	for word := range l.root.next {
		if word != "" {
			l.lengths[word[0]] |= length(word)
		}
	}
	for _, p := range l.root.prefixes {
		if p.text != "" {
			l.starts[p.text[0]] = append(l.starts[p.text[0]], p)
		}
	}
}

func (l *Lexicon) add(id int, phrase string) error {
	words := tokens.Split(phrase, len(phrase), 0)
	at := &l.root
	steps := 0
	for i, w := range words {
		if w.Text == "*" {
			continue
		}
		steps++
		// A star makes a prefix only when it is glued to its word.
		if i+1 < len(words) && words[i+1].Text == "*" && words[i+1].From == w.To {
			at = at.prefix(w.Text)
			continue
		}
		at = at.exact(w.Text)
	}
	if steps == 0 {
		return fmt.Errorf("phrase %q holds no word", phrase)
	}
	if !slices.Contains(at.concepts, id) {
		at.concepts = append(at.concepts, id)
	}
	return nil
}

func (n *node) exact(word string) *node {
	if n.next == nil {
		n.next = map[string]*node{}
	}
	if n.next[word] == nil {
		n.next[word] = &node{}
	}
	return n.next[word]
}

func (n *node) prefix(text string) *node {
	for _, p := range n.prefixes {
		if p.text == text {
			return p.node
		}
	}
	child := &node{}
	n.prefixes = append(n.prefixes, prefix{text, child})
	return child
}

// Names are the concepts, by number, in the order of the text.
func (l *Lexicon) Names() []string { return l.names }

// ID is the number of a concept, -1 when the lexicon has none of that name.
func (l *Lexicon) ID(name string) int { return slices.Index(l.names, name) }

// Find gives, for every token and concept, the longest phrase that starts there, in the order of the text.
func (l *Lexicon) Find(ts []tokens.Token) []Hit { return l.Append(nil, ts) }

// Append is Find, and appends what it finds to hits.
func (l *Lexicon) Append(hits []Hit, ts []tokens.Token) []Hit {
	for i := range ts {
		word := ts[i].Text
		if word == "" {
			continue
		}
		first := len(hits)
		if l.lengths[word[0]]&length(word) != 0 {
			if child := l.root.next[word]; child != nil {
				hits = walk(child, ts, i, i+1, hits)
			}
		}
		for _, p := range l.starts[word[0]] {
			if strings.HasPrefix(word, p.text) {
				hits = walk(p.node, ts, i, i+1, hits)
			}
		}
		hits = longest(hits, first)
	}
	return hits
}

func walk(n *node, ts []tokens.Token, from, at int, hits []Hit) []Hit {
	for _, c := range n.concepts {
		hits = append(hits, Hit{Concept: c, From: from, To: at})
	}
	if at == len(ts) {
		return hits
	}
	word := ts[at].Text
	if child := n.next[word]; child != nil {
		hits = walk(child, ts, from, at+1, hits)
	}
	for _, p := range n.prefixes {
		if strings.HasPrefix(word, p.text) {
			hits = walk(p.node, ts, from, at+1, hits)
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
