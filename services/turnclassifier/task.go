package turnclassifier

import (
	"container/heap"
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/gpa-stream/gpa/pkg/schema"
	gpav1 "github.com/gpa-stream/gpa/pkg/schema/gen/gpa/v1"
	"github.com/gpa-stream/gpa/pkg/schema/wire"
	"github.com/gpa-stream/gpa/pkg/stream"
	"github.com/gpa-stream/gpa/pkg/stream/clock"
	"github.com/gpa-stream/gpa/services/turnclassifier/internal/assemble"
)

// task is one partition at work. It speaks only from `emitted` on: what lies before has been said already.
type task struct {
	stage   *Stage
	in, out stream.Partition

	held      *memory
	clock     *clock.Clock
	snapshots clock.Snapshots
	next      int64 // offset of the next record
	emitted   int64 // outputs of everything before it are acknowledged
	heard     bool  // a statement came in since the last that was made
	pending   pending
}

func (t *task) silent() bool { return t.next < t.emitted }

// Process holds a record's turns, decides a whole conversation, or moves the time.
func (t *task) Process(ctx context.Context, r stream.Record, b *stream.Batch) error {
	t.next = r.Offset
	defer func() { t.next = r.Offset + 1 }()
	switch r.Type {
	case schema.TypeStatement:
		return t.hear(ctx, r, b)
	case schema.TypeTurns:
	default:
		return stream.Permanent(fmt.Errorf("record type is %q; expected %s or %s", r.Type, schema.TypeTurns, schema.TypeStatement))
	}
	rec, err := wire.DecodeTurns(r.Value)
	if err != nil {
		return stream.Permanent(err)
	}
	if rec.GetTimeUs() < t.clock.Time() {
		t.stage.behind.Add(1) // A repeat, or from a source that woke from idle.
		b.Repeated++
		return nil
	}
	if rec.GetComplete() {
		return t.decideWhole(ctx, rec, r.Trace(), b)
	}
	t.held.hold(rec, r.Offset, r.Trace())
	return nil
}

// hear moves the time, and does what has become due.
func (t *task) hear(ctx context.Context, r stream.Record, b *stream.Batch) error {
	s, err := clock.Parse(r)
	if err != nil {
		return err
	}
	t.clock.Read(s)
	t.heard = true
	if err := t.decideDue(ctx, b); err != nil {
		return err
	}
	for {
		most, ok := t.clock.Ended()
		if !ok {
			break
		}
		if err := t.decideAll(ctx, most, b); err != nil {
			return err
		}
		t.clock.Raise(most + 1)
		b.Cut()
	}
	t.snapshots.Mark(r.Offset+1, t.clock)
	return nil
}

// decideDue decides and forgets what the time has passed.
func (t *task) decideDue(ctx context.Context, b *stream.Batch) error {
	now, due := t.clock.Time(), &t.held.due
	for due.Len() > 0 && (*due)[0].at < now {
		e := heap.Pop(due).(entry) //nolint:errcheck,forcetypeassert // Only entries are pushed.
		c := t.held.conversations[e.conversation]
		if c == nil {
			continue
		}
		switch e.kind {
		case decide:
			if x := c.turns[e.said]; x != nil && !x.decided {
				if err := t.decide(ctx, c, x, x.GetTimeUs()+t.held.window, b); err != nil {
					return err
				}
			}
		case forget:
			t.held.forgetTurn(c, e.said)
		case forgetRating:
			t.held.forgetRating(c, e.said)
		}
	}
	return nil
}

