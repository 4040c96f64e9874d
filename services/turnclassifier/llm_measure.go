package turnclassifier

import (
	"maps"
	"slices"

	"github.com/gpa-stream/gpa/pkg/observe"
)

// measure says what the language model was asked for, and what it cost.
func (a *Asker) measure(m *observe.Metrics) {
	t := a.Tally()
	m.Counter("gpa_llm_met_total", "Reactions that could have been asked about.").Set(t.Met)
	m.Counter("gpa_llm_unsure_total", "Reactions that were to be asked about; over those met it is the share of the cascade.").Set(t.Unsure)
	m.Counter("gpa_llm_calls_total", "Requests to the language model, tries again included.").Set(t.Calls)
	m.Counter("gpa_llm_memo_hits_total", "Questions whose outcome was known already.").Set(t.MemoHits)
	m.Counter("gpa_llm_spans_dropped_total", "Answers whose evidence stood in no reaction.").Set(t.Dropped)
	const tokens = "Tokens that the calls used, as the server counts."
	m.Counter("gpa_llm_tokens_total", tokens, observe.Label{Name: "kind", Value: "input"}).Set(t.Usage.Input)
	m.Counter("gpa_llm_tokens_total", tokens, observe.Label{Name: "kind", Value: "output"}).Set(t.Usage.Output)
	m.Counter("gpa_llm_cost_microdollars_total", "What the tokens cost, in millionths of a US dollar.").Set(int64(1e6 * a.CostUSD(t)))
	for _, kind := range slices.Sorted(maps.Keys(t.Outcomes)) {
		m.Counter("gpa_llm_outcomes_total", "Questions by what came of them: answer, or why the local tier judged.",
			observe.Label{Name: "outcome", Value: kind}).Set(t.Outcomes[kind])
	}
}
