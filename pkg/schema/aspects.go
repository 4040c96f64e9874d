package schema

import (
	"sort"
	"strings"
)

// An Aspect is a property of an answer that people may want more or less of.
type Aspect struct {
	// Name is snake_case and names one pole: it is what stands in rules.
	Name string
	// Title is for headings.
	Title string
	// More and Less are instructions for a system prompt, one sentence each.
	More, Less string
	// MoreWanted and LessWanted complete "users of this group …" for people.
	MoreWanted, LessWanted string
	// Quality aspects say whether an answer is good, not which kind people like:
	// a difference in them is a finding about quality, not about taste.
	Quality bool
}

// Aspects is the catalogue, sorted by name. Packs may add more.
var Aspects = []Aspect{
	{
		Name: "alternatives", Title: "Alternatives",
		More: "Offer alternatives and name what each of them costs.", Less: "Give one recommended way and leave other options out.",
		MoreWanted: "want to see alternatives and trade-offs", LessWanted: "want one recommendation, not a choice",
	},
	{
		Name: "analogy", Title: "Analogies",
		More: "Explain new ideas with a comparison from everyday life.", Less: "Explain things as they are, without analogies or metaphors.",
		MoreWanted: "want comparisons with familiar things", LessWanted: "want no analogies",
	},
	{
		Name: "answer_first", Title: "Answer first",
		More: "Open with the answer itself and give background afterwards.", Less: "Build up to the answer: give context and reasoning before the conclusion.",
		MoreWanted: "want the answer at the start", LessWanted: "want the background before the answer",
	},
	{
		Name: "code_share", Title: "Share of code",
		More: "Answer mainly with code and keep the prose short.", Less: "Answer in prose and show code only where it is needed.",
		MoreWanted: "want more code and less prose", LessWanted: "want more prose and less code",
	},
	{
		Name: "constraint_adherence", Title: "Stated limits kept", Quality: true,
		More: "Check each limit that the request states (counts, lengths, formats, exclusions) and keep to it.", Less: "Treat limits in the request as guidance where keeping to them would make the answer worse.",
		MoreWanted: "want stated limits kept to the letter", LessWanted: "want stated limits read loosely",
	},
	{
		Name: "definitions", Title: "Definitions",
		More: "Define each technical term in a few words when it first appears.", Less: "Use the usual terms of the field without defining them.",
		MoreWanted: "want terms defined", LessWanted: "want no definitions of terms they know",
	},
	{
		Name: "directness", Title: "Directness",
		More: "Say things plainly, without preamble, filler or padding.", Less: "Lead in gently and soften statements instead of stating them bluntly.",
		MoreWanted: "want plain statements without filler", LessWanted: "want a gentler way of putting things",
	},
	{
		Name: "edge_cases", Title: "Edge cases",
		More: "Cover edge cases and say how to handle each of them.", Less: "Cover the normal case only and leave rare cases out.",
		MoreWanted: "want edge cases covered", LessWanted: "want only the normal case",
	},
	{
		Name: "emoji", Title: "Emoji",
		More: "Add a few fitting emoji.", Less: "Write without emoji.",
		MoreWanted: "want emoji", LessWanted: "want no emoji",
	},
	{
		Name: "example", Title: "Examples",
		More: "Illustrate the main points with a concrete example.", Less: "Leave examples out unless they are asked for.",
		MoreWanted: "want concrete examples", LessWanted: "want fewer examples",
	},
	{
		Name: "explains_why", Title: "Reasons",
		More: "Give the reason behind each statement or step.", Less: "State what to do or what holds without arguing why.",
		MoreWanted: "want to know why", LessWanted: "want the result without the reasoning",
	},
	{
		Name: "follow_up_question", Title: "Follow-up question",
		More: "End with one question that helps the user to go on.", Less: "End without asking the user anything.",
		MoreWanted: "want to be asked a question at the end", LessWanted: "want no question at the end",
	},
	{
		Name: "formality", Title: "Formality",
		More: "Write in a formal, professional register.", Less: "Write in a relaxed, conversational register.",
		MoreWanted: "want a formal tone", LessWanted: "want a casual tone",
	},
	{
		Name: "hedging", Title: "Hedging",
		More: "Say how sure each statement is and mark what is uncertain.", Less: "State things with confidence and hedge only real doubt.",
		MoreWanted: "want uncertainty spelt out", LessWanted: "want confident statements",
	},
	{
		Name: "humour", Title: "Humour",
		More: "Let some light humour in.", Less: "Keep the tone serious, without jokes.",
		MoreWanted: "want some humour", LessWanted: "want a serious tone",
	},
	{
		Name: "length", Title: "Length",
		More: "Answer at length and in detail.", Less: "Keep the answer short.",
		MoreWanted: "want longer answers", LessWanted: "want shorter answers",
	},
	{
		Name: "locale_conventions", Title: "Local conventions",
		More: "Use the units, currency, spelling and date format of the user's region.", Less: "Use international units, spelling and date formats, not regional ones.",
		MoreWanted: "want the units and formats of their region", LessWanted: "want international units and formats",
	},
	{
		Name: "restates_request", Title: "Request restated",
		More: "Begin by restating in one sentence what was asked.", Less: "Do not repeat the question before answering.",
		MoreWanted: "want their request restated", LessWanted: "want no repetition of their question",
	},
	{
		Name: "runnable_code", Title: "Runnable code",
		More: "Give complete code that runs as it stands, with imports and no gaps.", Less: "Show only the lines of code that matter, not whole programs.",
		MoreWanted: "want complete code that runs", LessWanted: "want only the relevant lines of code",
	},
	{
		Name: "sources", Title: "Sources",
		More: "Name sources or links for the main statements.", Less: "Leave out citations and links.",
		MoreWanted: "want sources", LessWanted: "want no citations",
	},
	{
		Name: "step_by_step", Title: "Step-by-step guidance",
		More: "Give numbered steps, one action each.", Less: "Do not break the answer into steps.",
		MoreWanted: "want numbered steps", LessWanted: "want the answer without step-by-step guidance",
	},
	{
		Name: "structure", Title: "Structure",
		More: "Structure the answer with headings and bullet points.", Less: "Write in plain paragraphs, without headings or bullet points.",
		MoreWanted: "want headings and lists", LessWanted: "want plain paragraphs",
	},
	{
		Name: "summary", Title: "Summary",
		More: "Add a summary of the main points in one or two sentences.", Less: "Do not add a summary or conclusion.",
		MoreWanted: "want a short summary", LessWanted: "want no summary",
	},
	{
		Name: "table", Title: "Tables",
		More: "Put comparable facts into a table.", Less: "Do not use tables.",
		MoreWanted: "want tables", LessWanted: "want no tables",
	},
	{
		Name: "technical_depth", Title: "Technical depth",
		More: "Go into technical detail and use the exact terms of the field.", Less: "Explain in simple words that need no prior knowledge.",
		MoreWanted: "want technical depth", LessWanted: "want simple, non-technical wording",
	},
	{
		Name: "verification", Title: "Verification",
		More: "Say how to check that the result is right.", Less: "Leave out how to test or verify the result.",
		MoreWanted: "want to know how to check the result", LessWanted: "want no checks spelt out",
	},
	{
		Name: "warmth", Title: "Warmth",
		More: "Be warm and encouraging.", Less: "Stay matter-of-fact, without compliments or encouragement.",
		MoreWanted: "want a warm tone", LessWanted: "want a matter-of-fact tone",
	},
	{
		Name: "warnings", Title: "Warnings",
		More: "Point out risks and what to be careful about.", Less: "Leave out warnings and disclaimers that do not bear on the user's safety.",
		MoreWanted: "want risks pointed out", LessWanted: "want fewer disclaimers",
	},
}

