package stream

import (
	"fmt"

	"google.golang.org/protobuf/proto"

	"github.com/gpa-stream/gpa/pkg/schema"
	gpav1 "github.com/gpa-stream/gpa/pkg/schema/gen/gpa/v1"
)

// deadLetter is the record with its reason and origin, as a message for the dead letters of the service. Its id is
// made from the origin, so that a replay makes the same.
func (l *Loop) deadLetter(d DeadRecord) (Message, error) {
	letter := &gpav1.DeadLetter{
		Stage: l.Service, Topic: d.Topic, Partition: d.Index, Offset: d.Offset, Reason: d.Reason, Key: d.Key, Value: d.Value,
	}
	if !d.Time.IsZero() {
		letter.TimeUs = d.Time.UnixMicro()
	}
	if d.Type != "" {
		letter.Headers = append(letter.Headers,
			&gpav1.Header{Key: "ce_type", Value: []byte(d.Type)}, &gpav1.Header{Key: "ce_id", Value: []byte(d.ID)})
	}
	for _, h := range d.Headers {
		letter.Headers = append(letter.Headers, &gpav1.Header{Key: h.Key, Value: h.Value})
	}
	value, err := proto.Marshal(letter)
	if err != nil {
		return Message{}, fmt.Errorf("encode dead letter: %w", err)
	}
	return Message{
		Partition: Partition{Topic: l.DeadLetters},
		Type:      schema.TypeDeadLetter,
		ID:        fmt.Sprintf("%s/%d@%d", d.Topic, d.Index, d.Offset),
		Key:       d.Key,
		Value:     value,
	}, nil
}
