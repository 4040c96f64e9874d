package turnclassifier

import (
	"context"
	"fmt"

	gpav1 "github.com/gpa-stream/gpa/pkg/schema/gen/gpa/v1"
	"github.com/gpa-stream/gpa/services/turnclassifier/internal/assemble"
)

// An Answer is an answer that a user reacted to or rated, judged.
type Answer struct {
	// Ordinal is the answer's place in the conversation.
	Ordinal  uint32
	Exchange *gpav1.Exchange
	// Requests are the user's own words up to the answer, oldest first.
	Requests []string
}

// Answers judges a whole conversation: every answer that a user had a chance to react to, those too that follow no
// request.
func (s *Stage) Answers(ctx context.Context, rec *gpav1.Turns) ([]Answer, error) {
	var (
		out []Answer
		p   pending
	)
	for _, e := range assemble.Answers(assemble.Distinct(rec.GetTurns()), rec.GetFeedback()) {
		if !e.Judged() {
			continue
		}
		a := Answer{Ordinal: e.Response.GetOrdinal(), Exchange: s.exchange(e, rec, rec.GetTimeUs())}
		p.add(judging{Exchange: e, out: a.Exchange})
		a.Requests = requests(e)
		out = append(out, a)
	}
	if _, err := p.judged(ctx, s); err != nil {
		return nil, fmt.Errorf("judge conversation %s: %w", rec.GetConversation(), err)
	}
	return out, nil
}
