package rubricpublisher

import (
	"context"
	"time"

	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/services/rubricpublisher/internal/diff"
	"github.com/gpa-stream/gpa/services/rubricpublisher/internal/govern"
	"github.com/gpa-stream/gpa/services/rubricpublisher/internal/render"
	"github.com/gpa-stream/gpa/services/rubricpublisher/internal/versions"
)

// Actions of a Decision.
const (
	Approve  = govern.Approve
	Reject   = govern.Reject
	Rollback = govern.Rollback
)

type (
	// Decision is what somebody wants done with a rubric; actor and reason are required and kept.
	Decision = govern.Decision
	// Diff is what one version has and another has not.
	Diff = diff.Diff
	// Quote is a redacted piece of what a user said.
	Quote = versions.Quote
)

// ErrInvalid marks decisions that make no sense whatever the state of the rubric.
var ErrInvalid = govern.ErrInvalid

// ErrForbidden marks decisions that would bring into force what the present safety rules or allowed dimensions forbid.
var ErrForbidden = govern.ErrForbidden

// Decide carries a decision out: the next version of the rubric, announced if it is in force. ErrNotFound, ErrConflict,
// ErrInvalid and ErrForbidden say why it was refused.
func Decide(ctx context.Context, store Store, c Config, k Key, d Decision, at time.Time) (Version, error) {
	return govern.Decide(ctx, store, c.options(), k, d, at)
}

// Compare says what changed between two versions of one rubric.
func Compare(from, to schema.Rubric) Diff { return diff.Between(from, to) }

// Card is one rubric as Markdown, with the evidence of those rules, by id, that are given.
func Card(r schema.Rubric, rules map[string]schema.Rule) string { return render.Markdown(r, rules) }

// Watch calls each with every announcement behind a place in their order (Reader.LastEvent is now, 0 is all that is
// kept), oldest first, until the context ends or each fails. It looks for news every poll.
func Watch(ctx context.Context, r Reader, after int64, poll time.Duration, each func(Event) error) error {
	const batch = 100
	for ctx.Err() == nil {
		found, err := r.Events(ctx, after, batch)
		if err != nil {
			return err
		}
		for _, e := range found {
			if err := each(e); err != nil {
				return err
			}
			after = e.Seq
		}
		if len(found) < batch {
			pause(ctx, poll)
		}
	}
	return nil
}
