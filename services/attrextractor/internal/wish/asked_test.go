package wish

import "testing"

// askedCases are wishes for the way of answering, and their near misses.
var askedCases = []struct{ text, want string }{
	// A verb of saying with a comparative.
	{"explain more simply", "technical_depth-"},
	{"Explain recursion more simply", "technical_depth-"},
	{"could you explain the second part more simply?", "technical_depth-"},
	{"please put it more plainly", "technical_depth-"},
	{"say that more formally", "formality+"},
	{"answer more briefly", "length-"},
	{"can you describe it more casually?", "formality-"},
	{"word it more gently", "directness-"},
	{"make it punchier", "length-"},
	{"make it snappier please", "length-"},
	{"make it more understandable", "technical_depth-"},
	{"can you make this more descriptive", "length+"},
	{"make it sound more upbeat", "warmth+"},
	{"rewrite it in a more professional tone", "formality+"},
	{"Rewrite this in a casual tone", "formality-"},
	{"be brief and to the point", "directness+ length-"},
	{"briefly explain what a mutex is", "length-"},
	{"Explain briefly.", "length-"},
	{"how can this loop be written more simply in C", ""},
	{"Can the process be done more simply by a machine", ""},
	{"explain how poets speak more plainly than lawyers do", ""},
	{"my manager talks more formally than I do", ""},
	{"he explained it more briefly", ""},
	{"make the queue more accessible to wheelchairs", ""},

	// More or less of it, on something.
	{"more details on the third option please", "length+"},
	{"Can give more details on how the valve is fitted?", "length+"},
	{"give me more information about the second city", "length+"},
	{"Please add more description to the castle scene", "length+"},
	{"I need more detail about the migration", "length+"},
	{"shorter and less details on the history", "length-"},
	{"fewer details about the war please", "length-"},
	{"write more", "length+"},
	{"go into detail", "length+"},
	{"more details on step 3", "length+"},
	{"what should have been asked first?", ""},
	{"Make a list of songs for kids aged 4", ""},
	{"I found more details on their website", ""},
	{"where did he get more information about it", ""},
	{"the form asks for details on my job", ""},

	// Another length in numbers.
	{"Reduce to 30 words", "length-"},
	{"reduce it to about 40 words please", "length-"},
	{"cut this down to one paragraph", "length-"},
	{"can you condense the text to under 500 characters?", "length-"},
	{"shorten to 2 or 3 sentences", "length-"},
	{"trim it to a single line", "length-"},
	{"expand it to 800 words", "length+"},
	{"Can you extend this to two pages", "length+"},
	{"cut it in half", "length-"},
	{"boil it down to the essentials", "length-"},
	{"reduce it to 3 functions", ""},
	{"Reduce to lowest terms", ""},
	{"reduce the price to 30 dollars", ""},
	{"increase it to 5 replicas", ""},
	{"don't reduce it to 30 words", ""},
	{"should I cut it down to 300 words?", ""},

	// With something.
	{"explain the borrow checker with examples", "example+"},
	{"What is polymorphism, with an example", "example+"},
	{"Describe the three laws with examples for each", "example+"},
	{"explain quicksort with code", "code_share+"},
	{"Compare both approaches with sample code", "code_share+"},
	{"write an essay about bees with references", "sources+"},
	{"Write about the plague, citing sources", "sources+"},
	{"List the main theories and cite their sources", "sources+"},
	{"discuss the causes of the strike citing relevant literature", "sources+"},
	{"list the sources", "sources+"},
	{"answer each question with reasons", "explains_why+"},
	{"now answer them with details", "length+"},
	{"Explain magnets without jargon", "technical_depth-"},
	{"explain it without analogies", "analogy-"},
	{"write the post without emojis", "emoji-"},
	{"rewrite without the emojis", "emoji-"},
	{"don't explain", "explains_why-"},
	{"do not explain anything", "explains_why-"},
	{"give me an example of how the cache is used", "example+"},
	{"Give an example where this fails", "example+"},
	{"is there a more recent analogy?", "analogy+"},
	{"the box comes with examples", ""},
	{"what is wrong with code like that", ""},
	{"explain how the problem with code reviews started", ""},
	{"can you help me with code", ""},
	{"show how a robot that works with examples learns", ""},
	{"write a request with headers", ""},
	{"create an html page with bullet points", ""},
	{"he writes essays with references", ""},
	{"write a function with_examples()", ""},

	// In or as a form.
	{"list the planets in a table", "table+"},
	{"compare the two phones in tabular form", "table+"},
	{"can you put all of these cities in a table with a column for the country?", "table+"},
	{"Give me the main dates as bullet points", "structure+"},
	{"summarize the chapter in bullet points", "structure+"},
	{"Present the plan as a numbered list", "structure+"},
	{"Explain photosynthesis in simple terms", "technical_depth-"},
	{"What is inflation in simple words?", "technical_depth-"},
	{"how does a fridge work in layman's terms", "technical_depth-"},
	{"explain entropy and enthalpy in plain english please", "technical_depth-"},
	{"Explain gravity to a five year old", "technical_depth-"},
	{"Explain the difference between both in detail", "length+"},
	{"please give an example in detail", "example+ length+"},
	{"describe the life cycle of a frog in one sentence", "length-"},
	{"explain how to solve this equation step by step", "step_by_step+"},
	{"Tell me what a blockchain is in a funny way", "humour+"},
	{"explain the tides using an analogy", "analogy+"},
	{"write a table of contents", ""},
	{"write a table of the largest rivers", ""},
	{"how do I insert a row in a table", ""},
	{"show all rows in a table", ""},
	{"Write a query that finds duplicates in a table", ""},
	{"explain how to present data in a table", ""},
	{"what's the distance in miles?", ""},
	{"suggest some books for beginners", ""},
	{"the author described in detail how bees dance", ""},
	{"I explained it in detail", ""},
	{"Explain the phrase \"in simple terms\"", ""},
	{"explain `in a table`", ""},
	{"write a script that saves the result as a list", ""},
	{"should I explain my gap in detail?", ""},
	{"some people explain things in simple terms", ""},
}

func TestWaysOfAnswering(t *testing.T) {
	t.Parallel()
	check(t, askedCases)
}

func TestEvidenceOfWaysOfAnsweringIsShort(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ text, want string }{
		{"Explain the borrow checker in simple terms.", "in simple terms"},
		{"Describe how volcanoes form, with a few examples", "with a few examples"},
		{"Hm. Reduce it to about 30 words, ok?", "Reduce it to about 30 words"},
		{"list the planets in a table with a column for the mass", "in a table"},
		{"Please explain lock ordering more simply", "more simply"},
	} {
		got := Wishes([]string{tt.text})
		if len(got) != 1 || got[0].Text != tt.want {
			t.Errorf("%q: evidence %+v, want %q", tt.text, got, tt.want)
		}
	}
}
