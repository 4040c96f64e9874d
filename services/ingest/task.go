package ingest

import (
	"context"
	"fmt"
	"time"

	"github.com/gpa-stream/gpa/pkg/schema"
	gpav1 "github.com/gpa-stream/gpa/pkg/schema/gen/gpa/v1"
	"github.com/gpa-stream/gpa/pkg/stream"
	"github.com/gpa-stream/gpa/pkg/stream/clock"
	"github.com/gpa-stream/gpa/services/ingest/internal/parse"
)

// A Task is ingest over one source partition. What it puts out is a function of the partition's log and of nothing
// else, the check against Ports.Now and the decisions about quiet apart.
type Task struct {
	stage  *Stage
	in     *interpreter
	source stream.Partition
	name   string // of the source, in statements
	next   int64  // offset of the next record, negative before the first

	mark   mark
	told   *saying       // the last statement made, nil after a restart
	shown  *saying       // the last one that went to the topic of progress
	idleAt time.Duration // how long it had been quiet when idle was last said
}

// Process applies one record: the end of the input, turns to pass on, or something late, bad or from the future.
func (t *Task) Process(_ context.Context, r stream.Record, out *stream.Batch) error {
	t.next, t.idleAt = r.Offset+1, 0
	if _, isEnd := header(r, schema.HeaderEnd); isEnd {
		t.end()
		out.Cut()
		return nil
	}
	t.mark.state = gpav1.SourceState_SOURCE_STATE_LIVE
	f, err := t.understand(r)
	if err != nil {
		out.Bury(r, reason(r, err.Error()))
		return nil
	}
	if ahead := t.ahead(f); ahead != "" {
		out.Bury(r, reason(r, ahead))
		return nil
	}
	t.pass(r, f, out)
	return nil
}

// ProcessTurns passes turns on that are finished already, as Process does with those of a record at that offset.
func (t *Task) ProcessTurns(offset int64, turns *gpav1.Turns, out *stream.Batch) error {
	f, err := sealTurns(turns)
	if err != nil {
		return err
	}
	t.next, t.idleAt = offset+1, 0
	t.mark.state = gpav1.SourceState_SOURCE_STATE_LIVE
	t.pass(stream.Record{Partition: t.source, Offset: offset}, f, out)
	return nil
}

func (t *Task) understand(r stream.Record) (finished, error) {
	if t.stage.config.Finished {
		return reopen(r)
	}
	format, _ := header(r, schema.HeaderFormat)
	rec, err := t.in.parse(r.Value, format)
	if err != nil {
		return finished{}, err
	}
	if t.stage.ports.Warned != nil {
		for what, n := range tally(rec.Warnings) {
			t.stage.ports.Warned(what, n)
		}
	}
	_, complete := header(r, schema.HeaderComplete)
	return t.in.finish(rec, complete && rec.Shape == parse.Whole, missingTime(r))
}

// reopen takes what a Reader has finished as it is.
func reopen(r stream.Record) (finished, error) {
	switch r.Type {
	case schema.TypeTurns:
		t, err := outlineTurns(r)
		return finished{turns: t, value: r.Value, name: r.ID}, err
	case schema.TypeObservation:
		o, err := outlineOf(r)
		return finished{outline: o, value: r.Value}, err
	}
	return finished{}, fmt.Errorf("record type is %q; expected %s or %s", r.Type, schema.TypeTurns, schema.TypeObservation)
}

// ahead says by how much a message is ahead of the clock, when that is too much.
func (t *Task) ahead(f finished) string {
	c := t.stage.config
	if c.Ahead == 0 || t.stage.ports.Now == nil {
		return ""
	}
	at, now := time.UnixMicro(f.latest()), t.stage.ports.Now()
	if !at.After(now.Add(c.Ahead)) {
		return ""
	}
	return fmt.Sprintf("time %s is more than %s ahead of the clock (%s)", rfc3339(at), c.Ahead, rfc3339(now))
}

// pass puts a message out unless it is late.
func (t *Task) pass(r stream.Record, f finished, out *stream.Batch) {
	c := t.stage.config
	if limit := t.mark.newest - c.Lateness.Microseconds(); c.Lateness != NoLateness && f.time() < limit {
		out.Late++
		if t.stage.ports.Late != nil {
			t.stage.ports.Late(Late{
				Source: t.source, Offset: r.Offset, Origin: origin(r), Turns: f.count(),
				Time: time.UnixMicro(f.time()).UTC(), Limit: time.UnixMicro(limit).UTC(),
			})
		}
		return
	}
	t.mark.newest, t.mark.latest, t.mark.open = max(t.mark.newest, f.time()), max(t.mark.latest, f.latest()), true
	out.Add(stream.Message{
		Partition: stream.Partition{Topic: c.Output, Index: f.partition(c.Partitions)},
		Type:      f.kind(), ID: f.id(), Key: f.key(), Value: f.value,
	})
}

// EventTime is how far time has come in the source: its newest record, less the lateness.
func (t *Task) EventTime() (int64, bool) {
	return t.mark.newest - max(t.stage.config.Lateness, 0).Microseconds(), t.mark.newest != clock.Never
}

// Position is where to go on, with what the past says about time.
func (t *Task) Position() (stream.Position, bool) {
	return stream.Position{Offset: t.next, Metadata: t.mark.String()}, t.next >= 0
}
