// Package memo keeps what language models answered, and equally that they did not: what cannot be repeated is stored
// before it is used, so that a replay pays nothing and decides the same.
//
// The first to write wins. What is kept are decisions, never the words of users.
package memo

import (
	"context"
	"fmt"
	"time"

	"github.com/gpa-stream/gpa/pkg/llm"
)

// A Key names a question: what it was about, in which words it was put, and to whom.
type Key struct {
	// Input is the identity of what was asked about.
	Input string
	// Prompt is the version of the question's wording.
	Prompt string
	Model  string
}

// An Outcome is what came of a question.
type Outcome struct {
	// Kind says how it ended, e.g. answer, timeout or budget.
	Kind string
	// Answer is what was decided; empty when there was no answer.
	Answer string
	Usage  llm.Usage
}

// A Store keeps outcomes. It is safe for concurrent use.
type Store interface {
	llm.Ledger
	// Recall gives the outcome that is held.
	Recall(ctx context.Context, k Key) (Outcome, bool, error)
	// Record keeps o unless there is an outcome already, and gives the one that holds from now on.
	Record(ctx context.Context, k Key, o Outcome) (Outcome, error)
}

// lastMoment is how long an answer that came when all was over already is tried to be kept.
const lastMoment = 500 * time.Millisecond

// Once gives the outcome that is held for the key; only when there is none it asks, and keeps what comes of it before
// it gives it. An error of ask is no outcome: nothing is kept.
func Once(ctx context.Context, s Store, k Key, ask func(context.Context) (Outcome, error)) (o Outcome, known bool, err error) {
	o, known, err = s.Recall(ctx, k)
	if err != nil {
		return Outcome{}, false, fmt.Errorf("recall an answer: %w", err)
	}
	if known {
		return o, true, nil
	}
	if o, err = ask(ctx); err != nil {
		return Outcome{}, false, err
	}
	if ctx.Err() != nil { // It was paid for: the last moment is spent on keeping it.
		last, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastMoment)
		defer cancel()
		ctx = last
	}
	if o, err = s.Record(ctx, k, o); err != nil {
		return Outcome{}, false, fmt.Errorf("record an answer: %w", err)
	}
	return o, false, nil
}
