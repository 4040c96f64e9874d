package mine

import (
	"cmp"
	"maps"
	"slices"

	"github.com/gpa-stream/gpa/pkg/schema"
)

// cellName is a group within an intent.
type cellName struct{ dimension, group string }

func compareCells(a, b cellName) int {
	return cmp.Or(cmp.Compare(a.dimension, b.dimension), cmp.Compare(a.group, b.group))
}

// intent is what is known about one intent.
type intent struct {
	name string
	// words are the dictionaries of aspects, per channel.
	words [channels]*vocabulary
	cells map[cellName]*windows
	// conjunctions are columns behind the words, in order of name; together is what the epoch has said of pairs so far.
	conjunctions []conjunction
	together     map[cellName]*triangles

	// pending tallies wait until there are enough of them; since is the bucket of the first.
	pending *Tally
	since   int64

	// found is what the last look at the evidence gave; stale says that it needs a new one.
	found findings
	stale bool
}

func newIntent(name string, p Params) *intent {
	return &intent{
		name:  name,
		words: [channels]*vocabulary{newVocabulary(p.MaxAspects, p.pins()), newVocabulary(p.MaxAspects, p.pins())},
		cells: map[cellName]*windows{}, together: map[cellName]*triangles{},
		stale: true,
	}
}

// cellNames are in order.
func (in *intent) cellNames() []cellName {
	names := make([]cellName, 0, len(in.cells))
	for name := range in.cells {
		names = append(names, name)
	}
	slices.SortFunc(names, compareCells)
	return names
}

func (in *intent) sizes() (aspects, wishes int) {
	return len(in.words[revealed].names) + len(in.conjunctions), len(in.words[stated].names)
}

// move gives the words of a channel, of which there were so many, other places in all evidence.
func (in *intent) move(channel int, from []int, before int) {
	if channel == revealed {
		for name, t := range in.together {
			in.together[name] = t.moved(from)
		}
		for i := range in.conjunctions {
			from = append(slices.Clip(from), before+i)
		}
	}
	in.moveColumns(channel, from)
}

func (in *intent) moveColumns(channel int, from []int) {
	for _, w := range in.cells {
		for _, g := range w.distinct() {
			g.move(channel, from)
			g.aspects.Conjunctions = len(in.conjunctions)
		}
	}
	in.stale = true
}

// learn counts the names of a bucket's tally, and admits new ones while the dictionary grows.
func (in *intent) learn(t *Tally, growing bool) {
	var counts [channels]map[string]int64
	for channel := range counts {
		counts[channel] = map[string]int64{}
	}
	for _, c := range t.cells {
		countNames(counts[revealed], &c.table)
	}
	// Such a name would be taken for two aspects together.
	maps.DeleteFunc(counts[revealed], func(name string, _ int64) bool { return schema.IsConjunction(name) })
	for _, g := range t.groups {
		if g.wishes != nil {
			countNames(counts[stated], &g.wishes.table)
		}
	}
	for channel, words := range in.words {
		words.see(counts[channel])
		if !growing {
			continue
		}
		before := len(words.names)
		words.grow(counts[channel])
		if len(words.names) > before {
			in.move(channel, identity(before, len(words.names)), before)
		}
	}
}

func countNames(counts map[string]int64, t *table) {
	for i, name := range t.names {
		counts[name] += t.n[i]
	}
}

// identity keeps the first places and leaves the rest empty.
func identity(before, now int) []int {
	from := make([]int, now)
	for i := range from {
		from[i] = i
		if i >= before {
			from[i] = -1
		}
	}
	return from
}

// wait adds a bucket's tally to the pending one.
func (in *intent) wait(bucket int64, t *Tally) {
	if in.pending == nil {
		in.pending, in.since = &Tally{}, bucket
	}
	in.pending.Merge(t)
}

// ready says whether the pending tally becomes evidence at the end of a bucket. It looks at counts only.
func (in *intent) ready(bucket int64, p Params) bool {
	if in.pending == nil {
		return false
	}
	return bucket >= in.due(p) || in.pending.observations() >= int64(p.MinFlush)*int64(len(in.pending.cells))
}

// due is the bucket at whose end it becomes evidence anyway.
func (in *intent) due(p Params) int64 { return in.since + p.MaxHold - 1 }

// observations of all cells.
func (t *Tally) observations() int64 {
	n := int64(0)
	for _, c := range t.cells {
		n += c.n
	}
	return n
}

// flush turns the pending tally into evidence. The result is that of this flush alone, per cell.
func (in *intent) flush(bucket int64, admitted func(cellName) bool) map[cellName]*generation {
	flushed := map[cellName]*generation{}
	of := func(key groupKey) *generation {
		name := cellName{dimension: key.dimension, group: key.group}
		if flushed[name] == nil {
			flushed[name] = in.fresh(bucket)
		}
		return flushed[name]
	}
	for _, key := range in.pending.cellKeys() {
		if admitted(cellName{key.dimension, key.group}) {
			in.score(of(key.groupKey), key, in.pending.cells[key])
		}
	}
	for _, key := range in.pending.groupKeys() {
		g := in.pending.groups[key]
		if !admitted(cellName{key.dimension, key.group}) {
			continue
		}
		if g.wishes != nil {
			of(key).addWishes(g.wishes, in.words[stated].number)
		}
		if g.quality.judged > 0 {
			of(key).quality.add(&g.quality)
		}
		if d := flushed[cellName{key.dimension, key.group}]; d != nil {
			d.conversations.unite(&g.conversations)
		}
	}
	for name, d := range flushed {
		if in.cells[name] == nil {
			in.cells[name] = newWindows(in.fresh(in.since))
		}
		in.add(in.cells[name], d)
	}
	in.pending, in.stale = nil, true
	return flushed
}

// score adds a cell's judgements to a flush.
func (in *intent) score(d *generation, key cellKey, c *cell) {
	place := in.words[revealed].number
	d.scores(key.stratum, c, place)
	if len(c.sample) == 0 {
		return
	}
	words := len(in.words[revealed].names)
	d.pairScores(c, place, in.conjunctions, words)
	name := cellName{key.dimension, key.group}
	if in.together[name] == nil {
		in.together[name] = newTriangles(words)
	}
	in.together[name].observe(c, place)
}
