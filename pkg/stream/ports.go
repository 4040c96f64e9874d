package stream

import "context"

// Ports are what the loop needs of the outside: logs to read, a place to publish, and positions.
// memstream and kafkastream implement them; streamtest holds them to their promises.
type Ports interface {
	// Read opens a reader of p at an offset; a negative one is the first that the log holds.
	// It fails with ErrDataLoss when the log no longer holds that offset.
	Read(ctx context.Context, p Partition, from int64) (Reader, error)
	// Publish returns when every message is acknowledged by all replicas that count; messages to one partition keep
	// their order. What may pass is tried until ctx ends; a RejectedError names a message that never will.
	Publish(ctx context.Context, messages []Message) error
	// Committed is the position that was committed last; its offset is -1 when there is none.
	Committed(ctx context.Context, p Partition) (Position, error)
	// Commit stores the position. ErrRevoked says that p belongs to somebody else now.
	Commit(ctx context.Context, p Partition, pos Position) error
	// Owned asks whether p still is this member's, as a commit would; ErrRevoked says that it is not.
	Owned(ctx context.Context, p Partition) error
}

// A Reader reads one partition onwards.
type Reader interface {
	// Fetch waits a while for records, in order and without gaps in what the log holds. None and no error means that
	// nothing came in; atEnd says that the reader has now seen all that there was. io.EOF says that the log has ended
	// for good, as only one in memory can.
	Fetch(ctx context.Context) (records []Record, atEnd bool, err error)
	// Close frees the reader.
	Close() error
}

// A Lagging reader knows how many records the log holds behind those that it has given. It is asked between fetches.
type Lagging interface {
	Lag() int64
}

// A RejectedError is a message that the log will never take, and why.
type RejectedError struct {
	Message Message
	Err     error
}

func (e *RejectedError) Error() string { return "message rejected: " + e.Err.Error() }

func (e *RejectedError) Unwrap() error { return e.Err }
