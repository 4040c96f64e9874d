package ingest

import (
	"fmt"

	"google.golang.org/protobuf/encoding/protowire"

	gpav1 "github.com/gpa-stream/gpa/pkg/schema/gen/gpa/v1"
)

// Numbers of the fields in observation.proto by which an observation is passed on.
const (
	fieldID    = 1
	fieldUser  = 3
	fieldShard = 4
	fieldTime  = 12
)

// outline reads of an encoded observation what passing it on asks for, in a tenth of the time that all of it takes: who
// and when, and its name.
func outline(value []byte) (*gpav1.Observation, error) {
	o := &gpav1.Observation{}
	for len(value) > 0 {
		field, kind, n := protowire.ConsumeTag(value)
		if n < 0 {
			return nil, fmt.Errorf("decode observation: %w", protowire.ParseError(n))
		}
		value = value[n:]
		if n = protowire.ConsumeFieldValue(field, kind, value); n < 0 {
			return nil, fmt.Errorf("decode observation: %w", protowire.ParseError(n))
		}
		switch {
		case kind == protowire.BytesType && (field == fieldID || field == fieldUser):
			text, _ := protowire.ConsumeString(value)
			if field == fieldID {
				o.Id = text
			} else {
				o.User = text
			}
		case kind == protowire.VarintType && (field == fieldShard || field == fieldTime):
			number, _ := protowire.ConsumeVarint(value)
			if field == fieldShard {
				o.Shard = uint32(number)
			} else {
				o.TimeUs = int64(number)
			}
		}
		value = value[n:]
	}
	return o, nil
}
