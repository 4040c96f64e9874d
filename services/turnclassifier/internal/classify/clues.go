package classify

import (
	"slices"
	"strings"

	"github.com/gpa-stream/gpa/services/turnclassifier/internal/tokens"
)

var (
	idCopula = words.ID("copula")
	idDefect = words.ID("defect")
)

// brief is how many tokens a short statement has at most.
const brief = 10

// clues are signs that no single phrase gives: a bare statement against the answer, another number, a pasted message,
// praise that turns over.
func (c *collected) clues(r *reading) []bool {
	if len(r.turns) == 0 {
		return nil
	}
	last := &r.turns[len(r.turns)-1]
	asks := isQuestion(last.tokens)
	plain := c.polarity.none() && !asks
	short := len(last.tokens) <= brief
	number := otherNumber(last.tokens, r.head)
	return []bool{
		plain && short && opensWith(last, idCopula),
		plain && short && !opensWith(last, idTask) && !r.response.asks,
		plain && short && number,
		number && !asks,
		pasted(last),
		pasted(last) && r.response.code,
		overturned(last),
		short && r.response.asks,
		plain && opensWith(last, idTask),
		asks && c.again >= 0.4,
		!asks && c.again >= 0.6,
		c.again >= 0.75,
		asks && c.again < 0.1 && c.polarity.none(),
		swapped(last.tokens, r.prompt),
		sameWords(last.tokens, r.prompt),
		pasted(last) && r.response.asks,
		count(r) <= 2 && c.polarity.plain[blame] > 0,
		count(r) <= 2 && c.polarity.plain[good] > 0,
		opensPlainly(last, good),
		opensPlainly(last, blame),
		strings.Contains(last.text, "..") || strings.Contains(last.text, "…"),
	}
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

// pasted says whether the turn looks like a message of a program.
func pasted(t *turn) bool {
	for i, k := range t.tokens {
		switch {
		case k.Kind == tokens.Word && len(k.Text) > 6 && (strings.HasSuffix(k.Text, "error") || strings.HasSuffix(k.Text, "exception")):
			return true
		case k.Text == "traceback" || k.Text == "errno" || k.Text == "panic" || k.Text == "fatal" || k.Text == "stderr":
			return true
		case k.Text == "error" && i+1 < len(t.tokens) && (t.tokens[i+1].Text == ":" || t.tokens[i+1].Text == "["):
			return true
		case k.Text == ":" && i > 0 && i+1 < len(t.tokens) && t.tokens[i+1].Kind == tokens.Number && t.tokens[i+1].From == k.To && t.tokens[i-1].Kind == tokens.Word:
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

// swapped says whether a text repeats the form of another with a few words exchanged: the next question of a kind.
func swapped(said, asked []tokens.Token) bool {
	if len(said) > 2*len(asked)+4 || len(asked) > 2*len(said)+4 {
		return false
	}
	a, b := wordsOf(said), wordsOf(asked)
	if len(a) < 3 || len(a) != len(b) {
		return false
	}
	differ := 0
	for i := range a {
		if a[i] != b[i] {
			differ++
		}
	}
	return differ > 0 && differ*2 <= len(a)
}

// sameWords says whether a text is another one again, marks and case apart.
func sameWords(said, asked []tokens.Token) bool {
	if len(said) > 2*len(asked)+4 || len(asked) > 2*len(said)+4 {
		return false
	}
	a, b := wordsOf(said), wordsOf(asked)
	return len(a) > 1 && slices.Equal(a, b)
}

func wordsOf(ts []tokens.Token) []string {
	out := make([]string, 0, len(ts))
	for _, t := range ts {
		if t.Kind != tokens.Mark && t.Kind != tokens.Emoji {
			out = append(out, t.Text)
		}
	}
	return out
}

// count is how many tokens the whole reaction has.
func count(r *reading) int {
	n := 0
	for i := range r.turns {
		n += len(r.turns[i].tokens)
	}
	return n
}
