package cli

import (
	gpav1 "github.com/gpa-stream/gpa/pkg/schema/gen/gpa/v1"

	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/services/attrextractor"
	"github.com/gpa-stream/gpa/services/turnclassifier"
)

// A classifiedLine is what classify writes for an answer.
type classifiedLine struct {
	ConversationID string         `json:"conversation_id"`
	Turn           uint32         `json:"turn"`
	Judgement      string         `json:"judgement"`
	P              probabilities  `json:"p"`
	FeedbackType   string         `json:"feedback_type"`
	Evidence       *evidence      `json:"evidence"`
	Intent         string         `json:"intent"`
	IntentP        float64        `json:"intent_p"`
	Domain         string         `json:"domain"`
	Expertise      *expertiseLine `json:"expertise"`
	Tier           string         `json:"tier"`
	Model          string         `json:"model,omitempty"`
}

type probabilities struct {
	SAT     float64 `json:"SAT"`
	Neutral float64 `json:"neutral"`
	DSAT    float64 `json:"DSAT"`
}

type evidence struct {
	Turn  uint32 `json:"turn"`
	Start uint32 `json:"start"`
	End   uint32 `json:"end"`
	Text  string `json:"text"`
}

type expertiseLine struct {
	Level string  `json:"level"`
	P     float64 `json:"p"`
}

// extracted is what extract writes: a classified line, and more.
type extracted struct {
	classifiedLine
	Aspects []aspectLine `json:"aspects"`
	Stated  []statedLine `json:"stated"`
}

type aspectLine struct {
	Aspect  string  `json:"aspect"`
	Value   float64 `json:"value"`
	Present bool    `json:"present"`
}

type statedLine struct {
	Aspect     string    `json:"aspect"`
	Direction  string    `json:"direction"`
	Confidence float64   `json:"confidence"`
	Evidence   *evidence `json:"evidence"`
}

var labels = map[gpav1.Label]string{
	gpav1.Label_LABEL_SAT: "SAT", gpav1.Label_LABEL_NEUTRAL: "neutral", gpav1.Label_LABEL_DSAT: "DSAT",
}

func classified(judge *turnclassifier.Local, a turnclassifier.Answer, id string) classifiedLine {
	x, j := a.Exchange, a.Exchange.GetJudgement()
	level, p := judge.Expertise(a.Requests)
	return classifiedLine{
		ConversationID: id, Turn: a.Ordinal, Judgement: labels[j.GetLabel()],
		P:            probabilities{SAT: j.GetPSat(), Neutral: j.GetPNeutral(), DSAT: j.GetPDsat()},
		FeedbackType: j.GetFeedbackType(), Evidence: span(j.GetEvidence()), Intent: x.GetIntent(),
		IntentP: x.GetIntentConfidence(), Domain: x.GetDomain(), Expertise: &expertiseLine{Level: level, P: p},
		Tier: j.GetTier(), Model: j.GetModel(),
	}
}

func span(s *gpav1.Span) *evidence {
	if s == nil {
		return nil
	}
	return &evidence{Turn: s.GetOrdinal(), Start: s.GetStart(), End: s.GetEnd(), Text: s.GetText()}
}

func aspects(readings []attrextractor.Reading) []aspectLine {
	out := make([]aspectLine, len(readings))
	for i, r := range readings {
		out[i] = aspectLine(r)
	}
	return out
}

func wishes(ws []attrextractor.Wish) []statedLine {
	out := make([]statedLine, len(ws))
	for i, w := range ws {
		direction := schema.More
		if w.Direction < 0 {
			direction = schema.Less
		}
		out[i] = statedLine{Aspect: w.Aspect, Direction: direction, Confidence: w.Confidence, Evidence: span(w.Span)}
	}
	return out
}
