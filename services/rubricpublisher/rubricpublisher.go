// Package rubricpublisher turns what the miner knows into rubrics: versioned cards, one for each dimension, group and
// intent, empty where groups agree. It takes the miner's buckets in order, writes at most one new version per rubric
// and bucket, announces versions through the outbox, and lets people read, watch, approve, reject and roll back.
//
// It never decides whether a difference is real, and never sees a text of a user apart from redacted evidence.
package rubricpublisher

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/pkg/stream"
	"github.com/gpa-stream/gpa/services/rubricpublisher/internal/compose"
	"github.com/gpa-stream/gpa/services/rubricpublisher/internal/memstore"
	"github.com/gpa-stream/gpa/services/rubricpublisher/internal/versions"
)

// The port to where rubrics are kept; see internal/versions for the promises.
type (
	// Store holds the publisher's position, the versions and their announcements.
	Store = versions.Store
	// Bucket is what the miner knew when a bucket was closed.
	Bucket = versions.Bucket
	// Version is one version of a rubric, with who decided it and why.
	Version = versions.Version
	// Key names a rubric.
	Key = versions.Key
	// Filter chooses rubrics.
	Filter = versions.Filter
	// Event is a version that was announced.
	Event = versions.Event
)

// ErrNotFound says that there is no such rubric, version or rule.
var ErrNotFound = versions.ErrNotFound

// ErrConflict says that a decision does not fit the state of the rubric any more.
var ErrConflict = versions.ErrConflict

// NewMemoryStore makes a store in memory, for runs over files.
func NewMemoryStore() Store { return memstore.New() }

// Sensitive says whether a dimension needs to be allowed by name before it has rubrics.
func Sensitive(dimension string) bool { return compose.Sensitive(dimension) }

// A Publisher makes rubrics out of buckets. One at a time works on a store; a second one changes nothing.
type Publisher struct {
	store Store
	opts  compose.Options
}

// New makes a publisher over a store.
func New(cfg Config, store Store) *Publisher {
	cfg = cfg.Defaults()
	return &Publisher{store: store, opts: cfg.options()}
}

func (c Config) options() compose.Options {
	return compose.Options{Review: c.Review, MaxItems: c.MaxItems, Drift: c.Drift, Allow: c.AllowDimensions, Safety: c.Safety}
}

// Take makes a bucket's rubrics and gives the new versions, sorted by id. A bucket that was taken before brings none.
//
// Buckets come in order. ErrFenced of package stream means that somebody else has moved the store on in the meantime;
// the caller may try again.
func (p *Publisher) Take(ctx context.Context, bucket int64, endsAt time.Time, set schema.RuleSet) ([]schema.Rubric, error) {
	at, err := p.store.Position(ctx)
	if err != nil {
		return nil, err
	}
	if bucket <= at {
		return nil, nil
	}
	return p.take(ctx, at, Bucket{Number: bucket, EndsAt: endsAt, Set: set})
}

// Step takes the next bucket that the miner has left in the store; false when there is none.
func (p *Publisher) Step(ctx context.Context) (took bool, err error) {
	at, err := p.store.Position(ctx)
	if err != nil {
		return false, err
	}
	b, ok, err := p.store.Next(ctx, at)
	if err != nil || !ok {
		return false, err
	}
	if _, err := p.take(ctx, at, b); err != nil && !errors.Is(err, stream.ErrFenced) {
		return false, fmt.Errorf("take bucket %d: %w", b.Number, err)
	}
	return true, nil
}

func (p *Publisher) take(ctx context.Context, at int64, b Bucket) ([]schema.Rubric, error) {
	heads, err := p.store.Heads(ctx)
	if err != nil {
		return nil, err
	}
	rubrics := compose.Compose(b.Set, b.EndsAt, heads, p.opts)
	if err := p.store.Publish(ctx, at, b, rubrics); err != nil {
		return nil, err
	}
	return rubrics, nil
}
