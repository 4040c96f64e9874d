package ingest

import (
	"fmt"
	"strconv"
	"time"

	"github.com/gpa-stream/gpa/pkg/schema"
	gpav1 "github.com/gpa-stream/gpa/pkg/schema/gen/gpa/v1"
	"github.com/gpa-stream/gpa/pkg/stream"
)

// An Item is one good record of a file.
type Item struct {
	File string
	Line int
	// Text is the record as it stands in the file.
	Text []byte
	// Format is the one that was recognised.
	Format string
	// Complete says that the record holds a whole conversation and is decided from itself alone.
	Complete bool
	// Conversation and User are the platform's ids, never to leave this process. User may be empty.
	Conversation, User string

	finished finished
	missing  int64
}

// A Bad is a record that cannot be used.
type Bad struct {
	File   string `json:"file"`
	Line   int    `json:"line"`
	Reason string `json:"reason"`
}

// String is FILE:LINE: reason.
func (b Bad) String() string { return fmt.Sprintf("%s:%d: %s", b.File, b.Line, b.Reason) }

// Turns is the record as the other stages read it; nil for an observation.
func (i Item) Turns() *gpav1.Turns { return i.finished.turns }

// Time is the event time by which lateness is judged, in microseconds.
func (i Item) Time() int64 { return i.finished.time() }

// Latest is the largest event time in the record, in microseconds.
func (i Item) Latest() int64 { return i.finished.latest() }

func (i Item) turns() int { return i.finished.count() }

// Finished is the item for a Stage of this process with Config.Finished.
func (i Item) Finished(p stream.Partition) stream.Message {
	return stream.Message{
		Partition: p, Type: i.finished.kind(), ID: i.finished.id(), Key: i.finished.key(), Value: i.finished.value,
		Headers: i.origin(),
	}
}

// Raw is the item as it stands in the file, for a topic that a Stage reads; the key is the platform's conversation id.
func (i Item) Raw(p stream.Partition) stream.Message {
	headers := []stream.Header{{Key: schema.HeaderFormat, Value: []byte(i.Format)}}
	if i.Complete {
		headers = append(headers, stream.Header{Key: schema.HeaderComplete, Value: []byte("true")})
	}
	at := rfc3339(time.UnixMicro(i.missing))
	headers = append(headers, stream.Header{Key: schema.HeaderDefaultTime, Value: []byte(at)})
	key := []byte(i.Conversation)
	if i.finished.turns == nil {
		key = i.finished.key()
	}
	return stream.Message{Partition: p, Key: key, Value: i.Text, Headers: append(headers, i.origin()...)}
}

func (i Item) origin() []stream.Header {
	n := len(i.File)
	text := strconv.AppendInt(append(make([]byte, 0, n+10), i.File...), int64(i.Line), 10)
	return []stream.Header{
		{Key: schema.HeaderFile, Value: text[:n:n]}, {Key: schema.HeaderLine, Value: text[n:]},
	}
}

// End is the end record of a source partition.
func End(p stream.Partition) stream.Message {
	return stream.Message{Partition: p, Headers: []stream.Header{{Key: schema.HeaderEnd, Value: []byte("true")}}}
}
