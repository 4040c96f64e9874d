package protocol

import (
	"context"
	"maps"
	"reflect"
	"slices"
	"time"

	"github.com/gpa-stream/gpa/pkg/outbox"
	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/services/rubricpublisher"
	"github.com/gpa-stream/gpa/services/ruleminer"
)

// A database holds what miner, publisher and outbox keep, and can be set back. Those who use it do not notice.
type database struct {
	miner   *minerStore
	rubrics *rubricStore
	marked  map[string]bool // events that were published
}

func newDatabase() *database {
	return &database{
		miner:   &minerStore{Store: ruleminer.NewMemoryStore(), tallies: map[int64][][]byte{}},
		rubrics: &rubricStore{Store: rubricpublisher.NewMemoryStore()},
		marked:  map[string]bool{},
	}
}

// A backup is a database as it stood.
type backup struct {
	miner   ruleminer.Store
	tallies map[int64][][]byte
	journal []func(rubricpublisher.Store)
	marked  map[string]bool
}

func (d *database) backup() *backup {
	return &backup{
		miner: snapshot(d.miner.Store), tallies: maps.Clone(d.miner.tallies),
		journal: slices.Clone(d.rubrics.journal), marked: maps.Clone(d.marked),
	}
}

func (d *database) restore(b *backup) {
	d.miner.Store, d.miner.tallies = snapshot(b.miner), maps.Clone(b.tallies)
	d.rubrics.Store, d.rubrics.journal = rubricpublisher.NewMemoryStore(), slices.Clone(b.journal)
	d.rubrics.events = nil
	for _, write := range b.journal {
		write(d.rubrics.Store)
	}
	d.marked = maps.Clone(b.marked)
}

// snapshot copies a miner's store in memory, whose type is its own affair.
func snapshot(s ruleminer.Store) ruleminer.Store {
	return reflect.ValueOf(s).MethodByName("Snapshot").Call(nil)[0].Interface().(ruleminer.Store)
}

// A minerStore remembers the tallies that became rules, which the store forgets. What interrupts runs when its caller
// has read and not yet written.
type minerStore struct {
	ruleminer.Store
	tallies    map[int64][][]byte
	interrupts func() error
}

func (s *minerStore) Tallies(ctx context.Context, bucket int64) ([][]byte, error) {
	rows, err := s.Store.Tallies(ctx, bucket)
	if err != nil {
		return nil, err
	}
	if len(rows) > 0 {
		s.tallies[bucket] = rows
	}
	if err := s.interrupts(); err != nil {
		return nil, err
	}
	return rows, nil
}

// A rubricStore keeps a journal of what was written, by which it can be written again. What interrupts runs when its
// caller has read and not yet written.
type rubricStore struct {
	rubricpublisher.Store
	journal    []func(rubricpublisher.Store)
	events     []outbox.Event // those made of the store's already
	interrupts func() error
}

func (s *rubricStore) Publish(ctx context.Context, previous int64, b rubricpublisher.Bucket, rubrics []schema.Rubric) error {
	if err := s.interrupts(); err != nil {
		return err
	}
	if err := s.Store.Publish(ctx, previous, b, rubrics); err != nil {
		return err
	}
	s.journal = append(s.journal, func(to rubricpublisher.Store) {
		_ = to.Publish(context.WithoutCancel(ctx), previous, b, rubrics)
	})
	return nil
}

// feed is how the publisher sees what the coordinator has committed: the same database holds both.
func (s *rubricStore) feed(bucket int64, endsAt time.Time, set schema.RuleSet) {
	write := func(to rubricpublisher.Store) {
		to.(interface{ Feed(rubricpublisher.Bucket) }).Feed(rubricpublisher.Bucket{Number: bucket, EndsAt: endsAt, Set: set})
	}
	write(s.Store)
	s.journal = append(s.journal, write)
}
