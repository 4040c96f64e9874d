// Package govern turns what a person decides about a rubric into its next version. It never changes a
// version that is there: history only grows.
package govern

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/services/rubricpublisher/internal/compose"
	"github.com/gpa-stream/gpa/services/rubricpublisher/internal/versions"
)

// Actions.
const (
	Approve  = "approve"
	Reject   = "reject"
	Rollback = "rollback"
)

// A Decision is what somebody wants done with a rubric.
type Decision struct {
	Action string
	// Actor and Reason are kept with the version; both are required.
	Actor, Reason string
	// Seen, if not 0, is the version that the person had in view: the decision falls if it is not the newest.
	Seen int
	// To is the version that a rollback goes back to; 0 means the one in force before the newest in force.
	To int
}

// ErrInvalid marks decisions that make no sense whatever the state of the rubric.
var ErrInvalid = errors.New("the decision is not complete")

// ErrForbidden marks decisions that would bring into force what the present rules forbid.
var ErrForbidden = errors.New("the rubric may not come into force")

const maxText = 2000

// Next is the version that a decision brings, given all versions, oldest first.
func Next(history []versions.Version, d Decision, at time.Time) (versions.Version, error) {
	if err := check(d); err != nil {
		return versions.Version{}, err
	}
	newest := history[len(history)-1]
	if d.Seen != 0 && d.Seen != newest.Version {
		return versions.Version{}, fmt.Errorf("%w: you looked at version %d and the newest is %d", versions.ErrConflict, d.Seen, newest.Version)
	}
	from := newest
	status := schema.Published
	switch d.Action {
	case Approve, Reject:
		if newest.Status != schema.Proposed {
			return versions.Version{}, fmt.Errorf("%w: version %d is %s and only a proposed one can be approved or rejected",
				versions.ErrConflict, newest.Version, newest.Status)
		}
		if d.Action == Reject {
			status = schema.Rejected
		}
	case Rollback:
		to, err := target(history, d.To)
		if err != nil {
			return versions.Version{}, err
		}
		from = to
	}
	when := at.UTC().Truncate(time.Second)
	v := versions.Version{Rubric: from.Rubric, Actor: d.Actor, Reason: d.Reason}
	v.Items = slices.Clone(from.Items)
	v.Version, v.Supersedes, v.Status, v.PublishedAt = newest.Version+1, newest.Version, status, &when
	return v, nil
}

func check(d Decision) error {
	switch {
	case d.Action != Approve && d.Action != Reject && d.Action != Rollback:
		return fmt.Errorf("%w: unknown action %q", ErrInvalid, d.Action)
	case strings.TrimSpace(d.Actor) == "":
		return fmt.Errorf("%w: actor is missing (who decides?)", ErrInvalid)
	case strings.TrimSpace(d.Reason) == "":
		return fmt.Errorf("%w: reason is missing (why?)", ErrInvalid)
	case !text(d.Actor) || !text(d.Reason):
		return fmt.Errorf("%w: actor and reason are texts of at most %d bytes", ErrInvalid, maxText)
	case d.Seen < 0 || d.To < 0:
		return fmt.Errorf("%w: a version is 1 or more", ErrInvalid)
	}
	return nil
}

func text(s string) bool {
	return len(s) <= maxText && utf8.ValidString(s) && !strings.ContainsRune(s, 0)
}

// target finds the version that a rollback goes back to.
func target(history []versions.Version, to int) (versions.Version, error) {
	if to != 0 {
		for _, v := range history {
			if v.Version == to {
				return v, nil
			}
		}
		return versions.Version{}, fmt.Errorf("version %d: %w", to, versions.ErrNotFound)
	}
	inForce := 0
	for _, v := range slices.Backward(history) {
		if v.Status != schema.Published {
			continue
		}
		if inForce++; inForce == 2 {
			return v, nil
		}
	}
	return versions.Version{}, fmt.Errorf("%w: no earlier version was in force", versions.ErrConflict)
}

// Decide carries a decision out in a store. Nothing comes into force that o refuses now, whatever was allowed when it was
// made.
func Decide(ctx context.Context, store versions.Store, o compose.Options, k versions.Key, d Decision, at time.Time) (versions.Version, error) {
	history, err := store.History(ctx, k)
	if err != nil {
		return versions.Version{}, err
	}
	v, err := Next(history, d, at)
	if err != nil {
		return versions.Version{}, err
	}
	if why := o.Refuses(v.Rubric); why != "" && v.Status == schema.Published {
		return versions.Version{}, fmt.Errorf("%w: %s", ErrForbidden, why)
	}
	if err := store.Decide(ctx, v); err != nil {
		return versions.Version{}, err
	}
	return v, nil
}
