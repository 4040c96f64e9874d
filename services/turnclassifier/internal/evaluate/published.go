package evaluate

import "slices"

// Figure is what others report of a set: macro-F1 of three classes on its test part, which is another part than the ones
// at hand.
type Figure struct {
	Name    string  `json:"name"`
	MacroF1 float64 `json:"macro_f1"`
}

// figures of User Satisfaction Simulation: the sets' own paper (Sun et al. 2021), USDA (Deng et al. 2022), ASAP (Ye et
// al. 2023), and linear models over n-grams without tuning.
var figures = map[string][]Figure{
	"uss_mwoz":   {{"linear, n-grams", 0.450}, {"BERT", 0.459}, {"USDA", 0.489}, {"ASAP", 0.550}},
	"uss_sgd":    {{"linear, n-grams", 0.479}, {"BERT", 0.537}, {"USDA", 0.570}, {"ASAP", 0.621}},
	"uss_redial": {{"linear, n-grams", 0.506}, {"BERT", 0.500}, {"USDA", 0.534}, {"ASAP", 0.616}},
	"uss_jddc":   {{"linear, n-grams", 0.574}, {"BERT", 0.595}, {"USDA", 0.617}, {"ASAP", 0.653}},
}

// published are the figures of the set that all rows belong to, if it is one.
func published(rows []Judged) []Figure {
	if len(rows) == 0 {
		return nil
	}
	name := rows[0].Dataset
	if slices.ContainsFunc(rows, func(r Judged) bool { return r.Dataset != name }) {
		return nil
	}
	return figures[name]
}
