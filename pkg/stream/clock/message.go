package clock

import (
	"fmt"

	"google.golang.org/protobuf/proto"

	"github.com/gpa-stream/gpa/pkg/schema"
	gpav1 "github.com/gpa-stream/gpa/pkg/schema/gen/gpa/v1"
	"github.com/gpa-stream/gpa/pkg/stream"
)

// Message is the statement as a message for partition p.
func Message(p stream.Partition, s *gpav1.Statement) (stream.Message, error) {
	value, err := proto.Marshal(s)
	if err != nil {
		return stream.Message{}, fmt.Errorf("encode statement of %s: %w", s.GetSource(), err)
	}
	id := fmt.Sprintf("%s@%d.%d", s.GetSource(), s.GetOffset(), s.GetState())
	return stream.Message{Partition: p, Type: schema.TypeStatement, ID: id, Key: []byte(s.GetSource()), Value: value}, nil
}

// Parse reads the statement in a record of that type.
func Parse(r stream.Record) (*gpav1.Statement, error) {
	var s gpav1.Statement
	if err := proto.Unmarshal(r.Value, &s); err != nil {
		return nil, stream.Permanent(fmt.Errorf("decode statement: %w", err))
	}
	return &s, nil
}
