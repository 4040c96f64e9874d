package kafkastream

import (
	"bytes"
	"io"

	"github.com/segmentio/kafka-go"

	"github.com/gpa-stream/gpa/pkg/stream"
)

// A records gives messages to kafka-go one by one, in memory that is used again for each: kafka-go has written a record
// before it asks for the next.
type records struct {
	messages   []stream.Message
	record     kafka.Record
	key, value content
	source     []byte
}

func newRecords(topic string, messages []stream.Message) *records {
	return &records{messages: messages, source: []byte(ceSource(topic))}
}

// ReadRecord is kafka.RecordReader's.
func (r *records) ReadRecord() (*kafka.Record, error) {
	if len(r.messages) == 0 {
		return nil, io.EOF
	}
	m := &r.messages[0]
	r.messages = r.messages[1:]
	r.record = kafka.Record{Key: r.key.of(m.Key), Value: r.value.of(m.Value), Headers: r.headers(m)}
	return &r.record, nil
}

var ceSpecVersion = []byte(specVersion)

func (r *records) headers(m *stream.Message) []kafka.Header {
	h := r.record.Headers[:0]
	if m.Type != "" {
		h = append(h,
			kafka.Header{Key: headerSpecVersion, Value: ceSpecVersion},
			kafka.Header{Key: headerType, Value: []byte(m.Type)},
			kafka.Header{Key: headerSource, Value: r.source},
			kafka.Header{Key: headerID, Value: []byte(m.ID)})
	}
	for _, x := range m.Headers {
		h = append(h, kafka.Header{Key: x.Key, Value: x.Value})
	}
	return h
}

// A content is kafka.Bytes over a slice.
type content struct{ bytes.Reader }

// of is the content of b; nil stays nil.
func (c *content) of(b []byte) kafka.Bytes {
	if b == nil {
		return nil
	}
	c.Reset(b)
	return c
}

// Close frees nothing.
func (c *content) Close() error { return nil }
