package audit

import (
	"context"
	"fmt"
	"maps"
	"time"

	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/pkg/stream"
)

// A check is how a stage is audited.
type check struct {
	stage string
	// group has committed how far the stage is; its inputs are read up to there.
	group  string
	inputs []string
	again  stream.Stage
	// behind is the topic that the stage writes, kind what it writes there, letters that of its dead letters.
	behind, kind, letters string
	// bucket is the length of a time bucket in microseconds; patience how long a bucket is kept open behind the time.
	bucket, patience int64
	// at is the event time of an output.
	at func(stream.Message) int64

	begun   bool
	runs    []*again
	outs    []*tail
	dlq     *tail
	account ledger
	claimed byBucket // ids that must come out, of open buckets
	found   ids      // ids behind the stage that nobody has claimed yet
	dead    buried
	open    []claim // claimed and not found yet
	skipped int
}

// A claim is something that must be behind the stage.
type claim struct {
	bucket int64
	record stream.Record // where it comes from, without its content
	id     string        // of the output; empty where the record itself was given up
}

func (c *check) begin(ctx context.Context, log Log) (err error) {
	if c.runs, err = reopened(ctx, log, c.group, c.again, c.inputs); err != nil {
		return err
	}
	if c.outs, err = tails(ctx, log, c.behind); err != nil {
		return err
	}
	c.dlq = &tail{at: stream.Partition{Topic: c.letters}}
	c.account, c.claimed, c.found, c.dead, c.begun = newLedger(), byBucket{}, ids{}, buried{ids{}, ids{}}, true
	return nil
}

func (c *check) close() {
	for _, r := range c.runs {
		r.close()
	}
	for _, t := range c.outs {
		t.close()
	}
	if c.dlq != nil {
		c.dlq.close()
	}
}

// round asks how far the stage has committed, reads all that is behind it, and then runs it again up to there: what it
// has committed is behind it already.
func (c *check) round(ctx context.Context, log Log) (Line, error) {
	if !c.begun {
		if err := c.begin(ctx, log); err != nil {
			return Line{Stage: c.stage}, err
		}
	}
	for _, r := range c.runs {
		if err := r.ask(ctx, log); err != nil {
			return Line{Stage: c.stage}, err
		}
	}
	since, err := c.look(ctx, log)
	if err != nil {
		return Line{Stage: c.stage}, err
	}
	c.lookAgain()
	for _, r := range c.runs {
		err := r.run(ctx, log, func(rec stream.Record, b *stream.Batch) {
			if rec.Time.Before(since) {
				c.skipped++
				return
			}
			c.take(r, rec, b)
		})
		if err != nil {
			return Line{Stage: c.stage}, err
		}
	}
	c.seal()
	return c.line(), nil
}

// look reads what is behind the stage, and says since when that topic still holds its records.
func (c *check) look(ctx context.Context, log Log) (since time.Time, err error) {
	for _, t := range c.outs {
		err := t.follow(ctx, log, -1, func(r stream.Record) error {
			if r.Type == c.kind {
				c.found.add(r.ID)
			}
			return nil
		})
		if err != nil {
			return since, err
		}
		if s := t.since(); s.After(since) {
			since = s
		}
	}
	return since, c.dlq.follow(ctx, log, -1, func(r stream.Record) error {
		if r.Type == schema.TypeDeadLetter {
			return c.dead.read(r)
		}
		return nil
	})
}

// take accounts for what a record brings. What is late or given up belongs to the bucket in which it was read.
func (c *check) take(run *again, r stream.Record, b *stream.Batch) {
	us, known := run.time()
	if !known {
		us = r.Time.UnixMicro()
	}
	if n := int64(b.Late + b.Repeated); n > 0 {
		c.account.of(floorDiv(us, c.bucket)).Add(Counts{In: n, Late: int64(b.Late), Repeated: int64(b.Repeated)})
	}
	r.Value, r.Headers = nil, nil
	for range b.Dead {
		c.claim(claim{bucket: floorDiv(us, c.bucket), record: r})
	}
	for _, m := range outputs(b) {
		bucket := floorDiv(c.at(m), c.bucket)
		if c.account.isSealed(bucket) || !c.claimed.add(bucket, m.ID) {
			c.account.of(bucket).Add(Counts{In: 1, Repeated: 1})
			continue
		}
		c.claim(claim{bucket: bucket, record: r, id: m.ID})
	}
}

// claim counts something that must be behind the stage, as missing while it is not.
func (c *check) claim(x claim) {
	c.account.of(x.bucket).Add(Counts{In: 1, Missing: 1})
	if !c.settle(x) {
		c.open = append(c.open, x)
	}
}

// settle says whether a claim was found: behind the stage, or given up, perhaps for a reason that is no part of the
// log, a clock for instance.
func (c *check) settle(x claim) bool {
	switch n := c.account.of(x.bucket); {
	case x.id != "" && c.found.take(x.id):
		n.Add(Counts{Out: 1, Missing: -1})
	case c.dead.record(x.record), x.id != "" && c.dead.output(x.id):
		n.Add(Counts{Dead: 1, Missing: -1})
	default:
		return false
	}
	return true
}

// lookAgain settles what was not found in the rounds before.
func (c *check) lookAgain() {
	left := c.open[:0]
	for _, x := range c.open {
		if !c.settle(x) {
			left = append(left, x)
		}
	}
	c.open = left
}

// seal closes the buckets that the time has passed in all partitions, and forgets their ids.
func (c *check) seal() {
	passed, told := int64(0), false
	for _, r := range c.runs {
		if us, known := r.time(); known && (!told || us < passed) {
			passed, told = us, true
		}
	}
	if !told {
		return
	}
	c.account.seal(floorDiv(passed-c.patience, c.bucket))
	maps.DeleteFunc(c.claimed, func(bucket int64, _ ids) bool { return c.account.isSealed(bucket) })
}

func (c *check) line() Line {
	l := c.account.line(c.stage)
	for _, x := range c.open[:min(len(c.open), maxExamples)] {
		what := x.id
		if what == "" {
			what = "no dead letter"
		}
		l.Examples = append(l.Examples, place(x.record.Topic, x.record.Index, x.record.Offset)+": "+what)
	}
	if c.skipped > 0 {
		l.Notes = append(l.Notes, fmt.Sprintf("%d records are older than what the topic behind the stage still holds, and were not judged", c.skipped))
	}
	return l
}
