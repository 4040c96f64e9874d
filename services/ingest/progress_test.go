package ingest

import (
	"context"
	"errors"
	"testing"

	"github.com/gpa-stream/gpa/pkg/stream"
)

// answers are what the fetches of a log give, one after the other; the last one ends the reading.
type answers struct {
	errs  []error
	opens int
}

func (a *answers) Read(context.Context, stream.Partition, int64) (stream.Reader, error) {
	a.opens++
	return a, nil
}

func (a *answers) Fetch(context.Context) ([]stream.Record, bool, error) {
	err := a.errs[0]
	a.errs = a.errs[1:]
	return []stream.Record{{}}, false, err
}

func (a *answers) Close() error { return nil }

func TestProgressGoesOnWhereTheLogHasForgotten(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	log, n := &answers{errs: []error{nil, stream.ErrDataLoss, nil, nil, broken}}, 0
	err := follow(t.Context(), log, stream.Partition{}, func(stream.Record) { n++ })
	if !errors.Is(err, broken) || n != 3 || log.opens != 2 {
		t.Errorf("got %v after %d records from %d readers; want the last error, 3 from 2", err, n, log.opens)
	}
	ctx, cancel := context.WithCancel(t.Context())
	log = &answers{errs: []error{nil, context.Canceled}}
	if err := follow(ctx, log, stream.Partition{}, func(stream.Record) { cancel() }); err != nil {
		t.Errorf("at the end of the context got %v", err)
	}
}
