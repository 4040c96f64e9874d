package ingest

import (
	"context"
	"errors"
	"fmt"

	"github.com/gpa-stream/gpa/pkg/stream"
)

// logs are where progress is read.
type logs interface {
	Read(ctx context.Context, p stream.Partition, from int64) (stream.Reader, error)
}

// follow reads a partition from its beginning and goes on until ctx ends. What the log forgets meanwhile is left out.
func follow(ctx context.Context, from logs, p stream.Partition, each func(stream.Record)) error {
	for ctx.Err() == nil {
		err := followOnce(ctx, from, p, each)
		if ctx.Err() == nil && !errors.Is(err, stream.ErrDataLoss) {
			return fmt.Errorf("follow the progress of all sources: %w", err)
		}
	}
	return nil
}

func followOnce(ctx context.Context, from logs, p stream.Partition, each func(stream.Record)) error {
	r, err := from.Read(ctx, p, -1)
	if err != nil {
		return err
	}
	defer r.Close()
	for {
		records, _, err := r.Fetch(ctx)
		if err != nil {
			return err
		}
		for _, rec := range records {
			each(rec)
		}
	}
}
