package measure

import "testing"

// TestWeakSignsOrderAnswersWithoutStrongOnes checks that an answer with signs of an aspect has more of it than a bare one.
func TestWeakSignsOrderAnswersWithoutStrongOnes(t *testing.T) {
	t.Parallel()
	const bare = "The rope lies on the deck. The post stands on the pier."
	tests := []struct{ aspect, more string }{
		{"alternatives", "Use a bowline or a hitch, if you prefer a knot that unties. Both are options."},
		{"alternatives", "**Alternative knots**\n\nA hitch holds."},
		{"definitions", "A bowline is a knot that makes a loop which does not slip."},
		{"definitions", "Tie it to a cleat, a fitting that holds ropes."},
		{"edge_cases", "If the rope is still wet, dry it. It may not hold."},
		{"humour", "The monkey was goin' wild again, and oh no, it ate the cheese!"},
		{"sources", "Researchers of the university describe the knot in a book."},
		{"sources", "The knot is old (Ashley, 1944) and well known."},
		{"sources", "They cast the nets (Luke 5:4) and drew them in."},
		{"verification", "Make sure that the rope holds."},
		{"warmth", "I am proud of you, dear friend."},
	}
	for _, tt := range tests {
		less, more := reading(t, Input{Response: bare}, tt.aspect), reading(t, Input{Response: tt.more}, tt.aspect)
		if more.Value <= less.Value {
			t.Errorf("%s of %q is %.2f, of a bare answer %.2f", tt.aspect, tt.more, more.Value, less.Value)
		}
	}
}

func TestFriendlyWordsCountWhereTheReaderIsMeant(t *testing.T) {
	t.Parallel()
	outer := reading(t, Input{Response: "Good luck with it. " + long(200)}, "warmth")
	inner := reading(t, Input{Response: long(100) + " good luck with it " + long(100)}, "warmth")
	if outer.Value <= inner.Value {
		t.Errorf("at the start %.2f, in the middle %.2f", outer.Value, inner.Value)
	}
}

func TestWhatIsAskedToBeFunnyIsMeantToBe(t *testing.T) {
	t.Parallel()
	in := Input{Prompt: "Write something funny about knots.", Response: "The knot would not come home. It was tied up."}
	if r := reading(t, in, "humour"); !r.Present {
		t.Errorf("asked for: %+v", r)
	}
	in.Prompt = "Write something about knots."
	if r := reading(t, in, "humour"); r.Present {
		t.Errorf("not asked for: %+v", r)
	}
	in.Prompt, in.Response = "Tell a joke.", "I'm sorry, but I cannot do that."
	if r := reading(t, in, "humour"); r.Present {
		t.Errorf("refused: %+v", r)
	}
}

func TestLinksOfTheRequestAreNoSources(t *testing.T) {
	t.Parallel()
	in := Input{Prompt: "Describe https://knots.example/bowline", Response: "The page https://knots.example/bowline shows a knot."}
	if r := reading(t, in, "sources"); r.Present {
		t.Errorf("a link given back: %+v", r)
	}
	in.Response += " See https://knots.example/hitch too."
	if r := reading(t, in, "sources"); !r.Present {
		t.Errorf("a new link: %+v", r)
	}
}

func TestYearsThatEndALineNameNoSource(t *testing.T) {
	t.Parallel()
	if r := reading(t, Input{Response: "1. Tied Up (1985)\n2. Loose Ends (1991)\n3. Adrift (1999)"}, "sources"); r.Present {
		t.Errorf("films with years: %+v", r)
	}
}

func TestALastParagraphThatRoundsOffIsNotDirect(t *testing.T) {
	t.Parallel()
	const steps = "Tie it.\n\n- over the post\n- under the rope\n\n"
	bare := reading(t, Input{Response: steps}, "directness")
	padded := reading(t, Input{Response: steps + "By doing these things in this order you will have a knot that holds the boat."}, "directness")
	if padded.Value >= bare.Value {
		t.Errorf("with a last paragraph %.2f, without %.2f", padded.Value, bare.Value)
	}
}

func TestAnAimNamedFirstRestatesTheRequest(t *testing.T) {
	t.Parallel()
	in := Input{Prompt: "How can I fasten a boat?", Response: "To hold it there, tie a bowline."}
	aim := reading(t, in, "restates_request")
	in.Response = "Tie a bowline."
	if bare := reading(t, in, "restates_request"); aim.Value <= bare.Value {
		t.Errorf("with the aim %.2f, without %.2f", aim.Value, bare.Value)
	}
}
