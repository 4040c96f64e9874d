package attrextractor

import (
	"slices"

	gpav1 "github.com/gpa-stream/gpa/pkg/schema/gen/gpa/v1"
	"github.com/gpa-stream/gpa/services/attrextractor/internal/measure"
	"github.com/gpa-stream/gpa/services/attrextractor/internal/wish"
)

// A Reading is the value of one aspect of a response.
type Reading = measure.Reading

// A Wish is what a reaction asks for, with the words that say so.
type Wish struct {
	Aspect     string
	Direction  int
	Confidence float64
	Span       *gpav1.Span
}

// Measure reads the aspects of an exchange's response.
func (s *Stage) Measure(x *gpav1.Exchange) []Reading {
	in := measure.Input{Prompt: x.GetPrompt(), Response: x.GetResponse(), Locale: x.GetLocale()}
	return measure.Thresholds(s.config.Thresholds).Measure(in)
}

// Wishes reads what the reaction asks for.
func (s *Stage) Wishes(x *gpav1.Exchange) []Wish {
	texts := make([]string, len(x.GetReaction()))
	for i, t := range x.GetReaction() {
		texts[i] = t.GetContent()
	}
	var out []Wish
	for _, w := range wish.Wishes(texts) {
		out = append(out, Wish{
			Aspect: w.Aspect, Direction: w.Direction, Confidence: w.Confidence,
			Span: &gpav1.Span{Ordinal: x.GetReaction()[w.Turn].GetOrdinal(), Start: uint32(w.Start), End: uint32(w.End), Text: w.Text},
		})
	}
	return out
}

// observe is the exchange without its text, and the evidence of the wishes in it.
func (s *Stage) observe(x *gpav1.Exchange) (*gpav1.Observation, []Span) {
	j := x.GetJudgement()
	o := &gpav1.Observation{
		Id: x.GetId(), Conversation: x.GetConversation(), User: x.GetUser(), Shard: x.GetShard(), Groups: x.GetGroups(),
		Intent: x.GetIntent(), Stratum: x.GetStratum(), TimeUs: x.GetTimeUs(), Label: j.GetLabel(), Model: j.GetModel(),
		Confidence: confidence(j), FeedbackType: j.GetFeedbackType(),
	}
	if j == nil {
		return o, nil
	}
	for _, r := range s.Measure(x) {
		if r.Present {
			o.Aspects = append(o.Aspects, r.Aspect)
		}
	}
	slices.Sort(o.Aspects)
	var spans []Span
	for _, w := range s.Wishes(x) {
		o.Stated = append(o.Stated, &gpav1.Stated{Aspect: w.Aspect, Direction: int32(w.Direction), Confidence: w.Confidence})
		spans = append(spans, Span{
			Observation: x.GetId(), Aspect: w.Aspect, Direction: w.Direction,
			Ordinal: w.Span.GetOrdinal(), Start: w.Span.GetStart(), End: w.Span.GetEnd(), Text: w.Span.GetText(), TimeUs: x.GetTimeUs(),
		})
	}
	return o, spans
}

// confidence is that of a judgement which is SAT or DSAT: p(label) / (p(SAT) + p(DSAT)).
func confidence(j *gpav1.Judgement) float64 {
	both := j.GetPSat() + j.GetPDsat()
	if both <= 0 {
		return 0
	}
	switch j.GetLabel() {
	case gpav1.Label_LABEL_SAT:
		return j.GetPSat() / both
	case gpav1.Label_LABEL_DSAT:
		return j.GetPDsat() / both
	case gpav1.Label_LABEL_NEUTRAL, gpav1.Label_LABEL_UNSPECIFIED:
	}
	return 0
}
