// Package store is what the rule miner keeps: how far its workers are, what they tallied, and what the coordinator
// made of it. memstore and pgstore implement it, storetest holds both to the promises written here.
package store

import (
	"context"
	"time"

	"github.com/gpa-stream/gpa/pkg/outbox"
)

// NoBucket stands before the first bucket.
const NoBucket int64 = -1

// A Store is all of it. Everything that it promises to be atomic is so after a crash, too.
type Store interface {
	Positions
	Takings
	Accounts
}

// A Position is how far the worker of a partition is.
type Position struct {
	// ClosedThrough is the last bucket that was closed; NoBucket at first.
	ClosedThrough int64
	// NextOffset is that of the oldest record of a bucket still open; negative: from the first that the log holds.
	NextOffset int64
	// Clock holds the statements and the time as they stood there, Counters those of the caps after ClosedThrough.
	Clock, Counters []byte
}

// Unstarted is the position of a partition of which nothing was closed yet.
func Unstarted() Position { return Position{ClosedThrough: NoBucket, NextOffset: -1} }

// A Row is the tally of a bucket in one partition.
type Row struct {
	Bucket int64
	Tally  []byte
}

// Positions are the workers' side.
type Positions interface {
	// Position is that of a partition, Unstarted when there is none.
	Position(ctx context.Context, partition int32) (Position, error)
	// Close writes rows and the next position in one transaction, if the partition still is where the caller believes:
	// closed through that bucket. Otherwise nothing is written and the error is stream.ErrFenced.
	Close(ctx context.Context, partition int32, believed int64, next Position, rows []Row) error
}

// A Term is a time in office of one coordinator, and what it takes over.
type Term struct {
	// Leader is larger than that of every term before.
	Leader int64
	// Bucket is the last that was taken, State the miner's state after it; NoBucket and nothing at first.
	Bucket int64
	State  []byte
}

// A Taking is what the coordinator made of a bucket.
type Taking struct {
	Bucket int64
	EndsAt time.Time
	// State is the miner's state, Rules the rule set (JSON) after the bucket, Counts its numbers (JSON).
	State, Rules, Counts []byte
	// Changed are the rules that are new or not as they were before, Gone those that are no longer listed.
	Changed []Rule
	Gone    []string
	// Events tell others of it.
	Events []outbox.Event
	// Tally is that of the bucket, all partitions merged, compressed; nothing where it is not to be kept.
	Tally []byte
	// Forget is the first bucket whose tally is still kept afterwards.
	Forget int64
}

// A Kept is the tally of a bucket that was taken, compressed.
type Kept struct {
	Bucket int64
	Tally  []byte
}

// An Adoption is what comes into buckets that were taken, from elsewhere.
type Adoption struct {
	// Taking is the last bucket anew: state, rules, what changed and events.
	Taking
	// Buckets are those that hold something of the other side, with the sums of both.
	Buckets []Adopted
}

// An Adopted is a bucket as it is after an adoption.
type Adopted struct {
	Account
	Tally []byte
}

// A Rule is a rule as a document (JSON).
type Rule struct {
	ID  string
	Doc []byte
}

// Takings are the coordinator's side.
type Takings interface {
	// Lead begins a term: whoever led before can commit nothing more.
	Lead(ctx context.Context) (Term, error)
	// Holder says who leads and which bucket was taken last, without the state.
	Holder(ctx context.Context) (leader, bucket int64, err error)
	// Next is the first bucket after that one which holds data and through which every one of so many partitions has
	// closed; false when there is none yet.
	Next(ctx context.Context, after int64, partitions int) (bucket int64, ok bool, err error)
	// Tallies are the rows of a bucket, by partition.
	Tallies(ctx context.Context, bucket int64) ([][]byte, error)
	// Commit writes all of t in one transaction, if leader leads and previous is the last bucket taken; otherwise
	// nothing is written and the error is stream.ErrFenced. The bucket is marked incomplete when it was closed by hand
	// in some partition. Tallies through the bucket go, and so do rule sets that the publisher has passed.
	Commit(ctx context.Context, leader, previous int64, t Taking) error
	// Explain keeps what stands behind the rules (JSON) after the last bucket taken, if leader leads and bucket is that
	// bucket; otherwise nothing is written and the error is stream.ErrFenced.
	Explain(ctx context.Context, leader, bucket int64, doc []byte) error
	// Adopt writes all of a in one transaction, if leader leads and a's bucket is the last that was taken; otherwise
	// nothing is written and the error is stream.ErrFenced. The publisher looks at that bucket again.
	Adopt(ctx context.Context, leader int64, a Adoption) error
	// Wait returns when something may have changed, at the latest after d; its error is only that of ctx.
	Wait(ctx context.Context, d time.Duration) error
}

// An Account is the entry of a bucket that was taken.
type Account struct {
	Bucket     int64
	EndsAt     time.Time
	Incomplete bool
	Counts     []byte
	// Kept says that the bucket's tally is kept.
	Kept bool
}

// A Forced is what was closed by hand: the buckets after After through Through.
type Forced struct {
	Partition      int32
	After, Through int64
	Reason         string
}

// A Standing is how far a partition is, for people.
type Standing struct {
	Partition     int32
	ClosedThrough int64
	NextOffset    int64
}

// Accounts are what people ask for.
type Accounts interface {
	// Taken lists the buckets that were taken, in order.
	Taken(ctx context.Context) ([]Account, error)
	// Kept is the first tally after that bucket that is kept; false when there is none.
	Kept(ctx context.Context, after int64) (Kept, bool, error)
	// State is the miner's state after the last bucket that was taken, nothing before the first.
	State(ctx context.Context) ([]byte, error)
	// Rules is the newest rule set (JSON), nothing when there is none.
	Rules(ctx context.Context) ([]byte, error)
	// Explained is what Explain kept last, of whichever bucket; nothing before the first.
	Explained(ctx context.Context) ([]byte, error)
	// Standings lists the partitions that have closed something, Waiting the buckets that wait for the coordinator.
	Standings(ctx context.Context) ([]Standing, error)
	Waiting(ctx context.Context) ([]int64, error)
	// Force closes a partition through a bucket without its worker, which is fenced by it. It fails when the partition
	// has closed through that bucket already. Forced lists what was closed so, in order.
	Force(ctx context.Context, partition int32, through int64, reason string) error
	Forced(ctx context.Context) ([]Forced, error)
}
