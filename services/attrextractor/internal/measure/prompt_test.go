package measure

import "testing"

func TestConstraintsOfThePromptAreChecked(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, prompt, response string
		value                  float64
	}{
		{"none stated", "What is Go?", "A language.", 0},
		{"at most, kept", "Explain Go in at most 10 words.", long(10), 1},
		{"at most, broken", "Explain Go in at most 10 words.", long(11), 0},
		{"about, kept", "Write 100 words about Go.", long(85), 1},
		{"about, broken", "Write 100 words about Go.", long(70), 0},
		{"at least", "Give at least 20 words.", long(30), 1},
		{"no more than", "no more than 20 words", long(30), 0},
		{"more than", "more than 20 words", long(30), 1},
		{"items", "Give me three tips.", "- a\n- b\n- c", 1},
		{"too many items", "Give me 3 tips.", "- a\n- b\n- c\n- d", 0},
		{"sentences", "in two sentences", "One here. Two there.", 1},
		{"paragraphs", "2 paragraphs", "one\n\ntwo", 1},
		{"table", "as a table", "| a | b |\n|---|---|\n| 1 | 2 |", 1},
		{"no table", "as a table", "a is 1", 0},
		{"bullets", "in bullet points please", "- a\n- b", 1},
		{"numbered", "as a numbered list", "1. a\n2. b", 1},
		{"json", "return json", `{"a":1}`, 1},
		{"only code", "only the code", "```go\npackage main\n\nfunc main() { run(1, 2, 3) }\n```", 1},
		{"only code, talked", "only the code", "Here is the code that you asked for:\n```\nx\n```", 0},
		{"no code", "without code", "```\nx\n```", 0},
		{"no list", "without bullet points", "a\nb", 1},
		{"no emoji", "no emojis please", "ok 🎉", 0},
		{"yes or no", "yes or no: is Go fast?", "Yes.", 1},
		{"one of two kept", "at most 10 words, as a table", long(5), 0.3},
		{"a number of something else", "I have 3 cats.", long(50), 0},
		{"the sentence ends between", "I have 3. Words fail me.", long(50), 0},
		{"kinds of items", "What are 3 different types of knots?", "1. reef\n2. bowline\n3. hitch", 1},
		{"a list asked for", "please make a bullet list", "- reef\n- hitch", 1},
		{"table format", "put it in table format", "a is 1", 0},
		{"emoji wanted", "add some emojis", "ok 🎉", 1},
		{"english wanted", "please answer in English", "The rope is on the deck and you can take it with you.", 1},
		{"english wanted, german given", "please answer in English", "Das Seil liegt auf dem Deck und du kannst es mitnehmen.", 0},
		{"chinese wanted", "answer in Chinese", "绳子 在 甲板 上，你 可以 带 走 它。", 1},
		{"chinese wanted, english given", "answer in Chinese", "The rope is on the deck and you can take it with you.", 0},
		{"german", "höchstens 10 Wörter bitte", long(10), 1},
	}
	for _, tt := range tests {
		r := reading(t, Input{Prompt: tt.prompt, Response: tt.response}, "constraint_adherence")
		if near := r.Value == tt.value || tt.value == 0 && r.Value <= 0.2; !near || r.Present != (tt.value == 1) {
			t.Errorf("%s: %+v, want %v", tt.name, r, tt.value)
		}
	}
}

func TestLimitsOfManyKindsAreRead(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, prompt, response string
		want                   bool
	}{
		{"or less, of each item", "Give 3 names of 2 words or less.", "- Blue Gull\n- Tern\n- Old Buoy", true},
		{"or less, one item over", "Give 3 names of 2 words or less.", "- Blue Gull\n- The Old Red Buoy\n- Tern", false},
		{"a range", "Write 10 to 20 words.", long(12), true},
		{"a range with between", "between 10 and 20 words", long(30), false},
		{"characters", "at most 20 characters", "Reef before the gale.", false},
		{"characters, kept", "at most 20 characters", "Reef early.", true},
		{"one line of code", "Can you do it in one line?", "Yes:\n```\nsum(x)\n```", true},
		{"two lines of code too many", "Can you do it in one line?", "Yes:\n```\na\nb\nc\nd\n```", false},
		{"words between number and items", "Provide 2 bulleted research goals for the harbour.", "- depth\n- current", true},
		{"what is there already", "The last two ideas are dull.", "They were.", false},
		{"one that only a reader can check", "Write it without using names.", "A man rows.", false},
		{"many that only a reader can check", "Do not mention the storm. Avoid numbers. Write in the style of a log.", "Calm sea.", true},
	}
	for _, tt := range tests {
		if r := reading(t, Input{Prompt: tt.prompt, Response: tt.response}, "constraint_adherence"); r.Present != tt.want {
			t.Errorf("%s: %+v, want present %v", tt.name, r, tt.want)
		}
	}
}

