// Package stream is the one loop that every stage runs in: fetch, process, publish, state the time, commit.
//
// A stage gives a Task for each partition, a deterministic state machine that knows neither brokers nor clocks.
// The loop promises a task that its outputs are acknowledged before its statements are published, and both before
// its position is committed; so a crash at any point repeats work and never loses it. What cannot be processed goes to
// the dead letters with its reason and origin, and the stream goes on.
//
// The package knows neither Kafka nor Postgres: kafkastream and memstream give it logs.
package stream

import (
	"context"
	"errors"
	"time"
)

// A Partition is one partition of a topic (full name).
type Partition struct {
	Topic string
	Index int32
}

// A Header is one header of a record.
type Header struct {
	Key   string
	Value []byte
}

// A Record is what a log holds at an offset.
type Record struct {
	Partition
	Offset int64
	// Time is the record's own timestamp, which the producer or the broker gave it.
	Time time.Time
	// Type and ID are the CloudEvents attributes ce_type and ce_id; empty in records of other makers.
	Type, ID   string
	Key, Value []byte
	Headers    []Header
}

// A Message is what a task puts out, to a partition of its own choice.
type Message struct {
	Partition
	Type, ID   string
	Key, Value []byte
	Headers    []Header
}

// A Position is how far a reader of a partition has come.
type Position struct {
	// Offset is the next record to read; -1 means that nothing was ever committed.
	Offset int64
	// Metadata is kept beside the offset, at most MaxMetadata bytes of UTF-8.
	Metadata string
}

// MaxMetadata is the most that a position may carry on any broker.
const MaxMetadata = 4000

// A Stage makes the task of a partition.
//
// Open is given the committed position and says where to read from, which may lie elsewhere: a stage may keep its
// position with its state.
type Stage interface {
	Open(ctx context.Context, p Partition, committed Position) (task Task, from int64, err error)
}

// A Task works through one partition, in order. The loop calls it from one goroutine at a time.
//
// Process applies one record and adds outputs to the batch. An error marked Permanent sends the record to the dead
// letters; ErrFenced ends the task, which is opened anew; any other error ends the partition's run.
//
// Settle makes statements, which follow in each partition what was put out before, and stores what must be stored before
// the commit. Position, asked when all messages are acknowledged, says what to commit; false means nothing yet.
type Task interface {
	Process(ctx context.Context, r Record, out *Batch) error
	Settle(ctx context.Context, out *Batch) error
	Position() (Position, bool)
}

// A Quieter is a task that wants to know that nothing comes in. Quiet is called when the partition's end was reached,
// everything is committed, nothing has come for d, and the partition still is this member's; again and again while d
// grows.
type Quieter interface {
	Quiet(ctx context.Context, d time.Duration, out *Batch) error
}

// A Timed is a task that knows how far event time has come in its partition, in microseconds; false while it does not.
type Timed interface {
	EventTime() (us int64, ok bool)
}

// An Opener is a task that holds things open until their time has passed; Oldest is the start of the oldest of them,
// false when nothing is open.
type Opener interface {
	Oldest() (us int64, ok bool)
}

// A Waiter is a task that may have to wait for others before it goes on. It is asked before each record: nil means that
// the task may go on, else the channel is closed when it is worth asking again. Whatever came before is settled and
// committed meanwhile.
type Waiter interface {
	Wait() <-chan struct{}
}

// A Stater is a task that knows whether Settle would state something that others wait for. At the end of the log, where
// there is nothing else to do, it is settled sooner then; the commit keeps its pace.
type Stater interface {
	Unstated() bool
}

// A Gatherer is a task that works on several records at once. Gather is called before anything is published, and adds
// what Process left outstanding; so order is the task's own business, and a crash loses nothing.
type Gatherer interface {
	Gather(ctx context.Context, out *Batch) error
}

// A Batch gathers what a task puts out. The zero value is ready.
type Batch struct {
	Messages []Message
	// Dead are records given up by the task itself, part of a record's content being sound.
	Dead []DeadRecord
	// Late and Repeated count records that the task dropped, for the meter alone.
	Late, Repeated int
	// Gathered tells what records went into, for the tracer alone.
	Gathered []Gathering
	cut      bool
}

// A DeadRecord is a record for the dead letters.
type DeadRecord struct {
	Record
	Reason string
}

// Add puts a message out.
func (b *Batch) Add(m Message) { b.Messages = append(b.Messages, m) }

// Bury sends a record to the dead letters.
func (b *Batch) Bury(r Record, reason string) {
	b.Dead = append(b.Dead, DeadRecord{Record: r, Reason: reason})
}

// Cut asks the loop to settle now, before the next record is processed.
func (b *Batch) Cut() { b.cut = true }

// ErrFenced says that somebody else owns this partition now: forget the memory and read anew.
var ErrFenced = errors.New("another owner has taken over")

// ErrRevoked says that the partition was given to another member of the group.
var ErrRevoked = errors.New("the partition was given to another member")

// ErrDataLoss says that records which were still needed are gone from the log.
var ErrDataLoss = errors.New("the log no longer holds the records that are needed next")

type permanentError struct{ error }

func (e permanentError) Unwrap() error { return e.error }

// Permanent marks an error that no retry can mend.
func Permanent(err error) error { return permanentError{err} }

// IsPermanent says whether err is marked Permanent.
func IsPermanent(err error) bool {
	var p permanentError
	return errors.As(err, &p)
}
