package turnclassifier

import (
	"context"
	"fmt"
	"slices"

	"github.com/gpa-stream/gpa/pkg/pack"
	gpav1 "github.com/gpa-stream/gpa/pkg/schema/gen/gpa/v1"
)

// LoadJudge is the local tier with a domain pack: the name of a shipped one, or a file.
func LoadJudge(ctx context.Context, name string) (*Local, error) {
	p, err := pack.Load(name)
	if err != nil {
		return nil, err
	}
	m, err := LoadModel()
	if err != nil {
		return nil, err
	}
	if name != "" && !slices.Contains(Packs(), name) {
		if err := m.loadFile(ctx, name, p); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	return &Local{model: m, pack: p.Name}, nil
}

// Local is a Judge by the models that ship with the program.
type Local struct {
	model *Model
	pack  string
}

// Version names the model that judges.
func (l *Local) Version() string { return l.model.Version() }

// Tier is how a judgement names the local tier.
const Tier = "local"

var labels = map[ReactionLabel]gpav1.Label{
	SAT: gpav1.Label_LABEL_SAT, Neutral: gpav1.Label_LABEL_NEUTRAL, DSAT: gpav1.Label_LABEL_DSAT,
}

// Judge reads the reaction, and the intent where none was given.
func (l *Local) Judge(_ context.Context, c Case, given string, out *gpav1.Exchange) error {
	out.Intent, out.IntentConfidence = given, 1
	if given == "" {
		out.Intent, out.Domain, out.IntentConfidence = l.model.Intent(l.pack, c.PromptText())
	}
	in := ReactionInput{Prompt: c.PromptText(), Response: c.Response.GetContent(), Position: len(c.Earlier) + len(c.Prompt)}
	for _, t := range c.Reaction {
		in.Reaction = append(in.Reaction, t.GetContent())
	}
	for _, t := range c.Earlier {
		in.EarlierPrompts = append(in.EarlierPrompts, t.GetContent())
	}
	j := l.model.Judge(l.pack, in)
	out.Judgement = &gpav1.Judgement{
		Label: labels[j.Label], PSat: j.P[SAT], PNeutral: j.P[Neutral], PDsat: j.P[DSAT],
		FeedbackType: j.FeedbackType, Tier: Tier, Model: l.model.Version(),
	}
	if e := j.Evidence; e != nil {
		out.Judgement.Evidence = &gpav1.Span{
			Ordinal: c.Reaction[e.Reaction].GetOrdinal(), Start: uint32(e.Start), End: uint32(e.End), Text: e.Text,
		}
	}
	return nil
}

// Expertise guesses how well a user knows the field of the last request, from the user's own requests in that field.
func (l *Local) Expertise(requests []string) (level string, p float64) {
	if len(requests) == 0 {
		return l.model.Expertise(nil)
	}
	domain := func(request string) string {
		_, d, _ := l.model.Intent(l.pack, request)
		return d
	}
	last := len(requests) - 1
	field := domain(requests[last])
	var same []string
	for _, r := range requests[:last] {
		if d := domain(r); d == field || d == OtherIntent {
			same = append(same, r)
		}
	}
	return l.model.Expertise(append(same, requests[last]))
}
