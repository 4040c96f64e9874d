package measure

import "testing"

func TestAnAnswerMayBeAnnounced(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, prompt, response string
		aspect                 string
		want                   bool
	}{
		{"announced at once", "", "Sure, here is the shorter letter:\n\nDear tenants, the lift stands still on Monday.", "answer_first", true},
		{"announced behind a word", "", "Certainly! Here are three knots:\n- bowline\n- reef\n- sheet bend", "answer_first", true},
		{"background before the list", "", "Ropes have been made by hand for thousands of years, and sailors in all parts of the world tied them in their own ways. Here are three knots:\n- bowline\n- reef\n- sheet bend", "answer_first", false},
		{"an offer of help", "", "Sure, I'd be happy to help you with this letter. Letters to tenants need a date and a reason.", "answer_first", false},
		{"a preamble", "", "Let's take a closer look at the pump before we go on.", "answer_first", false},
		{"in one sentence with the question", "How does a diving bell keep the water out?", "A diving bell keeps the water out by the pressure of the air inside, which matches that of the water. It is written:\n- p = p", "answer_first", true},
		{"announced in the words of the request", "Write a letter to the tenants about the broken lift", "Here's a letter to the tenants about the broken lift:\nDear tenants, …", "restates_request", true},
		{"announced late", "Tell me about knots", long(60) + ". Here are some more of the knots that you know:\n- reef", "restates_request", false},
		{"answered in a sentence", "Which knot holds best?", "The bowline does. It is easy to tie.", "restates_request", false},
	}
	for _, tt := range tests {
		if r := reading(t, Input{Prompt: tt.prompt, Response: tt.response}, tt.aspect); r.Present != tt.want {
			t.Errorf("%s: %s is %.2f, present %v, want %v", tt.name, tt.aspect, r.Value, r.Present, tt.want)
		}
	}
}

func TestOffersOfHelpAreNotDirect(t *testing.T) {
	t.Parallel()
	bare := reading(t, Input{Response: "Grease the hinge. Tighten both screws."}, "directness")
	offered := reading(t, Input{Response: "Sure, I'd be happy to help. Grease the hinge. Tighten both screws. I hope this helps! Let me know if you have any other questions."}, "directness")
	if !bare.Present || offered.Present || bare.Value-offered.Value < 0.3 {
		t.Errorf("bare %+v, offered %+v", bare, offered)
	}
}

func TestTheLastParagraphMaySumUp(t *testing.T) {
	t.Parallel()
	list := "Three things wear a hinge out:\n\n- rust\n- grit\n- play in the screws\n\n"
	tests := []struct {
		response string
		want     bool
	}{
		{list + "By greasing it twice a year you keep all three of these away for a long time.", true},
		{list + "Therefore a drop of oil and a firm hand on the screwdriver are all that it takes here.", true},
		{list + "Rust comes first.", false},
		{list + "Oil.", false},
		{"By greasing the hinge you keep it from wearing out in the rain and the cold.", false},
	}
	for _, tt := range tests {
		if r := reading(t, Input{Response: tt.response}, "summary"); r.Present != tt.want {
			t.Errorf("summary of %q is %.2f, want present %v", tt.response, r.Value, tt.want)
		}
	}
}
