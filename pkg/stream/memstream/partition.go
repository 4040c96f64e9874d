package memstream

import (
	"context"
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
	read    int64         // the furthest that a reader has come
	changed chan struct{} // closed and renewed at each append and fetch
}

func newPartition(o Options) *partition {
	return &partition{options: o, changed: make(chan struct{})}
}

func (p *partition) end() int64 { return p.base + int64(len(p.records)) }

func (p *partition) signal() {
	close(p.changed)
	p.changed = make(chan struct{})
}

// append adds the messages, waiting while more than Ahead records are unread.
func (p *partition) append(ctx context.Context, messages []stream.Message) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	for p.options.Ahead > 0 && p.end()-p.read > int64(p.options.Ahead) {
		if err := p.wait(ctx, nil); err != nil {
			return err
		}
	}
	for _, m := range messages {
		p.records = append(p.records, stream.Record{
			Partition: m.Partition, Offset: p.end(), Type: m.Type, ID: m.ID, Key: m.Key, Value: m.Value, Headers: m.Headers,
		})
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
	if from < p.base || from > p.end() {
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

// maxFetch is the most records that one fetch gives, so that a chunk in flight stays small.
const maxFetch = 512

func (r *reader) Fetch(ctx context.Context) ([]stream.Record, bool, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.next == r.end() {
		timer := time.NewTimer(r.options.Wait)
		defer timer.Stop()
		for fired := false; r.next == r.end() && !fired; {
			if err := r.wait(ctx, timer.C); err != nil {
				return nil, true, err
			}
			fired = r.next == r.end()
		}
	}
	from := r.next - r.base
	if from < 0 {
		return nil, false, stream.ErrDataLoss
	}
	n := min(int64(len(r.records))-from, maxFetch)
	if n == 0 {
		return nil, true, nil
	}
	out := append([]stream.Record(nil), r.records[from:from+n]...)
	r.next += n
	r.partition.read = max(r.partition.read, r.next)
	if r.options.Forget {
		clear(r.records[:from+n])
		r.records = r.records[from+n:]
		r.base = r.next
	}
	r.signal()
	return out, r.next == r.end(), nil
}

func (r *reader) Close() error { return nil }
