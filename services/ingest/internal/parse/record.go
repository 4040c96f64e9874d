// Package parse reads one log record in any known format into one shape, with the names that the platform uses.
//
// It is pure and trusts nothing: a record that cannot be used gives an error in the user's words, an optional field of
// a wrong type or range is dropped with a warning. It makes no pseudonyms and no ids; package stamp does.
package parse

import (
	"math"

	gpav1 "github.com/gpa-stream/gpa/pkg/schema/gen/gpa/v1"
)

// NoTime stands for a time that the record does not give.
const NoTime int64 = math.MinInt64

// A Shape says what a record holds of its conversation.
type Shape uint8

// The shapes of records.
const (
	// Whole is a whole conversation.
	Whole Shape = iota
	// Single is one turn.
	Single
	// Exchange is the new turns of a request and its answer.
	Exchange
)

// A Record is what one log record says, with raw names.
type Record struct {
	Shape Shape
	// Conversation is the platform's id of the conversation, or one made from its first messages.
	Conversation string
	// User is the platform's id of the user; empty when the record names none.
	User string
	// Groups are in the order of the record; of one dimension the last holds.
	Groups                  []Group
	Locale, Stratum, Intent string
	// At is the time of the record as a whole in microseconds since 1970, for turns that have none.
	At       int64
	Turns    []Turn
	Feedback []Feedback
	// Warnings name the optional fields that were dropped, one entry each time, e.g. "user_id is not a string".
	Warnings []string
}

// A Group is one part of a dimension, e.g. expertise = novice.
type Group struct{ Dimension, Value string }

// A Turn is one message.
type Turn struct {
	// Ordinal is its index in the whole conversation.
	Ordinal int
	Role    gpav1.Role
	Content string
	// At is in microseconds since 1970, or NoTime.
	At            int64
	Model, Intent string
	// Message is the platform's id of the message, where it has one that is never used again.
	Message string
}

// Feedback is an explicit rating of the assistant turn with that ordinal.
type Feedback struct {
	Ordinal int
	Label   gpav1.Label
	Comment string
	At      int64
}

// Limits bound what one record may hold. A record beyond them is bad.
type Limits struct {
	// TurnBytes is the longest content of a turn in bytes.
	TurnBytes int
	// Turns is the largest number of turns in a conversation.
	Turns int
}

// Options say how records are read.
type Options struct {
	Limits Limits
	// Dimensions maps fields of the record (dotted path, e.g. metadata.team) to group dimensions.
	Dimensions map[string]string
}

func (r *Record) warn(what string) { r.Warnings = append(r.Warnings, what) }
