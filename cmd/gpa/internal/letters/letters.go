// Package letters reads the dead letters of a namespace, sorts them by reason, and makes of a letter the record again
// that a stage had given up.
//
// A letter is a copy: reading and replaying change nothing in the dead letters, which go by their retention.
package letters

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"google.golang.org/protobuf/proto"

	"github.com/gpa-stream/gpa/pkg/schema"
	gpav1 "github.com/gpa-stream/gpa/pkg/schema/gen/gpa/v1"
	"github.com/gpa-stream/gpa/pkg/stream"
)

// A Letter is what a stage gave up, and why.
type Letter struct {
	// ID is the stage and the letter's offset in its dead letters, e.g. ingest/17.
	ID    string `json:"id"`
	Stage string `json:"stage"`
	// Origin is where the record stood: topic/partition@offset.
	Origin string `json:"origin"`
	Reason string `json:"reason"`
	// Kind is the reason without what differs from record to record.
	Kind string `json:"kind"`
	// At is the record's own timestamp; nil when it had none.
	At    *time.Time `json:"at,omitempty"`
	Bytes int        `json:"bytes"`
	// Repeats is how often the same letter was written again, by restarts.
	Repeats int `json:"repeats,omitempty"`
	// Lost says that the letter holds no record: an output that the log refused.
	Lost bool `json:"lost,omitempty"`

	offset int64
	place  stream.Partition
	record *gpav1.DeadLetter
}

// Place is where the record stood, and where it goes when it is replayed.
func (l Letter) Place() (topic string, partition int32) { return l.place.Topic, l.place.Index }

// Parse reads a record of a dead letter topic.
func Parse(r stream.Record) (Letter, error) {
	var d gpav1.DeadLetter
	if err := proto.Unmarshal(r.Value, &d); err != nil {
		return Letter{}, fmt.Errorf("decode the dead letter at %s/%d@%d: %w", r.Topic, r.Index, r.Offset, err)
	}
	l := Letter{
		ID: d.GetStage() + "/" + strconv.FormatInt(r.Offset, 10), Stage: d.GetStage(),
		Origin: fmt.Sprintf("%s/%d@%d", d.GetTopic(), d.GetPartition(), d.GetOffset()),
		Reason: d.GetReason(), Bytes: len(d.GetValue()), Lost: d.GetOffset() < 0, offset: r.Offset, record: &d,
		place: stream.Partition{Topic: d.GetTopic(), Index: d.GetPartition()},
	}
	l.Kind = kind(strings.TrimPrefix(l.Reason, l.fileAndLine()))
	if d.GetTimeUs() != 0 {
		at := time.UnixMicro(d.GetTimeUs()).UTC()
		l.At = &at
	}
	return l, nil
}

// fileAndLine is what ingest puts before its reasons.
func (l Letter) fileAndLine() string {
	file, line := l.header(schema.HeaderFile), l.header(schema.HeaderLine)
	if file == "" {
		return ""
	}
	return file + ":" + line + ": "
}

func (l Letter) header(key string) string {
	for _, h := range l.record.GetHeaders() {
		if h.GetKey() == key {
			return string(h.GetValue())
		}
	}
	return ""
}

// same says what makes two letters one.
func (l Letter) same() string { return l.Stage + "\x00" + l.Origin + "\x00" + l.Reason }

// Headers are those of the record, in order.
func (l Letter) Headers() []*gpav1.Header { return l.record.GetHeaders() }

// Key is the record's key.
func (l Letter) Key() []byte { return l.record.GetKey() }

// Value is the record's value.
func (l Letter) Value() []byte { return l.record.GetValue() }

// A Kind is how many letters of a stage have reasons that differ in particulars only.
type Kind struct {
	Stage  string `json:"stage"`
	Reason string `json:"reason"`
	Count  int    `json:"count"`
	// Example is the id of the first.
	Example string `json:"example"`
}

// Kinds counts letters by stage and kind of reason, the most frequent first.
func Kinds(all []Letter) []Kind {
	at := map[[2]string]int{}
	kinds := []Kind{}
	for _, l := range all {
		key := [2]string{l.Stage, l.Kind}
		i, known := at[key]
		if !known {
			i = len(kinds)
			at[key] = i
			kinds = append(kinds, Kind{Stage: l.Stage, Reason: l.Kind, Example: l.ID})
		}
		kinds[i].Count++
	}
	slices.SortStableFunc(kinds, func(a, b Kind) int { return b.Count - a.Count })
	return kinds
}
