package turnclassifier

import (
	"context"
	"errors"
	"fmt"

	"github.com/gpa-stream/gpa/pkg/llm"
	"github.com/gpa-stream/gpa/pkg/llm/memo"
	"github.com/gpa-stream/gpa/services/turnclassifier/internal/ask"
)

// The kinds of outcomes beside the faults of llm.
const (
	answered = "answer"
	refused  = "refused"
	invalid  = "invalid"
	// unreadable is never stored: it is what was stored that cannot be read.
	unreadable = "unreadable"
)

// tries is how often a model may try to answer validly: once, and once more when told what was wrong.
const tries = 2

// ask puts the case before the model. Whatever comes of it is an outcome, but for two: that the context ended, and that
// the settings are wrong.
func (a *Asker) ask(ctx context.Context, in ask.Input) (memo.Outcome, error) {
	q, err := ask.Put(in, boundary())
	if err != nil {
		return memo.Outcome{}, fmt.Errorf("put the question: %w", err)
	}
	r := llm.Request{
		Messages:  []llm.Message{{Role: llm.System, Text: q.System}, {Role: llm.User, Text: q.User}},
		Schema:    llm.Schema{Name: "judgement", JSON: ask.Schema()},
		MaxTokens: a.config.MaxTokens,
	}
	var used llm.Usage
	for range tries {
		answer, err := a.client.Ask(ctx, r)
		used = used.Plus(answer.Usage)
		if err != nil {
			return failed(ctx, err, used)
		}
		if answer.Finish == llm.Refused {
			return memo.Outcome{Kind: refused, Usage: used}, nil
		}
		v, problem := ask.Read(answer.Text, in)
		if answer.Finish == llm.Length {
			problem = errors.New("it was too long and broke off: be shorter")
		}
		if problem == nil {
			kept, err := ask.Keep(v)
			return memo.Outcome{Kind: answered, Answer: kept, Usage: used}, err
		}
		r.Messages = append(r.Messages,
			llm.Message{Role: llm.Assistant, Text: answer.Text}, llm.Message{Role: llm.User, Text: ask.Repair(problem)})
	}
	return memo.Outcome{Kind: invalid, Usage: used}, nil
}

// failed makes an outcome of a fault.
func failed(ctx context.Context, err error, used llm.Usage) (memo.Outcome, error) {
	if ctx.Err() != nil {
		return memo.Outcome{}, context.Cause(ctx)
	}
	f := llm.FaultOf(err)
	if f == "" || f == llm.Denied {
		return memo.Outcome{}, err
	}
	return memo.Outcome{Kind: string(f), Usage: used}, nil
}
