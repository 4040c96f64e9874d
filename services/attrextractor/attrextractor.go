// Package attrextractor is the stage that makes observations out of judged exchanges: aspects of the response by
// deterministic meters, wishes that the reaction states, each with the user's words as evidence.
//
// It is where the text of conversations ends: an observation holds none, and the evidence goes to the store of spans.
package attrextractor

import (
	"context"
	"encoding/base64"
	"fmt"

	"google.golang.org/protobuf/proto"

	"github.com/gpa-stream/gpa/pkg/schema"
	gpav1 "github.com/gpa-stream/gpa/pkg/schema/gen/gpa/v1"
	"github.com/gpa-stream/gpa/pkg/stream"
)

// Service is the name under which the stage's consumer group and dead letters go.
const Service = "attrextractor"

// A Span is the evidence of a stated wish: the user's words.
type Span struct {
	Observation string
	Aspect      string
	Direction   int
	// Ordinal of the turn; Start and End count code points in it.
	Ordinal, Start, End uint32
	Text                string
	// TimeUs is the event time, microseconds since 1970.
	TimeUs int64
}

// Spans keeps evidence under retention. Put is idempotent: the same spans may come again.
type Spans interface {
	Put(ctx context.Context, spans []Span) error
}

// A Stage is the service as the loop sees it.
type Stage struct {
	config Config
	spans  Spans
}

// New makes the stage.
func New(c Config, s Spans) (*Stage, error) {
	if err := c.Validate(); err != nil {
		return nil, err
	}
	return &Stage{config: c, spans: s}, nil
}

// Topics are what the stage reads.
func (s *Stage) Topics() []string {
	return []string{s.config.Topics.Of(schema.TopicExchanges)}
}

// Open makes the task of a partition, with the statement that it had passed on.
func (s *Stage) Open(_ context.Context, p stream.Partition, committed stream.Position) (stream.Task, int64, error) {
	t := &task{stage: s, in: p, next: max(committed.Offset, 0)}
	if committed.Metadata != "" {
		b, err := base64.RawStdEncoding.DecodeString(committed.Metadata)
		if err != nil {
			return nil, 0, fmt.Errorf("metadata of %s/%d: %w", p.Topic, p.Index, err)
		}
		t.held = &gpav1.Statement{}
		if err := proto.Unmarshal(b, t.held); err != nil {
			return nil, 0, fmt.Errorf("metadata of %s/%d: %w", p.Topic, p.Index, err)
		}
	}
	return t, committed.Offset, nil
}
