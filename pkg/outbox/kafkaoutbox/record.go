package kafkaoutbox

import (
	"maps"
	"slices"

	"github.com/segmentio/kafka-go"

	"github.com/gpa-stream/gpa/pkg/outbox"
)

// Record is an event in the binary mode of CloudEvents: attributes as headers, the document as value, no value for a
// tombstone. Its time is left to be the time of appending; the event's own is in ce_time.
func Record(e outbox.Event) kafka.Record {
	r := kafka.Record{
		Key: kafka.NewBytes([]byte(e.Key)),
		Headers: []kafka.Header{
			{Key: "ce_specversion", Value: []byte("1.0")},
			{Key: "ce_id", Value: []byte(e.ID)},
			{Key: "ce_type", Value: []byte(e.Type)},
		},
	}
	if e.Payload != nil {
		r.Value = kafka.NewBytes(e.Payload)
		r.Headers = append(r.Headers, kafka.Header{Key: "content-type", Value: []byte("application/json")})
	}
	for _, k := range slices.Sorted(maps.Keys(e.Headers)) {
		r.Headers = append(r.Headers, kafka.Header{Key: k, Value: []byte(e.Headers[k])})
	}
	return r
}
