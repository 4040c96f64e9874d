package classify

import (
	"strings"

	"github.com/gpa-stream/gpa/services/turnclassifier/internal/tokens"
)

var (
	idCopula = words.ID("copula")
	idDefect = words.ID("defect")
	idGoOn   = words.ID("goon")
	idRevise = words.ID("revise")
	idPlease = words.ID("please")
	idChoice = words.ID("choice")
)

// brief is how many tokens a short statement has at most.
const brief = 10

// clues are signs that no single phrase gives: a bare statement against the answer, another number, a pasted message,
// praise that turns over.
func (c *collected) clues(r *reading) [clueCount]bool {
	if len(r.turns) == 0 {
		return [clueCount]bool{}
	}
	last := &r.turns[len(r.turns)-1]
	asks := isQuestion(last.tokens)
	plain := c.polarity.none() && !asks
	short := len(last.tokens) <= brief
	number := otherNumber(last.tokens, r.head)
	swapped, same := sameForm(last.tokens, r.prompt)
	few := count(r) <= 2
	return [clueCount]bool{
		plain && short && opensWith(last, idCopula),
		plain && short && !opensWith(last, idTask) && !r.response.asks,
		plain && short && number,
		number && !asks,
		last.pasted,
		last.pasted && r.response.code,
		overturned(last),
		short && r.response.asks,
		plain && opensWith(last, idTask),
		asks && c.again >= 0.4,
		!asks && c.again >= 0.6,
		c.again >= 0.75,
		asks && c.again < 0.1 && c.polarity.none(),
		swapped,
		same,
		last.pasted && r.response.asks,
		few && c.polarity.plain[blame] > 0,
		few && c.polarity.plain[good] > 0,
		opensPlainly(last, good),
		opensPlainly(last, blame),
		strings.Contains(last.text, "..") || strings.Contains(last.text, "…"),
		c.goesOn,
		c.chooses,
		c.whole,
		sameOpening(last.tokens, r.prompt) && !same,
		opensPlainly(last, good) && len(last.tokens) > 6,
		opensWith(last, idRevise),
		last.pasted && c.polarity.plain[blame] == 0 && len(last.tokens) > 60,
	}
}

// clueCount is how many clues there are.
const clueCount = 28

// goesOn says whether a turn only asks to go on: nothing stands in it but words for that, for yes, ok and please.
func goesOn(t *turn) bool {
	on, to := false, 0
	for _, h := range t.hits {
		switch h.Concept {
		case idGoOn:
			on = true
		case idYes, idAck, idPlease:
		default:
			continue
		}
		for to < h.From && !spoken(t.tokens[to]) {
			to++
		}
		if h.From > to {
			return false
		}
		to = max(to, h.To)
	}
	for to < len(t.tokens) && !spoken(t.tokens[to]) {
		to++
	}
	return on && to == len(t.tokens)
}

// chooses says whether a turn is a choice among what was offered: a letter, a number, "the second one".
func chooses(t *turn) bool {
	if len(t.tokens) == 0 || len(t.tokens) > 6 {
		return false
	}
	if opensWith(t, idChoice) {
		return true
	}
	first := t.tokens[0]
	return (len(t.tokens) == 1 || len(t.tokens) == 2 && !spoken(t.tokens[1])) &&
		(first.Kind == tokens.Number || first.Kind == tokens.Word && len(first.Text) == 1)
}

// sameOpening says whether two texts open with the same three words.
func sameOpening(said, asked []tokens.Token) bool {
	if len(said) < 5 || len(asked) < 5 {
		return false
	}
	for i := range 3 {
		if said[i].Text != asked[i].Text {
			return false
		}
	}
	return true
}

func opensWith(t *turn, concept int) bool {
	for _, h := range t.hits {
		if h.From > 1 {
			return false
		}
		if h.Concept == concept {
			return true
		}
	}
	return false
}

// opensPlainly says whether a turn opens with a phrase of that pole that nothing turns, followed by a mark.
func opensPlainly(t *turn, p pole) bool {
	for _, h := range t.hits {
		if h.From > 2 {
			return false
		}
		if poleOf[h.Concept] == p && h.scope == 0 && (h.To == len(t.tokens) || t.tokens[h.To].Kind == tokens.Mark) {
			return true
		}
	}
	return false
}

// otherNumber says whether both texts hold numbers and none of the first stands in the second.
func otherNumber(said, answered []tokens.Token) bool {
	found, known := false, false
	for _, t := range answered {
		known = known || t.Kind == tokens.Number
	}
	if !known {
		return false
	}
	for _, t := range said {
		if t.Kind != tokens.Number {
			continue
		}
		found = true
		for _, a := range answered {
			if a.Text == t.Text {
				return false
			}
		}
	}
	return found
}

// pasted says whether a turn looks like a message of a program.
func pasted(ts []tokens.Token, notes []note) bool {
	for i, n := range notes {
		k := &ts[i]
		switch {
		case k.Kind == tokens.Word && len(k.Text) > 6 && (strings.HasSuffix(k.Text, "error") || strings.HasSuffix(k.Text, "exception")):
			return true
		case n&programs != 0:
			return true
		case n&errorWord != 0 && i+1 < len(ts) && notes[i+1]&(colon|openSquare) != 0:
			return true
		case n&colon != 0 && i > 0 && i+1 < len(ts) && ts[i+1].Kind == tokens.Number && ts[i+1].From == k.To && ts[i-1].Kind == tokens.Word:
			return true
		}
	}
	return false
}

// overturned says whether a turn opens with praise and goes on with something that fails.
func overturned(t *turn) bool {
	praised := -1
	for _, h := range t.hits {
		p := poleOf[h.Concept]
		switch {
		case p == good && h.scope == 0 && praised < 0 && h.From < 4:
			praised = h.To
		case praised >= 0 && h.From >= praised && (p == blame || h.Concept == idDefect || h.Concept == idNegator):
			return true
		case praised < 0 && h.From >= 4:
			return false
		}
	}
	return false
}

// sameForm says whether a text repeats another, marks and case apart: with a few words exchanged, which is the next
// question of a kind, or word by word.
func sameForm(said, asked []tokens.Token) (swapped, same bool) {
	if len(said) > 2*len(asked)+4 || len(asked) > 2*len(said)+4 {
		return false, false
	}
	words, differ := 0, 0
	for i, k := 0, 0; ; i, k = i+1, k+1 {
		for i < len(said) && !spoken(said[i]) {
			i++
		}
		for k < len(asked) && !spoken(asked[k]) {
			k++
		}
		if i == len(said) || k == len(asked) {
			if i != len(said) || k != len(asked) {
				return false, false
			}
			break
		}
		words++
		if said[i].Text != asked[k].Text {
			differ++
		}
	}
	return words >= 3 && differ > 0 && differ*2 <= words, words > 1 && differ == 0
}

// spoken says whether a token is a word, a number or a character.
func spoken(t tokens.Token) bool { return t.Kind != tokens.Mark && t.Kind != tokens.Emoji }

// count is how many tokens the whole reaction has.
func count(r *reading) int {
	n := 0
	for i := range r.turns {
		n += len(r.turns[i].tokens)
	}
	return n
}