// decideAll decides every answer up to an end out of what lies up to it, and forgets that.
func (t *task) decideAll(ctx context.Context, most int64, b *stream.Batch) error {
	for _, id := range slices.Sorted(maps.Keys(t.held.conversations)) {
		c := t.held.conversations[id]
		turns := slices.SortedFunc(maps.Keys(c.turns), compareSaid)
		for _, k := range turns {
			x := c.turns[k]
			if x.GetRole() != gpav1.Role_ROLE_ASSISTANT || x.decided || k.at > most {
				continue
			}
			if err := t.decide(ctx, c, x, min(k.at+t.held.window, most), b); err != nil {
				return err
			}
		}
		for _, k := range turns {
			if k.at <= most {
				t.held.forgetTurn(c, k)
			}
		}
		for k := range c.feedback {
			if k.at <= most {
				t.held.forgetRating(c, k)
			}
		}
	}
	return nil
}

func (t *task) decide(ctx context.Context, c *conversation, x *turn, until int64, b *stream.Batch) error {
	x.decided = true
	turns, feedback := c.view(x.GetTimeUs(), t.held.window, until, t.stage.config.MaxTurns)
	e, ok := assemble.One(assemble.Distinct(turns), x.Turn, feedback)
	if !ok {
		return nil
	}
	return t.say(ctx, e, x.record, x.GetTimeUs(), x.arrival.trace, b)
}

func (t *task) decideWhole(ctx context.Context, rec *gpav1.Turns, trace string, b *stream.Batch) error {
	for _, e := range assemble.All(assemble.Distinct(rec.GetTurns()), rec.GetFeedback()) {
		if err := t.say(ctx, e, rec, rec.GetTimeUs(), trace, b); err != nil {
			return err
		}
	}
	return nil
}

// say puts an exchange out, judged, unless it was said before the restart. It goes on in the trace of the record that
// brought its answer.
func (t *task) say(ctx context.Context, e assemble.Exchange, rec *gpav1.Turns, at int64, trace string, b *stream.Batch) error {
	if t.silent() {
		return nil
	}
	x := t.stage.exchange(e, rec, at)
	if t.pending.add(judging{e, x, trace}) < t.stage.held() {
		return nil
	}
	return t.Gather(ctx, b)
}

// Gather judges what waits for it, and puts it out in the order in which it was decided.
func (t *task) Gather(ctx context.Context, b *stream.Batch) error {
	judged, err := t.pending.judged(ctx, t.stage)
	if err != nil {
		return err
	}
	for _, j := range judged {
		if err := t.put(j, b); err != nil {
			return err
		}
	}
	return nil
}

func (t *task) put(j judging, b *stream.Batch) error {
	x := j.out
	value, err := wire.EncodeExchange(x)
	if err != nil {
		return err
	}
	m := stream.Message{Partition: t.out, Type: schema.TypeExchange, ID: x.GetId(), Key: []byte(x.GetConversation()), Value: value}
	b.Add(m.WithTrace(j.trace))
	return nil
}

// Unstated says whether the time of the exchanges may have moved.
func (t *task) Unstated() bool { return t.heard && !t.silent() && t.clock.Known() }

// Settle states the time of the exchanges: the partition's, less the window.
func (t *task) Settle(_ context.Context, b *stream.Batch) error {
	if t.silent() || !t.clock.Known() {
		return nil
	}
	if t.heard {
		m, err := clock.Message(t.out, &gpav1.Statement{
			Source: fmt.Sprintf("%s/%d", Service, t.in.Index), Count: 1, Offset: t.next,
			TimeUs: t.clock.Time() - t.held.window, State: t.clock.State(), Ends: t.clock.Ends(), MostUs: t.clock.Most(),
		})
		if err != nil {
			return err
		}
		b.Add(m)
	}
	t.heard = false
	return nil
}

// EventTime is that of the partition's clock.
func (t *task) EventTime() (int64, bool) { return t.clock.Time(), t.clock.Known() }

// Position is the oldest record that is still needed, with the clock as it stood there.
func (t *task) Position() (stream.Position, bool) {
	if t.silent() {
		return stream.Position{}, false
	}
	offset, c := t.snapshots.Floor(t.held.needed(t.next))
	metadata, err := encodePosition(c, t.next)
	if err != nil {
		return stream.Position{}, false
	}
	return stream.Position{Offset: offset, Metadata: metadata}, true
}
