package classify

import "testing"

func TestValenceTurnsWithNegationAndBut(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		reaction string
		want     Label
	}{
		{"That is great, thanks!", SAT},
		{"That is not great.", DSAT},
		{"This is wrong.", DSAT},
		{"Great, but that is wrong.", DSAT},
		{"That is wrong, but thanks, it is great", SAT},
		{"What is the capital of France?", Neutral},
		{"", Neutral},
	} {
		if got := Valence(Input{Reaction: []string{c.reaction}}); got != c.want {
			t.Errorf("Valence(%q) = %s, want %s", c.reaction, got, c.want)
		}
	}
}
