// Package memstream is a broker in memory: the stages of one process chained without one, and the reference against
// which streamtest holds real brokers.
package memstream

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/gpa-stream/gpa/pkg/stream"
)

// A Broker holds topics. It is safe for concurrent use.
type Broker struct {
	topics   map[string][]*partition
	options  Options
	mu       sync.Mutex
	position map[owned]stream.Position
}

// Options of a broker. The zero value keeps everything and never makes a publisher wait.
type Options struct {
	// Forget drops records once they have been fetched: for one reader a topic that never goes back.
	Forget bool
	// Ahead is how many bytes a partition may hold unread before a publisher waits; 0 is no limit.
	Ahead int
	// Wait is how long Fetch waits for a record (default 50 ms).
	Wait time.Duration
}

type owned struct {
	group string
	stream.Partition
}

// New makes a broker with these topics and their numbers of partitions.
func New(topics map[string]int, o Options) *Broker {
	if o.Wait == 0 {
		o.Wait = 50 * time.Millisecond
	}
	b := &Broker{topics: map[string][]*partition{}, options: o, position: map[owned]stream.Position{}}
	for name, n := range topics {
		for range n {
			b.topics[name] = append(b.topics[name], newPartition(o))
		}
	}
	return b
}

// Partitions is the number of partitions of a topic; 0 when there is none of that name.
func (b *Broker) Partitions(topic string) int { return len(b.topics[topic]) }

// End ends a topic for good: readers that have read it through get io.EOF.
func (b *Broker) End(topic string) {
	for _, p := range b.topics[topic] {
		p.end()
	}
}

// Records are those that a partition holds now.
func (b *Broker) Records(p stream.Partition) []stream.Record {
	part, err := b.partition(p)
	if err != nil {
		return nil
	}
	return part.snapshot()
}

// Ports are the broker as a consumer group sees it.
func (b *Broker) Ports(group string) stream.Ports { return ports{b, group} }

func (b *Broker) partition(p stream.Partition) (*partition, error) {
	parts := b.topics[p.Topic]
	if int(p.Index) >= len(parts) || p.Index < 0 {
		return nil, fmt.Errorf("topic %s has no partition %d", p.Topic, p.Index)
	}
	return parts[p.Index], nil
}

type ports struct {
	*Broker
	group string
}

func (p ports) Read(_ context.Context, part stream.Partition, from int64) (stream.Reader, error) {
	log, err := p.partition(part)
	if err != nil {
		return nil, err
	}
	return log.reader(part, from)
}

func (p ports) Publish(ctx context.Context, messages []stream.Message) error {
	for len(messages) > 0 {
		to, n := messages[0].Partition, 1
		for n < len(messages) && messages[n].Partition == to {
			n++
		}
		log, err := p.partition(to)
		if err != nil {
			return err
		}
		if err := log.append(ctx, messages[:n]); err != nil {
			return fmt.Errorf("publish to %s/%d: %w", to.Topic, to.Index, err)
		}
		messages = messages[n:]
	}
	return nil
}

func (p ports) Committed(_ context.Context, part stream.Partition) (stream.Position, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if pos, ok := p.position[owned{p.group, part}]; ok {
		return pos, nil
	}
	return stream.Position{Offset: -1}, nil
}

func (p ports) Commit(_ context.Context, part stream.Partition, pos stream.Position) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.position[owned{p.group, part}] = pos
	return nil
}

func (p ports) Owned(context.Context, stream.Partition) error { return nil }
