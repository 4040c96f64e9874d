package measure

import "testing"

func TestTermsAreDefinedInManyForms(t *testing.T) {
	t.Parallel()
	tests := []struct {
		response string
		want     bool
	}{
		{"A bowline is a knot that makes a fixed loop. A hitch is used to tie a rope to a post. A bend is the joining of two ropes.", true},
		{"- Bowline: a knot with a fixed loop\n- Hitch: a knot around a post\n- Bend: the joining of two ropes\n- Splice: a join without a knot\n- Whipping: a binding at the end", true},
		{"The personal floatation device (PFD) hangs next to the fire extinguisher (FE) and the aid kit (AED). An AED is a machine that restarts a heart. A PFD is a vest that floats.", true},
		{"It is a knot. This is a rope. There is a post. You are the sailor. He was a cook.", false},
		{"Tie it: over, under, through.\nPull: hard.", false},
		{"The rope is wet and the post is old.", false},
	}
	for _, tt := range tests {
		if r := reading(t, Input{Response: tt.response}, "definitions"); r.Present != tt.want {
			t.Errorf("definitions of %q is %.2f, want present %v", tt.response, r.Value, tt.want)
		}
	}
}

func TestAQuestionForAMeaningHelps(t *testing.T) {
	t.Parallel()
	in := Input{Prompt: "How do I tie it?", Response: "A bowline is a knot with a loop that does not slip."}
	plain := reading(t, in, "definitions")
	in.Prompt = "What is a bowline?"
	if asked := reading(t, in, "definitions"); !asked.Present || asked.Value <= plain.Value {
		t.Errorf("asked %+v, not asked %+v", asked, plain)
	}
	in.Response = "Tie it."
	if r := reading(t, in, "definitions"); r.Value != 0 {
		t.Errorf("an answer that defines nothing: %+v", r)
	}
}

func TestLinesOverAParagraphAreHeadings(t *testing.T) {
	t.Parallel()
	para := "Ropes are laid from three strands that turn the other way round from their yarns, so that neither opens."
	marked := "Laying\n" + para + "\n\nSplicing\n" + para + "\n\nStoring\n" + para
	if r := reading(t, Input{Response: marked}, "structure"); !r.Present {
		t.Errorf("three headings without marks: %+v", r)
	}
	verse := "The rope is long\nthe night is cold\nwe haul it in\nas sailors hold"
	if r := reading(t, Input{Response: verse}, "structure"); r.Present {
		t.Errorf("a verse has structure: %+v", r)
	}
	if r := reading(t, Input{Response: "| a | b |\n|---|---|\n| 1 | 2 |\n\n" + para + "\n" + para + "\n" + para}, "structure"); r.Present {
		t.Errorf("a table alone is structure: %+v", r)
	}
}
