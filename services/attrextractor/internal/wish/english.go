package wish

import "slices"

// english is the fullest tongue; what users say for themselves stands in englishSaid.
var english = tongue{
	rules: slices.Concat(englishFrames, englishSaid, englishAsked),
	qualities: []word{
		{"length", +1, "long|lengthy|wordy|verbose|detailed|elaborate|thorough|comprehensive|descriptive|fleshed out", "longer"},
		{"length", -1, "short|brief|concise|succinct|terse|compact|crisp|snappy|punchy", "shorter|briefer|crisper|snappier|punchier|tighter"},
		{"technical_depth", +1, "technical|complicated|complex|advanced|in depth|deep|dense|academic|scientific", "deeper"},
		{"technical_depth", -1, "simple|basic|simplistic|superficial|shallow|beginner friendly|dumbed down|elementary|high level|understandable|accessible|digestible|layman friendly|kid friendly|child friendly|newbie friendly|easy to (understand|follow|read)", "simpler|easier to (understand|follow|read)"},
		{"step_by_step", +1, "step by step", ""},
		{"formality", +1, "formal|professional|stiff|businesslike|polite|corporate|official sounding|respectful", "politer"},
		{"formality", -1, "informal|casual|conversational|colloquial|chatty|relaxed|laid back|down to earth|natural sounding", ""},
		{"warmth", +1, "friendly|warm|empathetic|kind|encouraging|cheerful|enthusiastic|flattering|sympathetic|supportive|personable|compassionate|caring|upbeat|heartfelt|welcoming|approachable", "friendlier|warmer|kinder|nicer"},
		{"warmth", -1, "cold|harsh|robotic|impersonal|rude|clinical|matter of fact|robot like", "colder"},
		{"humour", +1, "funny|humorous|playful|silly|witty|jokey|humourous|comical|hilarious|light hearted|lighthearted", "funnier|wittier|sillier"},
		{"humour", -1, "serious|dry", ""},
		{"directness", +1, "direct|blunt|straightforward|to the point|upfront", "blunter"},
		{"directness", -1, "diplomatic|tactful|evasive|indirect|roundabout|gentle", "gentler|softer"},
		{"hedging", +1, "cautious|vague about certainty|noncommittal|wishy washy|tentative", ""},
		{"hedging", -1, "confident|assertive|definitive|decisive|self assured", ""},
		{"structure", +1, "structured|organized|organised|skimmable|scannable", ""},
		{"table", +1, "tabular", ""},
	},
	things: []word{
		{"length", +1, "detail|details", ""},
		{"technical_depth", +1, "technical (detail|details|depth)|depth|jargon|technical (terms|language)|buzzwords|theory", ""},
		{"definitions", +1, "definition|definitions|glossary", ""},
		{"step_by_step", +1, "steps|numbered steps|step by step|step by step (guide|instructions|explanation|guidance|approach)|numbered instructions|detailed steps|individual steps", ""},
		{"verification", +1, "test|tests|unit tests|test cases|sanity check|sanity checks|verification", ""},
		{"example", +1, "example|examples|concrete example|concrete examples|sample|samples|real world (example|examples)|use cases|real life (example|examples)|practical (example|examples)|illustrative (example|examples)|worked (example|examples)|sample (output|outputs)", ""},
		{"analogy", +1, "analogy|analogies|metaphor|metaphors|everyday comparison", ""},
		{"explains_why", +1, "explanation|explanations|reasoning|rationale|justification|reasons", ""},
		{"summary", +1, "summary|summaries|recap|conclusion|tl dr|tldr|takeaways|key takeaways|overview", ""},
		{"structure", +1, "bullet points|bullet point|bullets|bulleted (list|lists)|headings|headers|subheadings|formatting|markdown|list format|list form|bullet point (list|format|form)|numbered list|section (headings|headers)|bulleted points", ""},
		{"structure", -1, "prose|plain text|full sentences|paragraph form|plain paragraphs", ""},
		{"table", +1, "table|tables|table (form|format)|comparison table", ""},
		{"code_share", +1, "code|source code|snippet|snippets|code (snippet|snippets|example|examples)|(sample|example) code|code (sample|samples|blocks)", ""},
		{"warmth", +1, "enthusiasm|empathy|warmth|encouragement|flattery|pleasantries|compliments|praise", ""},
		{"humour", +1, "joke|jokes|humour|humor|puns|wit", ""},
		{"emoji", +1, "emoji|emojis|emoticons|smileys", ""},
		{"hedging", +1, "hedging|caveats|maybes|qualifiers|confidence level|confidence levels", ""},
		{"alternatives", +1, "alternatives|an alternative|other options|options|different approaches|other approaches|other ways|another way|another option|another approach|trade offs|tradeoffs|pros and cons", ""},
		{"edge_cases", +1, "edge cases|edge case|corner cases|error handling", ""},
		{"warnings", +1, "warning|warnings|disclaimer|disclaimers|pitfalls|gotchas|moralizing|moralising|lecturing|safety notes", ""},
		{"sources", +1, "source|sources|citation|citations|reference|references|link|links|footnotes|bibliography|(in text|inline|proper|apa|mla) citations|(scholarly|credible|reliable|academic|real) (sources|references)", ""},
		{"follow_up_question", +1, "follow up question|follow up questions|follow ups", ""},
		{"directness", -1, "fluff|filler|preamble|padding|waffle|waffling|intro|introduction|rambling|small talk|boilerplate", ""},
		{"locale_conventions", +1, "metric|metric units|imperial units|british (spelling|english)|american (spelling|english)|uk (spelling|english)|us (spelling|english)|celsius|fahrenheit", ""},
	},
	tooQuality:       "(doesn't|don't|does not|do not|didn't) (have|need) to be (so|that|this|too) %; (too|overly|excessively) [damn|bloody] %",
	tooLittleQuality: "(not|isn't|wasn't|aren't|weren't|isnt|wasnt) [very|really|quite|nearly|exactly] % enough; (not|isn't|wasn't|isnt) (very|really|exactly|particularly) (%)",
	moreQuality:      "more %; (as|so) % as possible",
	lessQuality:      "(less|not so|not as|not that) %; (don't|dont|do not|not|stop) (be|being) [so|that|too|overly] %; (don't|dont|do not) make (it|this) [so|that|too] %",
	fillers: "a an some something someone bit little lot much way maybe perhaps even just ok okay but and now then slightly still again please pls plz thanks thx also so yes no yeah well hmm um uh oh hey hi " +
		"one version answer answers explanation explanations response responses way format form style tone any as in with words sentence ones time next somewhat rather else here actually really far such two three few super",
	copulas: "is was are were be been seems seemed looks looked sounds sounded feels felt reads gets got became becomes 's seem look sound feel appears came comes remains still",
	subjects: "it this that these those they there which you everything all it's that's thats its this's you're youre they're there's approach method part parts section one ones both here some most wording language tone style formatting " +
		"format level intro introduction ending beginning rest bit thing",
	answers: "answer answers response responses reply replies explanation explanations text message messages output version versions summary description email mail letter essay article story poem list paragraph " +
		"paragraphs sentences sentence outline draft result content post caption title headline bio report guide instructions steps translation rewrite solution reasoning speech script dialogue overview tutorial",
	havings: "find found think use used using uses give gave gives have has contains contained with includes included add added got made making write wrote be being honestly frankly and but or a an your way far bit " +
		"little just really still also already much quite rather slightly kind of sort somewhat simply again now definitely probably maybe perhaps think",
}
