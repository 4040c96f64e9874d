// Package outbox brings changes of the database to a public topic: whoever changes a thing writes an Event in the
// same transaction, and one Relay per kind of thing publishes the events in order and marks them.
//
// It promises that the last record of every key in the topic becomes the newest event of that key. It does not
// promise that each event is published once, nor that an older one never appears again after a newer one: readers
// keep the largest version.
package outbox

import (
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"github.com/gpa-stream/gpa/pkg/schema"
)

// An Event is a change to publish.
type Event struct {
	// Seq is the place in the order of publishing; the store gives it.
	Seq int64
	// ID is a UUID that is the same whenever the same change is written; see EventID.
	ID string
	// Kind is what changed, e.g. rubric; one relay publishes all events of a kind.
	Kind string
	// Key is which one changed: the key of the record.
	Key string
	// Type is the CloudEvents type.
	Type string
	// Payload is the JSON value; nil is a tombstone: the thing is withdrawn for good.
	Payload []byte
	// Headers are the remaining CloudEvents attributes, by full header name (ce_subject and so on).
	Headers map[string]string
	// Waiting is true until the event is marked as published.
	Waiting bool
}

// Kinds of things that are published.
const (
	KindRule   = "rule"
	KindRubric = "rubric"
)

// EventID is the UUID of the change that those parts name.
func EventID(parts ...string) string {
	h := schema.ID(parts...)
	// Version 8 of RFC 9562: made as the maker likes.
	return h[:8] + "-" + h[8:12] + "-8" + h[13:16] + "-a" + h[17:20] + "-" + h[20:]
}

// Attributes are the CloudEvents attributes that an event carries beside id and type: the source, the key as subject,
// the event time, and the version as a sequence that sorts as text.
func Attributes(source, subject string, at time.Time, version int64) map[string]string {
	return map[string]string{
		"ce_source":   source,
		"ce_subject":  subject,
		"ce_time":     at.UTC().Format(time.RFC3339Nano),
		"ce_sequence": fmt.Sprintf("%010d", version),
	}
}

// New makes the event of a document that changed.
func New(kind, key, eventType string, doc any, version int64, headers map[string]string) (Event, error) {
	payload, err := json.Marshal(doc)
	if err != nil {
		return Event{}, fmt.Errorf("encode %s %s for the outbox: %w", kind, key, err)
	}
	return Event{
		ID:   EventID(kind, key, strconv.FormatInt(version, 10)),
		Kind: kind, Key: key, Type: eventType, Payload: payload, Headers: headers, Waiting: true,
	}, nil
}
