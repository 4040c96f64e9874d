package turnclassifier

import (
	"context"
	"fmt"

	gpav1 "github.com/gpa-stream/gpa/pkg/schema/gen/gpa/v1"
	"github.com/gpa-stream/gpa/services/turnclassifier/internal/assemble"
)

// exchange is what goes out: with the texts, to be judged, when the user reacted or rated, else for counting only.
func (s *Stage) exchange(e assemble.Exchange, rec *gpav1.Turns, at int64) *gpav1.Exchange {
	given := e.Intent
	if given == "" {
		given = rec.GetIntent()
	}
	stratum := rec.GetStratum()
	if stratum == "" {
		stratum = e.Response.GetModel()
	}
	x := &gpav1.Exchange{
		Id: e.Response.GetId(), Conversation: rec.GetConversation(), User: rec.GetUser(), Shard: rec.GetShard(),
		Groups: rec.GetGroups(), Locale: rec.GetLocale(), Stratum: stratum, Intent: given, TimeUs: at,
	}
	s.infer(e, x)
	if !e.Judged() {
		return x
	}
	x.Prompt, x.Response, x.Reaction = e.PromptText(), e.Response.GetContent(), e.Reaction
	return x
}

// complete judges an exchange that the user reacted to or rated.
func (s *Stage) complete(ctx context.Context, e assemble.Exchange, x *gpav1.Exchange) error {
	if !e.Judged() {
		return nil
	}
	if err := s.judge.Judge(ctx, e, x.GetIntent(), x); err != nil {
		return fmt.Errorf("judge exchange %s: %w", x.GetId(), err)
	}
	if e.Feedback != nil {
		s.rate(e.Feedback, x)
	}
	return nil
}

// rate lets the user's own rating outrank what the text suggests. The words stay as evidence where they agree.
func (s *Stage) rate(f *gpav1.Feedback, x *gpav1.Exchange) {
	p, rest := s.config.ExplicitConfidence, 1-s.config.ExplicitConfidence
	j := &gpav1.Judgement{Label: f.GetLabel(), Explicit: true, FeedbackType: "none", Tier: "explicit"}
	switch f.GetLabel() {
	case gpav1.Label_LABEL_SAT:
		j.PSat, j.PDsat, j.FeedbackType = p, rest, "positive"
	case gpav1.Label_LABEL_DSAT:
		j.PDsat, j.PSat = p, rest
	case gpav1.Label_LABEL_NEUTRAL, gpav1.Label_LABEL_UNSPECIFIED:
		j.Label, j.PNeutral, j.PSat, j.PDsat = gpav1.Label_LABEL_NEUTRAL, p, rest/2, rest/2
	}
	if read := x.GetJudgement(); read.GetLabel() == j.GetLabel() {
		j.FeedbackType, j.Evidence, j.Model = read.GetFeedbackType(), read.GetEvidence(), read.GetModel()
	}
	x.Judgement = j
}
