package schema

import "strings"

// together joins the names of two aspects.
const together = "&&"

// Conjunction is the name of two aspects together, a before b by name: answers that have both.
func Conjunction(a, b string) string {
	if b < a {
		a, b = b, a
	}
	return a + together + b
}

// Conjoined are the aspects that a Conjunction is made of.
func Conjoined(name string) (a, b string, ok bool) {
	a, b, ok = strings.Cut(name, together)
	return a, b, ok && a != "" && b != "" && !strings.Contains(b, together)
}

// AspectTitle is the heading of an aspect of the catalogue, or of two of them together; false for others.
func AspectTitle(name string) (string, bool) {
	if a, b, ok := Conjoined(name); ok {
		first, okA := AspectTitle(a)
		second, okB := AspectTitle(b)
		if !okA || !okB {
			return "", false
		}
		return first + " with " + strings.ToLower(second[:1]) + second[1:], true
	}
	a, ok := AspectByName(name)
	return a.Title, ok && a.Title != ""
}

// IsConjunction says whether a name is read as that of two aspects together; no aspect may have one.
func IsConjunction(name string) bool { return strings.Contains(name, together) }

// togetherInstruction asks for both aspects at once, or warns of the combination.
func togetherInstruction(a, b, direction string) string {
	if direction == Less {
		return "Do one of these or the other, not both in one answer. Either: " + Instruction(a, More) + " Or: " + Instruction(b, More)
	}
	return "Do both in the same answer. " + Instruction(a, More) + " " + Instruction(b, More)
}
