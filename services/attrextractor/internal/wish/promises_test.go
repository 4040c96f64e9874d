package wish

import (
	"reflect"
	"strings"
	"testing"
)

func TestEvidenceIsWhatCarriesTheWish(t *testing.T) {
	t.Parallel()
	tests := []struct{ text, want string }{
		{"Thanks! Can you make it a bit shorter?", "make it a bit shorter"},
		{"Good, but that's way too long for a tweet.", "too long"},
		{"Schön 🙂 – aber bitte ohne Emojis!", "ohne Emojis"},
		{"你好，太长了。", "太长了"},
		{"Hm. Do you have a source?", "Do you have a source"},
		{"There are no examples in there", "There are no examples"},
		{"I prefer long detailed answers", "I prefer long detailed answers"},
		{"please don't be so formal", "don't be so formal"},
		{"not enough detail", "not enough detail"},
	}
	for _, tt := range tests {
		got := Wishes([]string{tt.text})
		if len(got) != 1 || got[0].Text != tt.want {
			t.Errorf("%q: evidence %+v, want %q", tt.text, got, tt.want)
		}
	}
}

func TestOffsetsCountCodePointsInTheirTurn(t *testing.T) {
	t.Parallel()
	got := Wishes([]string{"danke 👍🏽", "🎉 „zu kurz“? Nein: zu lang."})
	want := []Wish{{Aspect: "length", Direction: -1, Confidence: 0.9, Turn: 1, Start: 19, End: 26, Text: "zu lang"}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestOneWishAnAspectTheSurestFirst(t *testing.T) {
	t.Parallel()
	got := Wishes([]string{"a bit long", "too long. shorter please"})
	if len(got) != 1 || got[0].Turn != 1 || got[0].Text != "too long" || got[0].Confidence != 0.9 {
		t.Errorf("got %+v", got)
	}
}

func TestEarlierOfEquallySureWishesStays(t *testing.T) {
	t.Parallel()
	got := Wishes([]string{"too long", "too short"})
	if len(got) != 1 || got[0].Direction != -1 {
		t.Errorf("got %+v", got)
	}
}

func TestAtMostFiveWishesInTheOrderOfTheText(t *testing.T) {
	t.Parallel()
	got := Wishes([]string{"too long. too technical. too formal. no emojis. add a table. cite sources. add tests. any alternatives?"})
	if len(got) != most {
		t.Fatalf("got %d wishes, want %d: %+v", len(got), most, got)
	}
	for i := 1; i < len(got); i++ {
		if got[i].Start < got[i-1].End {
			t.Errorf("%q comes before %q", got[i].Text, got[i-1].Text)
		}
	}
}

func TestQuotedAndCodedTextIsPassedOver(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		`She said "too long"`, "Er sagte „zu lang“", "« trop long »", "“make it shorter”", "‘too long’", "「太长了」",
		"`too long`", "```\ntoo long\n```", "```\ntoo long", "> too long\n> make it shorter",
	} {
		if got := Wishes([]string{text}); len(got) != 0 {
			t.Errorf("%q wishes %+v", text, got)
		}
	}
	for _, text := range []string{
		"\"\ntoo long\"", `5" is too long`, "it's too long, isn't it", "a > b. too long", "` too long", "```\nx\n``` too long", "> quoted\ntoo long",
	} {
		if got := render(Wishes([]string{text})); text != `5" is too long` && got != "length-" {
			t.Errorf("%q wishes %q, want length-", text, got)
		}
	}
}

func TestOnlyTheEndsOfALongTurnSpeakOfTheAnswer(t *testing.T) {
	t.Parallel()
	filler := strings.Repeat("The committee met on Tuesday and spoke about the harbour. ", 30)
	tests := []struct {
		name, text string
		want       string
	}{
		{"at the start", "Too long. " + filler, "length-"},
		{"at the end", filler + "Please make it shorter.", "length-"},
		{"in between", filler + "It was too long. " + filler, ""},
		{"far beyond the limit", strings.Repeat(filler, 20) + "Make it shorter.", "length-"},
	}
	for _, tt := range tests {
		got := Wishes([]string{tt.text})
		if render(got) != tt.want {
			t.Errorf("%s: %+v, want %q", tt.name, got, tt.want)
		}
		for _, w := range got {
			if problem := broken(w, []string{tt.text}); problem != "" {
				t.Errorf("%s: %s", tt.name, problem)
			}
		}
	}
}

func TestNothingIsWishedForWithoutWords(t *testing.T) {
	t.Parallel()
	for _, reaction := range [][]string{nil, {}, {""}, {"👍"}, {"...", "?!"}, {"\xff\xfe"}} {
		if got := Wishes(reaction); got != nil {
			t.Errorf("%q wishes %+v", reaction, got)
		}
	}
}

func FuzzWishesPointIntoTheReaction(f *testing.F) {
	for _, tt := range englishCases {
		f.Add(tt.text, "")
	}
	for _, tt := range tonguesCases {
		f.Add("ok", tt.text)
	}
	f.Add("a\xffb too long \"", "`\n```")
	f.Fuzz(func(t *testing.T, a, b string) {
		reaction := []string{a, b}
		got := Wishes(reaction)
		if len(got) > most {
			t.Fatalf("%d wishes", len(got))
		}
		seen := map[string]bool{}
		for _, w := range got {
			if problem := broken(w, reaction); problem != "" {
				t.Errorf("%+v %s", w, problem)
			}
			if seen[w.Aspect] {
				t.Errorf("%s is wished for twice", w.Aspect)
			}
			seen[w.Aspect] = true
		}
		if !reflect.DeepEqual(got, Wishes(reaction)) {
			t.Error("two readings differ")
		}
	})
}
