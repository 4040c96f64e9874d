package classify

import (
	"slices"
	"testing"
)

// scopeOf is the scope of the first phrase of a concept in a text.
func scopeOf(t *testing.T, text, concept string) scope {
	t.Helper()
	id := words.ID(concept)
	for _, h := range (&memory{}).turn(0, text, maxTokens).hits {
		if h.Concept == id {
			return h.scope
		}
	}
	t.Fatalf("no %s in %q", concept, text)
	return 0
}

func TestWhatStandsAroundAPhraseTurnsIt(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text, concept string
		want          scope
	}{
		{"this is useless", "bad", 0},
		{"he said \"useless\" to me", "bad", quoted | foreign},
		{"`useless`", "bad", quoted},
		{"> useless\nnew line", "bad", quoted},
		{"not really useless", "bad", negated},
		{"my boss finds it useless", "bad", foreign},
		{"if it is useless", "bad", supposed},
		{"add that it was useless", "bad", ordered},
		{"my boss is away. it is useless", "bad", 0},
		{"nicht schlecht", "praise", 0},
		{"write shorter sentences", "toolong", 0},
	} {
		if got := scopeOf(t, c.text, c.concept); got != c.want {
			t.Errorf("scope of %s in %q = %05b, want %05b", c.concept, c.text, got, c.want)
		}
	}
}

func TestClausesEndAtMarksAndBeginAtBut(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text string
		want []int
	}{
		{"no, that is wrong", []int{0, 0, 0, 0, 0}},
		{"it runs now but slowly", []int{0, 0, 0, 1, 1}},
		{"one. two", []int{0, 0, 1}},
		{"main.go is 3.5", []int{0, 0, 0, 0, 0, 0, 0}},
		{"a\nb", []int{0, 1}},
		{"TypeError: x", []int{0, 0, 0}},
		{"note: x", []int{0, 0, 1}},
	} {
		if got := (&memory{}).turn(0, c.text, maxTokens).clause; !slices.Equal(got, c.want) {
			t.Errorf("clauses of %q = %v, want %v", c.text, got, c.want)
		}
	}
}

func TestCluesSeeWhatNoPhraseSays(t *testing.T) {
	t.Parallel()
	turnOf := func(text string) *turn {
		v := (&memory{}).turn(0, text, maxTokens)
		return &v
	}
	prompt := turnOf("What is the capital of France?").tokens
	swapped := func(text string) bool { is, _ := sameForm(turnOf(text).tokens, prompt); return is }
	same := func(text string) bool { _, is := sameForm(turnOf(text).tokens, prompt); return is }
	for _, c := range []struct {
		name string
		got  bool
		want bool
	}{
		{"the next of a kind", swapped("What is the capital of Spain?"), true},
		{"another question", swapped("Where can I eat well in Paris tonight?"), false},
		{"the same again", same("what is the capital of france"), true},
		{"the same again is not the next", swapped("what is the capital of france"), false},
		{"a pasted message", turnOf("ValueError: bad").pasted, true},
		{"a place in a file", turnOf("main.go:12: x").pasted, true},
		{"plain words", turnOf("it is an error of mine").pasted, false},
		{"praise that turns", overturned(turnOf("Great, now nothing runs")), true},
		{"praise that stays", overturned(turnOf("Great, see you tomorrow")), false},
		{"opens with praise", opensPlainly(turnOf("Great. Let's go on"), good), true},
		{"another number", otherNumber(turnOf("it is 12").tokens, turnOf("It is 15.").tokens), true},
		{"the same number", otherNumber(turnOf("15?").tokens, turnOf("It is 15.").tokens), false},
	} {
		if c.got != c.want {
			t.Errorf("%s: %v, want %v", c.name, c.got, c.want)
		}
	}
}

func TestLikenessSeesRequestsAskedAgain(t *testing.T) {
	t.Parallel()
	of := func(a, b string) float64 {
		var m memory
		s, t := m.turn(0, a, maxTokens), m.turn(0, b, maxTokens)
		x, y := m.bag(s.tokens, s.notes), m.bag(t.tokens, t.notes)
		return likeness(shared(x, y), x, y)
	}
	again := of("Which chart should I use for monthly sales?", "what chart is best for sales per month")
	other := of("Which chart should I use for monthly sales?", "write a poem about the sea")
	if again < 0.4 || other > 0.1 {
		t.Errorf("likeness again %.2f, other %.2f", again, other)
	}
	if of("", "") != 0 || of("猫喜欢鱼", "猫喜欢鱼") != 1 {
		t.Error("likeness of nothing is not 0, or of the same not 1")
	}
}

func TestTheLexiconOfTheProgramReads(t *testing.T) {
	t.Parallel()
	if len(words.Names()) == 0 {
		t.Fatal("the lexicon did not read")
	}
	for p := good; p < polesCount; p++ {
		if !slices.Contains(poleOf, p) {
			t.Errorf("no concept points to pole %d", p)
		}
	}
}
