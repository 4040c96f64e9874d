package measure

// A meter grades one aspect of a response. Its value is present from threshold on.
type meter struct {
	aspect    string
	threshold float64
	value     func(*scan) float64
}

// meters, sorted by aspect. Counts and rates are graded by half, so that their threshold is one half and the point
// where it lies stands in the meter; shares have thresholds of their own.
var meters = []meter{
	{"alternatives", 0.5, alternatives},
	{"analogy", 0.5, analogy},
	{"answer_first", 0.5, answerFirst},
	{"code_share", 0.15, codeShare},
	{"constraint_adherence", 0.6, constraintAdherence},
	{"definitions", 0.5, definitions},
	{"directness", 0.85, directness},
	{"edge_cases", 0.5, edgeCases},
	{"emoji", 0.5, emoji},
	{"example", 0.5, example},
	{"explains_why", 0.5, explainsWhy},
	{"follow_up_question", 0.5, followUpQuestion},
	{"formality", 0.51, formality},
	{"hedging", 0.5, hedging},
	{"humour", 0.5, humour},
	{"length", 0.5, length},
	{"locale_conventions", 0.5, localeConventions},
	{"restates_request", 0.55, restatesRequest},
	{"runnable_code", 0.5, runnableCode},
	{"sources", 0.5, sources},
	{"step_by_step", 0.5, stepByStep},
	{"structure", 0.4, structure},
	{"summary", 0.5, summary},
	{"table", 0.5, table},
	{"technical_depth", 0.5, technicalDepth},
	{"verification", 0.5, verification},
	{"warmth", 0.5, warmth},
	{"warnings", 0.5, warnings},
}
