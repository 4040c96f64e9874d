package measure

// lengthPresent is the number of words from which an answer is long: about the median of real answers.
const lengthPresent = 200

// length grades the number of words between blanks, code included.
func length(s *scan) float64 { return half(float64(s.fields), lengthPresent) }

// structure is the share of prose lines that are headings or list items; headings and short lines that stand over a
// paragraph as one count three times, because they order what follows them, rows of tables a third. Three lines or
// fewer are no structure.
func structure(s *scan) float64 {
	set, headings, rows := 0, 0, 0
	for i := range s.lines {
		switch s.lines[i].kind {
		case heading:
			headings++
		case bullet, numbered:
			set++
		case row:
			rows++
		case plain:
			if s.titles(i) {
				headings++
			}
		case quote:
		}
	}
	if set+headings+rows/3 < 3 {
		return 0
	}
	return (float64(set+3*headings) + float64(rows)/3) / float64(len(s.lines)+2*headings)
}

// titles says that a plain line is a heading without a mark: a few words that end no sentence, over a longer line.
func (s *scan) titles(i int) bool {
	l := &s.lines[i]
	if n := l.to - l.from; n == 0 || n > 7 || i+1 == len(s.lines) {
		return false
	}
	switch l.text[len(l.text)-1] {
	case '.', ',', ';', '!', '"', ')':
		return false
	}
	next := &s.lines[i+1]
	return next.kind == plain && next.to-next.from >= 12 || next.kind != plain && l.text[len(l.text)-1] == ':'
}

// table is present from two rows with a rule under the head: rows alone may be text with bars in it.
func table(s *scan) float64 {
	rows, ruled := 0, false
	for i := range s.lines {
		if s.lines[i].kind != row {
			continue
		}
		rows++
		ruled = ruled || isRule(s.lines[i].text)
	}
	if !ruled || rows < 3 {
		return 0
	}
	return half(float64(rows-1), 2)
}

// isRule knows the line between the head of a table and its body.
func isRule(text string) bool {
	dashes := 0
	for i := range len(text) {
		switch text[i] {
		case '-', '=':
			dashes++
		case '|', ':', '+', ' ':
		default:
			return false
		}
	}
	return dashes > 2
}

// codeShare is the share of the text that stands in fenced blocks.
func codeShare(s *scan) float64 {
	if s.codeBytes == 0 {
		return 0
	}
	return float64(s.codeBytes) / float64(s.codeBytes+s.proseBytes)
}

// emoji is present from one.
func emoji(s *scan) float64 { return half(float64(s.marks.emoji), 1) }
