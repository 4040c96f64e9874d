package turnclassifier

import (
	"context"
	"fmt"
	"strings"

	"golang.org/x/sync/errgroup"

	"github.com/gpa-stream/gpa/pkg/schema"
	gpav1 "github.com/gpa-stream/gpa/pkg/schema/gen/gpa/v1"
	"github.com/gpa-stream/gpa/services/turnclassifier/internal/classify"
	"github.com/gpa-stream/gpa/services/turnclassifier/internal/corpus"
	"github.com/gpa-stream/gpa/services/turnclassifier/internal/evaluate"
)

// LabelledReaction is a reaction that people labelled.
type LabelledReaction = corpus.Row

// ParseLabelledReactions reads a JSON line of labelled reactions: an exchange by its parts, a history with the user's
// next turn, or a whole conversation with labels on its answers.
func ParseLabelledReactions(line []byte) ([]LabelledReaction, error) { return corpus.Labelled(line) }

// ReactionMeasure says how well judgements agree with the labels of a set.
type ReactionMeasure = evaluate.Set

// MeasuredPart is the measure of the rows of one language or tag, or of another judge.
type MeasuredPart = evaluate.Part

// ReactionCurve is what asking a better judge where the first one is unsure would give.
type ReactionCurve = evaluate.Curve

// JudgedReaction is a labelled reaction with its judgement.
type JudgedReaction = evaluate.Judged

// JudgeLabelled judges labelled reactions, as many at once as the judge wants, and gives them in order. Ids, under which
// an Asker keeps its outcomes, come from the content.
func JudgeLabelled(ctx context.Context, judge Judge, rows []LabelledReaction) ([]JudgedReaction, error) {
	slots := 1
	if slow, ok := judge.(Slow); ok {
		slots = max(slow.Slots(), 1)
	}
	out := make([]JudgedReaction, len(rows))
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(slots)
	for i, r := range rows {
		g.Go(func() error {
			c := labelledCase(r.Input)
			x := &gpav1.Exchange{Id: schema.ID("labelled", r.Prompt, r.Response, strings.Join(r.Reaction, "\x00"))}
			if err := judge.Judge(ctx, c, OtherIntent, x); err != nil {
				return fmt.Errorf("judge labelled row %d: %w", i+1, err)
			}
			out[i] = JudgedReaction{Row: r, Judgement: judgementOf(c, x.GetJudgement())}
			return nil
		})
	}
	return out, g.Wait() //nolint:wrapcheck // Each has said it.
}

// MeasureReactions measures a set of judged reactions.
func MeasureReactions(name string, rows []JudgedReaction) ReactionMeasure {
	return evaluate.Of(name, rows)
}

// CascadeOf computes the curves of a set, for judges that are supposed to be right with the probabilities better, asked
// where the first judge's largest probability lies below each threshold.
func CascadeOf(rows []JudgedReaction, better, below []float64) []ReactionCurve {
	return evaluate.Curves(rows, better, below)
}

// labelledCase gives an exchange the form in which a stage meets it.
func labelledCase(in ReactionInput) Case {
	var ordinal uint32
	turn := func(role gpav1.Role, text string) *gpav1.Turn {
		ordinal++
		return &gpav1.Turn{Ordinal: ordinal - 1, Role: role, Content: text}
	}
	var c Case
	for _, text := range in.EarlierPrompts {
		c.Earlier = append(c.Earlier, turn(gpav1.Role_ROLE_USER, text))
	}
	if in.Prompt != "" {
		c.Prompt = []*gpav1.Turn{turn(gpav1.Role_ROLE_USER, in.Prompt)}
	}
	c.Response = turn(gpav1.Role_ROLE_ASSISTANT, in.Response)
	for _, text := range in.Reaction {
		c.Reaction = append(c.Reaction, turn(gpav1.Role_ROLE_USER, text))
	}
	return c
}

// judgementOf is the way back.
func judgementOf(c Case, j *gpav1.Judgement) ReactionJudgement {
	out := ReactionJudgement{FeedbackType: j.GetFeedbackType()}
	for label, named := range labels {
		if named == j.GetLabel() {
			out.Label = label
		}
	}
	out.P = [classify.Labels]float64{SAT: j.GetPSat(), Neutral: j.GetPNeutral(), DSAT: j.GetPDsat()}
	if e := j.GetEvidence(); e != nil {
		out.Evidence = &ReactionSpan{
			Reaction: int(e.GetOrdinal() - c.Reaction[0].GetOrdinal()), Start: int(e.GetStart()), End: int(e.GetEnd()), Text: e.GetText(),
		}
	}
	return out
}
