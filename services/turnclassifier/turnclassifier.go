// Package turnclassifier is the stage that makes judged exchanges out of turns.
//
// An exchange is decided when the time of its partition has passed the end of its window, never earlier, and sees
// exactly the conversation's turns within the window; a whole conversation is decided from itself alone. The log is the
// stage's memory: after a restart it reads again, in silence, what it had in hand (docs/delivery.md).
package turnclassifier

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync/atomic"

	"github.com/gpa-stream/gpa/pkg/schema"
	gpav1 "github.com/gpa-stream/gpa/pkg/schema/gen/gpa/v1"
	"github.com/gpa-stream/gpa/pkg/stream"
	"github.com/gpa-stream/gpa/pkg/stream/clock"
	"github.com/gpa-stream/gpa/services/turnclassifier/internal/assemble"
)

// Service is the name under which the stage's consumer group and dead letters go.
const Service = "turnclassifier"

// A Case is a request, its answer and the reaction, as cut out of a conversation.
type Case = assemble.Exchange

// A Judge completes an exchange: judgement, intent, domain. The intent that the platform gave holds; empty means that
// it is to be inferred. What comes out must be the same for the same case, also after a restart; who cannot know it
// anew keeps it before giving it. An error means that nothing was judged: the partition's run ends and the case comes
// again. A judge is used from several goroutines.
type Judge interface {
	Judge(ctx context.Context, c Case, given string, out *gpav1.Exchange) error
}

// A Slow judge waits for others: it wants so many cases of a partition in hand at once. Their order in what goes out
// is that of the records all the same.
type Slow interface {
	Judge
	Slots() int
}

// A Stage is the service as the loop sees it.
type Stage struct {
	config Config
	judge  Judge
	// guesser is the judge, if it can tell expertise.
	guesser Guesser
	slots   int
	behind  atomic.Int64
}

// New makes the stage.
func New(c Config, j Judge) (*Stage, error) {
	if err := c.Validate(); err != nil {
		return nil, err
	}
	s := &Stage{config: c, judge: j, slots: 1}
	s.guesser, _ = j.(Guesser)
	if s.guesser == nil && slices.Contains(c.Infer, DimensionExpertise) {
		return nil, errors.New("classifier.infer names expertise, which this judge cannot tell")
	}
	if slow, ok := j.(Slow); ok {
		s.slots = max(slow.Slots(), 1)
	}
	return s, nil
}

// Behind is how many records came behind the time of their partition, since the start: late or repeated. After a
// restart it counts what is read again, too, so it is an upper bound of what is late.
func (s *Stage) Behind() int64 { return s.behind.Load() }

// Topics are what the stage reads.
func (s *Stage) Topics() []string { return []string{s.config.Topics.Of(schema.TopicTurns)} }

// Open makes the task of a partition, which reads again from the oldest turn that it still needed.
func (s *Stage) Open(_ context.Context, p stream.Partition, committed stream.Position) (stream.Task, int64, error) {
	t := &task{
		stage: s, in: p,
		out:   stream.Partition{Topic: s.config.Topics.Of(schema.TopicExchanges), Index: p.Index},
		held:  newMemory(s.config.Window.Microseconds()),
		clock: &clock.Clock{},
	}
	if committed.Offset >= 0 {
		c, emitted, err := decodePosition(committed.Metadata)
		if err != nil {
			return nil, 0, fmt.Errorf("position of %s/%d: %w", p.Topic, p.Index, err)
		}
		t.clock, t.emitted, t.next = c, emitted, committed.Offset
	}
	t.snapshots.Mark(t.next, t.clock)
	return t, committed.Offset, nil
}
