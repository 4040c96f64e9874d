package classify

import (
	"slices"

	"github.com/gpa-stream/gpa/services/turnclassifier/internal/tokens"
)

// opens says whether nothing that belongs to the same part of the sentence stands before a token, but for a word that
// asks or joins.
func (o *orders) opens(at int) bool {
	if at == 0 || o.ts[at].Line || o.ts[at-1].Kind == tokens.Mark || o.ts[at-1].Kind == tokens.Emoji {
		return true
	}
	return joining[o.ts[at-1].Text]
}

var joining = map[string]bool{
	"and": true, "please": true, "now": true, "so": true, "but": true, "then": true, "und": true, "bitte": true, "jetzt": true, "aber": true,
	"y": true, "pero": true, "favor": true, "ahora": true, "et": true, "mais": true, "maintenant": true, "e": true, "mas": true, "agora": true, "请": true,
}

// part is where the part of a sentence begins that a token stands in: behind a comma, a dash or a word that joins.
func (o *orders) part(at int) int {
	from, _ := o.sentence(at)
	for k := at; k > from; k-- {
		switch o.ts[k-1].Text {
		case ",", "–", "—":
			return k
		}
		if joining[o.ts[k].Text] {
			return k
		}
	}
	return from
}

// quotation is what stands between the quotation marks around a token; everything, where there are none or only around
// a word.
func (o *orders) quotation(at int) (from, to int) {
	if !o.quoted[at] {
		return 0, len(o.ts)
	}
	from, to = at, at
	for from > 0 && o.quoted[from-1] {
		from--
	}
	for to < len(o.ts) && o.quoted[to] {
		to++
	}
	if to-from <= 3 {
		return 0, len(o.ts)
	}
	return from + 1, to - 1
}

// sentence is the sentence that a token stands in; in a quotation it does not reach beyond.
func (o *orders) sentence(at int) (from, to int) {
	first, last := o.quotation(at)
	for from = at; from > first && !o.ts[from].Line && !o.ends(from-1); from-- {
	}
	for to = at; to < last; to++ {
		if to > at && o.ts[to].Line {
			return from, to
		}
		if o.ends(to) {
			return from, to + 1
		}
	}
	return from, to
}

// ends says whether a token ends a sentence; a mark inside a number or a name does not.
func (o *orders) ends(at int) bool {
	switch o.ts[at].Text {
	case ".", "!", "?", ";", "~":
		return at+1 == len(o.ts) || o.ts[at+1].From > o.ts[at].To || o.ts[at+1].Kind != tokens.Word && o.ts[at+1].Kind != tokens.Number
	}
	return false
}

// lineEnd is the first token of the next line.
func (o *orders) lineEnd(at int) int {
	if n := slices.IndexFunc(o.ts[at+1:], func(t tokens.Token) bool { return t.Line }); n >= 0 {
		return at + 1 + n
	}
	return len(o.ts)
}
