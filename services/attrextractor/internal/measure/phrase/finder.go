package phrase

import (
	"slices"
	"strings"

	"github.com/gpa-stream/gpa/pkg/vocabulary"
)

// A Hit is a phrase found: words From to To-1.
type Hit struct {
	ID       int
	From, To int
}

// A Finder finds phrases in words. It is filled by Add and safe for use by many once filled.
type Finder struct {
	words vocabulary.Vocabulary
	// roots leads from the id of a first word to its node, 0 for words that begin no phrase.
	roots []int32
	// steps leads on: the id of the pair (node, word) is that of the node behind, less one.
	steps vocabulary.Pairs
	nodes []node
	// several are the ids of nodes that have more than one.
	several [][]int
}

// A node is small: there are tens of thousands of them, and texts lead to any.
type node struct {
	// id is what a phrase that ends here is reported as; none, or before it, one less for each place among several.
	id   int32
	leaf bool
}

const none = -1

// NewFinder makes a finder of nothing.
func NewFinder() *Finder { return &Finder{nodes: []node{{id: none}}} }

// Add makes the finder report id for each phrase that the pattern stands for: words, "(a|b c)" for a choice and
// "[a|b]" or "(a|b)?" for a choice that may be left out. An unclosed bracket ends with the pattern.
func (f *Finder) Add(pattern string, id int) {
	for _, p := range Expand(pattern) {
		f.add(Words(p), id)
	}
}

func (f *Finder) add(words []Word, id int) {
	at := int32(0)
	for i, w := range words {
		at = f.step(at, w.Text, i == 0)
	}
	if at == 0 {
		return
	}
	switch n := &f.nodes[at]; {
	case n.id == none:
		n.id = int32(id)
	case n.id == int32(id):
	case n.id > none:
		f.several = append(f.several, []int{int(n.id), id})
		n.id = none - int32(len(f.several))
	default:
		if ids := &f.several[none-n.id-1]; !slices.Contains(*ids, id) {
			*ids = append(*ids, id)
		}
	}
}

// step is the node behind at by that word, made when missing.
func (f *Finder) step(at int32, text string, root bool) int32 {
	word := f.words.Add(text)
	if int(word) == len(f.roots) {
		f.roots = append(f.roots, 0)
	}
	to := f.steps.Add(at, word) + 1
	if int(to) == len(f.nodes) {
		f.nodes = append(f.nodes, node{id: none, leaf: true})
		f.nodes[at].leaf = false
	}
	if root {
		f.roots[word] = to
	}
	return to
}

// Hits lists the phrases in words, by From, then To. A phrase does not reach over a gap wider than Space.
func (f *Finder) Hits(words []Word) []Hit { return f.Append(nil, words) }

// Append is Hits, and appends what it finds to hits.
func (f *Finder) Append(hits []Hit, words []Word) []Hit {
	var ahead int32 // the id of the next word, once a phrase has asked for it
	asked, known := -1, false
	for from := range words {
		id, ok := ahead, known
		if asked != from {
			id, ok = f.words.ID(words[from].Text)
		}
		if !ok {
			continue
		}
		at := f.roots[id]
		for to := from + 1; at != 0; to++ {
			n := f.nodes[at]
			if n.id > none {
				hits = append(hits, Hit{ID: int(n.id), From: from, To: to})
			} else if n.id < none {
				for _, id := range f.several[none-n.id-1] {
					hits = append(hits, Hit{ID: id, From: from, To: to})
				}
			}
			if n.leaf || to == len(words) || words[to].Gap != Space {
				break
			}
			next, ok := f.words.ID(words[to].Text)
			if to == from+1 {
				ahead, known, asked = next, ok, to
			}
			if !ok {
				break
			}
			step, ok := f.steps.ID(at, next)
			if !ok {
				break
			}
			at = step + 1
		}
	}
	return hits
}

// Expand lists the phrases that a pattern stands for.
func Expand(pattern string) []string {
	open := strings.IndexAny(pattern, "([")
	if open < 0 {
		return []string{pattern}
	}
	end := closing(pattern, open)
	choices := split(pattern[open+1 : end])
	rest := ""
	if end < len(pattern) {
		rest = pattern[end+1:]
	}
	after, optional := strings.CutPrefix(rest, "?")
	if optional {
		rest = after
	}
	if optional || pattern[open] == '[' {
		choices = append(choices, "")
	}
	var out []string
	tails := Expand(rest)
	for _, c := range choices {
		for _, head := range Expand(c) {
			for _, tail := range tails {
				out = append(out, pattern[:open]+head+tail)
			}
		}
	}
	return out
}

// closing is the place of the bracket that closes the one at open, or the end of the pattern.
func closing(pattern string, open int) int {
	depth := 0
	for i := open; i < len(pattern); i++ {
		switch pattern[i] {
		case '(', '[':
			depth++
		case ')', ']':
			depth--
			if depth == 0 {
				return i
			}
		}
	}
	return len(pattern)
}

// split cuts choices at the bars that stand outside of inner brackets.
func split(choices string) []string {
	var out []string
	depth, from := 0, 0
	for i := 0; i < len(choices); i++ {
		switch choices[i] {
		case '(', '[':
			depth++
		case ')', ']':
			depth--
		case '|':
			if depth == 0 {
				out = append(out, choices[from:i])
				from = i + 1
			}
		}
	}
	return append(out, choices[from:])
}
