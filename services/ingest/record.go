package ingest

import (
	"fmt"
	"strconv"

	"github.com/gpa-stream/gpa/pkg/schema"
	gpav1 "github.com/gpa-stream/gpa/pkg/schema/gen/gpa/v1"
	"github.com/gpa-stream/gpa/pkg/schema/wire"
	"github.com/gpa-stream/gpa/services/ingest/internal/parse"
	"github.com/gpa-stream/gpa/services/ingest/internal/stamp"
)

// An interpreter reads one record after the other: parse, then stamp. It is not for two goroutines.
type interpreter struct {
	Records
	parser *parse.Parser
	stamp  stamp.Stamp
	// observation is the one in hand.
	observation parse.Observation
}

func newInterpreter(r Records) *interpreter {
	r = r.withDefaults()
	return &interpreter{
		Records: r,
		parser: parse.New(parse.Options{
			Limits:     parse.Limits{TurnBytes: r.TurnBytes, Turns: r.Turns},
			Dimensions: r.Dimensions,
		}),
		stamp: stamp.Stamp{Salt: r.Salt, Groups: r.Groups.users, Locale: r.Locale, Only: r.Only, Users: map[string]stamp.User{}},
	}
}

// A raw is a record that was understood, with raw names. An observation holds until the next one is parsed.
type raw struct {
	parse.Record
	observation *parse.Observation
	format      string
}

// name is what the record is called where it must be called only once, and whether another content under that name is
// a conflict: a log of requests may hold several answers to one.
func (r raw) name() (parts []string, strict bool) {
	switch {
	case r.observation != nil:
		return []string{"observation", r.observation.ID}, true
	case r.Shape == parse.Single:
		return []string{"turn", r.Conversation, strconv.Itoa(r.Turns[0].Ordinal)}, true
	case r.Shape == parse.Exchange:
		return []string{"exchange", r.Conversation}, false
	}
	return []string{"conversation", r.Conversation}, true
}

// time is the first time that the record itself gives.
func (r raw) time() (us int64, ok bool) {
	for _, t := range r.Turns {
		if t.At != parse.NoTime {
			return t.At, true
		}
	}
	return r.At, r.At != parse.NoTime
}

func (in *interpreter) parse(line []byte, format string) (raw, error) {
	if len(line) > in.RecordBytes {
		return raw{}, tooLarge(in.RecordBytes)
	}
	if in.From == FromObservations {
		var err error
		in.observation, err = in.parser.Observation(line)
		return raw{Record: in.observation.Record, observation: &in.observation, format: FromObservations}, err
	}
	rec, format, err := in.parser.Parse(line, orElse(format, in.Format))
	return raw{Record: rec, format: format}, err
}

func tooLarge(limit int) error {
	return fmt.Errorf("the record has more than %d bytes", limit)
}

// finish stamps a record and encodes it. A record without any time gets missing.
func (in *interpreter) finish(r raw, complete bool, missing int64) (finished, error) {
	if r.observation != nil {
		return sealObservation(in.stamp.Observation(*r.observation, missing))
	}
	return sealTurns(in.stamp.Turns(r.Record, complete, missing))
}

// A finished is a message ready to go out, of turns or of an observation.
type finished struct {
	turns   *gpav1.Turns
	outline outline // of an observation
	value   []byte
	name    string // of turns, where it was made before
}

func sealTurns(t *gpav1.Turns) (finished, error) {
	value, err := wire.EncodeTurns(t)
	return finished{turns: t, value: value}, err
}

func sealObservation(o *gpav1.Observation) (finished, error) {
	value, err := wire.EncodeObservation(o)
	return finished{
		value:   value,
		outline: outline{id: o.GetId(), key: []byte(o.GetUser()), shard: o.GetShard(), time: o.GetTimeUs()},
	}, err
}

// kind is the record type of the message.
func (f finished) kind() string {
	if f.turns == nil {
		return schema.TypeObservation
	}
	return schema.TypeTurns
}

// id is made of all that the message brings, so that a replay makes the same.
func (f finished) id() string {
	if f.turns == nil {
		return f.outline.id
	}
	if f.name != "" {
		return f.name
	}
	parts := make([]string, 0, 2+len(f.turns.GetTurns())+len(f.turns.GetFeedback()))
	parts = append(parts, "turns", f.turns.GetConversation())
	for _, t := range f.turns.GetTurns() {
		parts = append(parts, t.GetId())
	}
	for _, x := range f.turns.GetFeedback() {
		parts = append(parts, x.GetId())
	}
	return schema.ID(parts...)
}

// key is what the message is partitioned by.
func (f finished) key() []byte {
	if f.turns == nil {
		return f.outline.key
	}
	return []byte(f.turns.GetConversation())
}

// partition is where the message goes among n.
func (f finished) partition(n int) int32 {
	if f.turns == nil {
		return schema.ShardPartition(f.outline.shard, n)
	}
	return Partition(f.turns.GetConversation(), n)
}

// count is the number of turns that the message brings.
func (f finished) count() int { return len(f.turns.GetTurns()) }

// time is the event time by which lateness is judged.
func (f finished) time() int64 {
	if f.turns == nil {
		return f.outline.time
	}
	return f.turns.GetTimeUs()
}

// latest is the largest event time of all that the message brings.
func (f finished) latest() int64 {
	most := f.time()
	for _, t := range f.turns.GetTurns() {
		most = max(most, t.GetTimeUs())
	}
	if !f.turns.GetComplete() {
		for _, x := range f.turns.GetFeedback() {
			most = max(most, x.GetTimeUs())
		}
	}
	return most
}
