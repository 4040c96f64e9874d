package streamtest

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"sync/atomic"

	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/pkg/stream"
)

var errCrash = errors.New("crash")

// echo is a stage that puts out each record once, to the partition of the same number, and states after how many.
type echo struct {
	fail   func(r stream.Record, nth int) error
	pad    string
	opened chan<- stream.Position
	nth    atomic.Int64
}

func (e *echo) Open(_ context.Context, p stream.Partition, pos stream.Position) (stream.Task, int64, error) {
	if e.opened != nil {
		e.opened <- pos
	}
	return &echoTask{stage: e, in: p, next: max(pos.Offset, 0)}, pos.Offset, nil
}

type echoTask struct {
	stage *echo
	in    stream.Partition
	next  int64
}

func (t *echoTask) Process(_ context.Context, r stream.Record, b *stream.Batch) error {
	if t.stage.fail != nil {
		if err := t.stage.fail(r, int(t.stage.nth.Add(1))); err != nil {
			if stream.IsPermanent(err) {
				t.next = r.Offset + 1
			}
			return err
		}
	}
	t.next = r.Offset + 1
	b.Add(stream.Message{Partition: stream.Partition{Topic: Out, Index: t.in.Index}, Type: "echo", ID: r.ID + "'", Value: r.Value})
	return nil
}

func (t *echoTask) Settle(_ context.Context, b *stream.Batch) error {
	for i := range Partitions[Out] {
		b.Add(stream.Message{
			Partition: stream.Partition{Topic: Out, Index: int32(i)}, Type: schema.TypeStatement,
			ID: fmt.Sprintf("%d@%d", t.in.Index, t.next), Key: []byte(strconv.Itoa(int(t.in.Index))), Value: []byte(strconv.FormatInt(t.next, 10)),
		})
	}
	return nil
}

func (t *echoTask) Position() (stream.Position, bool) {
	return stream.Position{Offset: t.next, Metadata: strconv.FormatInt(t.next, 10) + " " + t.stage.pad}, true
}