// AspectByName finds an aspect of the catalogue.
func AspectByName(name string) (Aspect, bool) {
	i := sort.Search(len(Aspects), func(i int) bool { return Aspects[i].Name >= name })
	if i == len(Aspects) || Aspects[i].Name != name {
		return Aspect{}, false
	}
	return Aspects[i], true
}

// Instruction is the sentence for a system prompt that asks for more or less of an aspect.
//
// Names that the catalogue lacks come from data and may be hostile: of them only the letters a to z, digits
// and spaces are used, at most 40, quoted as the name of a property and never as an instruction of their own.
func Instruction(name, direction string) string {
	if a, b, ok := Conjoined(name); ok {
		return togetherInstruction(a, b, direction)
	}
	if a, ok := AspectByName(name); ok {
		if direction == Less {
			return a.Less
		}
		return a.More
	}
	words := nameWords(name)
	if words == "" {
		return "Answer in the usual way."
	}
	if direction == Less {
		return `Show less of the property called "` + words + `" in the answer.`
	}
	return `Show more of the property called "` + words + `" in the answer.`
}

// maxNameWords bounds what an unknown name can bring into a prompt.
const maxNameWords = 40

// nameWords turns a snake_case name into words of a-z, 0-9 and single spaces.
func nameWords(name string) string {
	var b strings.Builder
	gap := false
	for i := 0; i < len(name) && b.Len() < maxNameWords; i++ {
		c := name[i]
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') {
			gap = b.Len() > 0
			continue
		}
		if gap && b.Len()+1 < maxNameWords {
			b.WriteByte(' ')
		}
		gap = false
		b.WriteByte(c)
	}
	return b.String()
}