func TestHowFarLimitsAreKeptIsGraded(t *testing.T) {
	t.Parallel()
	value := func(prompt string, words int) float64 {
		return reading(t, Input{Prompt: prompt, Response: long(words)}, "constraint_adherence").Value
	}
	const limit = "Write at most 100 words, as an essay about knots."
	if kept, near, far := value(limit, 90), value(limit, 105), value(limit, 300); kept <= near || near <= far {
		t.Errorf("kept %v, nearly %v, not at all %v: want them to fall", kept, near, far)
	}
	if none, told := value("Write about knots.", 50), value("Write about knots, without using names.", 50); none >= told {
		t.Errorf("no limit %v, one that nobody checks %v: want more for the one", none, told)
	}
}

func TestRestatingTakesWordsOfThePrompt(t *testing.T) {
	t.Parallel()
	prompt := "How can I configure automatic backups for the production database?"
	tests := []struct {
		name, response string
		want           bool
	}{
		{"restated", "You want to configure automatic backups for the production database. Use cron.", true},
		{"echoed", "Automatic backups configure production database how. Use cron.", true},
		{"not", "Use cron and pg_dump. Keep seven days.", false},
		{"taken up", "Based on your question, use cron.", true},
		{"later", "Use cron. You want backups of the production database.", false},
	}
	for _, tt := range tests {
		if r := reading(t, Input{Prompt: prompt, Response: tt.response}, "restates_request"); r.Present != tt.want {
			t.Errorf("%s: %+v, want %v", tt.name, r, tt.want)
		}
	}
}

func TestOnlyTheEndsOfALongPromptAreRead(t *testing.T) {
	t.Parallel()
	pasted := long(3000)
	if r := reading(t, Input{Prompt: pasted + " In at most 5 words.", Response: "a b"}, "constraint_adherence"); !r.Present {
		t.Errorf("a limit at the end is not seen: %+v", r)
	}
	if r := reading(t, Input{Prompt: pasted + " In at most 5 words. " + pasted, Response: "a b"}, "constraint_adherence"); r.Present {
		t.Errorf("a limit in pasted text is taken for one: %+v", r)
	}
}

func TestConventionsAreThoseOfTheRegion(t *testing.T) {
	t.Parallel()
	tests := []struct {
		locale, response string
		want             bool
	}{
		{"en-US", "It is 3 miles, about 70 Fahrenheit.", true},
		{"en-US", "It is 5 km.", false},
		{"de-DE", "Es sind 5 km.", true},
		{"de", "It is 3 miles.", false},
		{"en-GB", "The colour of the theatre.", true},
		{"en-GB", "The color of the theater.", false},
		{"en-US", "The color of the theater.", true},
		{"en_gb", "It costs £3.", true},
		{"fr-FR", "Cela coûte 3 €.", true},
		{"fr-FR", "It costs £3.", false},
		{"en-US", "On 12/31/2026.", true},
		{"en-US", "On 31/12/2026.", false},
		{"pt-BR", "Em 31/12/2026.", true},
		{"en-GB", "On 10/11/2026.", false},
		{"en-GB", "Ports 31/13/2026.", false},
		{"en", "The colour is 5 km wide.", false},
		{"", "The colour is 5 km wide.", false},
		{"en-GB", "Nothing regional.", false},
		{"en-US", "3 miles, that is 5 km.", false},
		{"en-US", "We organize and analyze it.", true},
		{"en-GB", "We organize and analyze it.", false},
		{"en-GB", "The organisation of it.", true},
		{"en-GB", "A promise otherwise downsized.", false},
		{"en-US", "It costs $40.", true},
		{"en-GB", "It costs $40.", false},
		{"en-US", "Run $HOME/bin.", false},
	}
	for _, tt := range tests {
		if r := reading(t, Input{Response: tt.response, Locale: tt.locale}, "locale_conventions"); r.Present != tt.want {
			t.Errorf("%s %q: %+v, want %v", tt.locale, tt.response, r, tt.want)
		}
	}
}
