// Package versions is the port to where rubrics and their history are kept. A store keeps what it is given; what
// becomes a version is decided elsewhere.
package versions

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/services/rubricpublisher/internal/compose"
)

// NoBucket is the position before any bucket was taken.
const NoBucket int64 = -1

// A Bucket is what the miner knew when a bucket was closed.
type Bucket struct {
	Number int64
	EndsAt time.Time
	Set    schema.RuleSet
}

// A Version is one version of a rubric, with who decided it and why; both are empty when the rules did.
type Version struct {
	schema.Rubric
	Actor  string `json:"actor,omitempty"`
	Reason string `json:"reason,omitempty"`
}

// An Event is a version that was announced, with its place in the order of announcements.
type Event struct {
	Seq int64
	// Type is the CloudEvents type.
	Type   string
	Rubric schema.Rubric
}

// A Quote is a redacted piece of what a user said that asks for more or less of an aspect.
type Quote struct {
	Direction string    `json:"direction"`
	Text      string    `json:"text"`
	At        time.Time `json:"at"`
}

// A Key names a rubric.
type Key struct{ Dimension, Group, Intent string }

// ID is dimension/group/intent.
func (k Key) ID() string { return schema.RubricID(k.Dimension, k.Group, k.Intent) }

// A Filter chooses rubrics; an empty field chooses all.
//
// With Status published the newest version in force is given even if a later one is only proposed or was rejected;
// every other status looks at the newest version.
type Filter struct{ Dimension, Group, Intent, Status string }

// ErrNotFound says that there is no such rubric, version or rule.
var ErrNotFound = errors.New("not found")

// ErrConflict says that somebody else changed the rubric in the meantime.
var ErrConflict = errors.New("the rubric has changed in the meantime")

// A Store holds the publisher's position, the versions and their announcements.
//
// Publish and Decide are atomic, the announcements included: after a crash all of it is there or nothing.
type Store interface {
	// Position is the last bucket that became rubrics, NoBucket before the first.
	Position(ctx context.Context) (int64, error)
	// Next gives the first bucket after that one which the miner has taken; false when there is none yet.
	Next(ctx context.Context, after int64) (Bucket, bool, error)
	// Heads gives where every rubric stands, by id.
	Heads(ctx context.Context) (map[string]compose.Head, error)
	// Publish moves the position from previous to bucket and adds what the bucket brought.
	// stream.ErrFenced means that the position or a rubric is no longer what the caller saw: look again.
	Publish(ctx context.Context, previous int64, bucket Bucket, rubrics []schema.Rubric) error
	// Decide adds one version that a person decided on. ErrConflict means that its number is taken.
	Decide(ctx context.Context, v Version) error
	Reader
}

// A Reader reads what a Store holds.
type Reader interface {
	// Rubrics gives one version of each rubric that the filter chooses, sorted by id.
	Rubrics(ctx context.Context, f Filter) ([]Version, error)
	// History gives every version of a rubric, oldest first; none is ErrNotFound.
	History(ctx context.Context, k Key) ([]Version, error)
	// Rules gives the rule set as of the publisher's position.
	Rules(ctx context.Context) (schema.RuleSet, error)
	// Explanation gives what stands behind a rule, as of a bucket not long ago; false when the miner has not told.
	Explanation(ctx context.Context, rule string) (schema.Explanation, bool, error)
	// Events gives announcements after a place in their order, oldest first.
	Events(ctx context.Context, after int64, limit int) ([]Event, error)
	// Quotes gives what people said about an aspect, redacted, newest first, at most limit for each direction.
	Quotes(ctx context.Context, aspect string, limit int) ([]Quote, error)
	// LastEvent is the place of the newest announcement, 0 when there is none.
	LastEvent(ctx context.Context) (int64, error)
}

// InForce says whether a version settles what readers of the topic go by.
func InForce(status string) bool { return status == schema.Published || status == schema.Retired }

// Choose applies a filter to one rubric's versions, oldest first.
func Choose(f Filter, history []Version) (Version, bool) {
	if f.Status != schema.Published {
		last := history[len(history)-1]
		return last, f.Status == "" || f.Status == last.Status
	}
	for _, v := range slices.Backward(history) {
		if InForce(v.Status) {
			return v, v.Status == schema.Published
		}
	}
	return Version{}, false
}

// Matches says whether the filter chooses a key.
func (f Filter) Matches(k Key) bool {
	return (f.Dimension == "" || f.Dimension == k.Dimension) &&
		(f.Group == "" || f.Group == k.Group) &&
		(f.Intent == "" || f.Intent == k.Intent)
}

// Announce says whether and under which type a version is made known to other teams. Proposals and rejections are
// not: a reader keeps what was last in force.
func Announce(r schema.Rubric) (eventType string, ok bool) {
	switch r.Status {
	case schema.Published:
		return schema.TypeRubricPublished, true
	case schema.Retired:
		return schema.TypeRubricRetired, true
	}
	return "", false
}
