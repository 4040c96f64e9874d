package memstream

import (
	"context"
	"io"
	"slices"
	"sync"
	"time"

	"github.com/gpa-stream/gpa/pkg/stream"
)

// A partition is a log in memory: records from offset base on.
type partition struct {
	options Options

	mu      sync.Mutex
	records []stream.Record
	base    int64
	unread  int           // bytes that no reader has come to
	read    int64         // the furthest that a reader has come
	ended   bool          // nothing more will come
	changed chan struct{} // closed and renewed at each append and fetch
}

func newPartition(o Options) *partition {
	return &partition{options: o, changed: make(chan struct{})}
}

func (p *partition) next() int64 { return p.base + int64(len(p.records)) }

func (p *partition) signal() {
	close(p.changed)
	p.changed = make(chan struct{})
}

func (p *partition) end() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.ended = true
	p.signal()
}

// append adds the messages, waiting while more than Ahead bytes are unread.
func (p *partition) append(ctx context.Context, messages []stream.Message) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	for p.options.Ahead > 0 && p.unread > p.options.Ahead {
		if err := p.wait(ctx, nil); err != nil {
			return err
		}
	}
	for _, m := range messages {
		p.records = append(p.records, stream.Record{
			Partition: m.Partition, Offset: p.next(), Type: m.Type, ID: m.ID, Key: m.Key, Value: m.Value, Headers: m.Headers,
		})
		p.unread += len(m.Value)
	}
	p.signal()
	return nil
}

// wait gives the lock up until something changes, the timer fires (nil and no error) or ctx ends.
func (p *partition) wait(ctx context.Context, timer <-chan time.Time) error {
	changed := p.changed
	p.mu.Unlock()
	defer p.mu.Lock()
	select {
	case <-changed:
		return nil
	case <-timer:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (p *partition) reader(at stream.Partition, from int64) (stream.Reader, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if from < 0 {
		from = p.base
	}
	if from < p.base || from > p.next() {
		return nil, stream.ErrDataLoss
	}
	return &reader{partition: p, at: at, next: from}, nil
}

func (p *partition) snapshot() []stream.Record {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]stream.Record(nil), p.records...)
}

type reader struct {
	*partition
	at   stream.Partition
	next int64
}

// One fetch gives at most so many records, and stops behind so many bytes: a chunk in flight stays small.
const (
	maxFetch      = 512
	maxFetchBytes = 1 << 20
)

func (r *reader) Fetch(ctx context.Context) ([]stream.Record, bool, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := r.await(ctx); err != nil {
		return nil, true, err
	}
	from := int(r.next - r.base)
	if from < 0 {
		return nil, false, stream.ErrDataLoss
	}
	to := from
	for size := 0; to < len(r.records) && to-from < maxFetch && size < maxFetchBytes; to++ {
		size += len(r.records[to].Value)
	}
	if to == from && r.ended {
		return nil, true, io.EOF
	}
	out := slices.Clone(r.records[from:to])
	r.next += int64(len(out))
	r.seen(out)
	if r.options.Forget && len(out) > 0 {
		// What is left moves to the front: the room is used again.
		left := copy(r.records, r.records[to:])
		clear(r.records[left:])
		r.records = r.records[:left]
		r.base = r.next
	}
	r.signal()
	return out, r.next == r.partition.next(), nil
}

// await waits for a record, the end, or for as long as a fetch may wait.
func (r *reader) await(ctx context.Context) error {
	if r.next < r.partition.next() || r.ended {
		return nil
	}
	timer := time.NewTimer(r.options.Wait)
	defer timer.Stop()
	return r.wait(ctx, timer.C)
}

// seen counts what a reader comes to for the first time.
func (r *reader) seen(records []stream.Record) {
	for _, x := range records {
		if x.Offset >= r.partition.read {
			r.unread -= len(x.Value)
			r.partition.read = x.Offset + 1
		}
	}
}

func (r *reader) Close() error { return nil }
