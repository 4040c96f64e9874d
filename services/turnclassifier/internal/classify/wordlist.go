package classify

// WordList judges by counting good and bad phrases, wherever they stand: the baseline that a model has to beat.
func WordList(in Input) Label {
	var p [polesCount]int
	var m memory
	for i, text := range in.Reaction {
		t := m.turn(i, text, maxTokens)
		for _, h := range t.hits {
			p[poleOf[h.Concept]]++
		}
	}
	switch {
	case p[good] > p[blame]:
		return SAT
	case p[good] < p[blame]:
		return DSAT
	}
	return Neutral
}
