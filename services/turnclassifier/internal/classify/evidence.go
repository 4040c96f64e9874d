package classify

import (
	"github.com/gpa-stream/gpa/services/turnclassifier/internal/tokens"
)

// wide is how many tokens a clause may have before only its strongest part is shown.
const wide = 11

// evidence is the shortest piece of the reaction that carries the label: the clause whose words speak most for it,
// narrowed when it is long.
func (m *Model) evidence(mem *memory, l Label) *Span {
	if l == Neutral {
		return nil
	}
	r := &mem.reading
	weights := m.tokenWeights(mem, l)
	bestTurn, from, to, spoken := -1, 0, 0, false
	var best float64
	for i := range r.turns {
		t := &r.turns[i]
		for start := 0; start < len(t.tokens); {
			end := start
			var sum float64
			said := 0
			for ; end < len(t.tokens) && t.clause[end] == t.clause[start]; end++ {
				sum += weights[i][end]
				if t.tokens[end].Kind != tokens.Mark {
					said++
				}
			}
			// A clause of nothing but marks ("???") counts when there is no other.
			if worded := said > 0; bestTurn < 0 || worded && !spoken || worded == spoken && sum > best {
				bestTurn, from, to, best, spoken = i, start, end, sum, worded
			}
			start = end
		}
	}
	if bestTurn < 0 {
		return nil
	}
	t := &r.turns[bestTurn]
	if to-from > wide {
		from, to = narrow(t, weights[bestTurn], from, to)
	}
	from, to = trim(t, from, to)
	first, last := t.tokens[from], t.tokens[to-1]
	return &Span{Reaction: t.index, Start: int(first.Start), End: int(last.End), Text: t.text[first.From:last.To]}
}

// tokenWeights says of each token how much it speaks for the label against the others.
func (m *Model) tokenWeights(mem *memory, l Label) (out [maxTurns][]float64) {
	r, f := &mem.reading, &mem.collected
	for i := range r.turns {
		out[i] = mem.floats.take(len(r.turns[i].tokens))
	}
	for i, p := range f.places {
		if p.from == p.to {
			continue
		}
		row := m.Labels.Row(f.features[i].Index)
		margin := 1.5*row[l] - 0.5*(row[SAT]+row[Neutral]+row[DSAT])
		each := float64(f.features[i].Value*margin) / float64(p.to-p.from)
		for k := p.from; k < p.to; k++ {
			out[p.turn][k] += each
		}
	}
	return out
}

// narrow finds the run of tokens in [from, to) whose weights, less a price a token, sum up to most; phrases found in the
// text are not cut.
func narrow(t *turn, weights []float64, from, to int) (start, end int) {
	var total float64
	for k := from; k < to; k++ {
		total += max(weights[k], 0)
	}
	price := 0.5 * total / float64(to-from)
	start, end = from, from+1
	var best, sum float64
	begin := from
	for k := from; k < to; k++ {
		sum += weights[k] - price
		if sum > best {
			best, start, end = sum, begin, k+1
		}
		if sum < 0 {
			sum, begin = 0, k+1
		}
	}
	for _, h := range t.hits {
		if h.From < end && h.To > start && h.From >= from && h.To <= to && h.To-h.From > 1 {
			start, end = min(start, h.From), max(end, h.To)
		}
	}
	return start, end
}

// trim takes marks off both ends, and a leading "but" or "and".
func trim(t *turn, from, to int) (start, end int) {
	ts := t.tokens
	for from < to-1 && (ts[from].Kind == tokens.Mark || t.notes[from]&leads != 0) {
		from++
	}
	for to > from+1 && ts[to-1].Kind == tokens.Mark && ts[to-1].Text != ")" {
		to--
	}
	return from, to
}
