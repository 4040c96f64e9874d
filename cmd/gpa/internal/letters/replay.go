package letters

import (
	"context"
	"fmt"
	"time"

	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/pkg/stream"
)

// HeaderReplayOf marks a record that was published again, with the place where it stood first.
const HeaderReplayOf = "gpa-replay-of"

// Message is the record that the letter holds, for the place where it stood. Publishing it twice is harmless: what is
// made of it bears the same ids. A missing time in it stays that of the record, whenever it is published.
func (l Letter) Message() (stream.Message, error) {
	if l.Lost {
		return stream.Message{}, fmt.Errorf("%s holds no record: %s", l.ID, l.Reason)
	}
	d := l.record
	m := stream.Message{Partition: l.place, Key: d.GetKey(), Value: d.GetValue()}
	replayed, dated := false, d.GetTimeUs() == 0
	for _, h := range d.GetHeaders() {
		switch h.GetKey() {
		case "ce_type":
			m.Type = string(h.GetValue())
			continue
		case "ce_id":
			m.ID = string(h.GetValue())
			continue
		case HeaderReplayOf:
			replayed = true
		case schema.HeaderDefaultTime:
			dated = true
		}
		m.Headers = append(m.Headers, stream.Header{Key: h.GetKey(), Value: h.GetValue()})
	}
	if !replayed {
		m.Headers = append(m.Headers, stream.Header{Key: HeaderReplayOf, Value: []byte(l.Origin)})
	}
	if !dated && m.Type == "" {
		at := time.UnixMicro(d.GetTimeUs()).UTC().Format(time.RFC3339Nano)
		m.Headers = append(m.Headers, stream.Header{Key: schema.HeaderDefaultTime, Value: []byte(at)})
	}
	return m, nil
}

// A Publisher appends messages to their partitions and returns when they are acknowledged.
type Publisher interface {
	Publish(ctx context.Context, messages []stream.Message) error
}

// replayBytes is from how many bytes on a batch is sent.
const replayBytes = 1 << 20

// Replay publishes the records of letters that List gave, of one topic, and says how many: those that hold one. Only
// what was listed is replayed, not what a stage gives up meanwhile.
func Replay(ctx context.Context, s Source, p Publisher, topic string, chosen []Letter) (int, error) {
	wanted := map[int64]bool{}
	for _, l := range chosen {
		if !l.Lost {
			wanted[l.offset] = true
		}
	}
	if len(wanted) == 0 {
		return 0, nil
	}
	var (
		batch      []stream.Message
		sent, size int
	)
	flush := func() error {
		if err := p.Publish(ctx, batch); err != nil {
			return fmt.Errorf("replay to %s: %w", batch[0].Topic, err)
		}
		sent += len(batch)
		batch, size = batch[:0], 0
		return nil
	}
	err := Walk(ctx, s, topic, chosen[0].offset, func(l Letter) (bool, error) {
		if wanted[l.offset] {
			m, err := l.Message()
			if err != nil {
				return false, err
			}
			batch, size = append(batch, m), size+len(m.Value)
			delete(wanted, l.offset)
		}
		if size < replayBytes {
			return len(wanted) > 0, nil
		}
		return len(wanted) > 0, flush()
	})
	if err == nil && len(batch) > 0 {
		err = flush()
	}
	return sent, err
}
