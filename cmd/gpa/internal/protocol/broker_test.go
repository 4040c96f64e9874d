package protocol

import (
	"errors"
	"math/rand/v2"

	"github.com/gpa-stream/gpa/pkg/stream"
)

var (
	// errDied is a crash: what was in memory is gone.
	errDied = errors.New("died")
	// errPaused ends a step without settling.
	errPaused = errors.New("paused")
)

// A broker holds logs and committed positions.
type broker struct {
	logs      map[stream.Partition][]stream.Record
	committed map[stream.Partition]stream.Position
	arrived   map[int32]int // how much of each source can be read already
}

func newBroker() *broker {
	return &broker{
		logs:      map[stream.Partition][]stream.Record{},
		committed: map[stream.Partition]stream.Position{},
		arrived:   map[int32]int{},
	}
}

func (b *broker) add(p stream.Partition, rec stream.Record) {
	rec.Partition, rec.Offset = p, int64(len(b.logs[p]))
	b.logs[p] = append(b.logs[p], rec)
}

// visible is what a reader finds in a partition.
func (b *broker) visible(p stream.Partition) []stream.Record {
	if p.Topic == raw {
		return b.logs[p][:b.arrived[p.Index]]
	}
	return b.logs[p]
}

// publish appends messages. Each of them may be the last before the sender dies: then of every partition some first
// ones are there, for the order between partitions is nobody's promise.
func (b *broker) publish(messages []stream.Message, r *rand.Rand, fault float64) error {
	died := false
	for range messages {
		died = died || r.Float64() < fault
	}
	left := map[stream.Partition]int{}
	for _, m := range messages {
		if died {
			if _, known := left[m.Partition]; !known {
				left[m.Partition] = r.IntN(len(messages) + 1)
			}
			if left[m.Partition]--; left[m.Partition] < 0 {
				continue
			}
		}
		b.add(m.Partition, stream.Record{Type: m.Type, ID: m.ID, Key: m.Key, Value: m.Value, Headers: m.Headers})
	}
	if died {
		return errDied
	}
	return nil
}
