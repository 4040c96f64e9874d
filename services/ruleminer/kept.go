package ruleminer

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"

	"github.com/gpa-stream/gpa/services/ruleminer/internal/mine"
	"github.com/gpa-stream/gpa/services/ruleminer/internal/store"
)

// maxKept bounds what a kept tally may hold when it is read.
const maxKept = 1 << 30

// pack is a tally as it is kept.
func pack(t *mine.Tally) ([]byte, error) {
	plain, err := t.MarshalBinary()
	if err != nil {
		return nil, fmt.Errorf("encode the tally to be kept: %w", err)
	}
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write(plain); err != nil {
		return nil, fmt.Errorf("compress the tally to be kept: %w", err)
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("compress the tally to be kept: %w", err)
	}
	return b.Bytes(), nil
}

func unpack(k store.Kept) (*mine.Tally, error) {
	fail := func(err error) (*mine.Tally, error) {
		return nil, fmt.Errorf("read the kept tally of bucket %d: %w", k.Bucket, err)
	}
	r, err := gzip.NewReader(bytes.NewReader(k.Tally))
	if err != nil {
		return fail(err)
	}
	plain, err := io.ReadAll(io.LimitReader(r, maxKept))
	if err != nil {
		return fail(err)
	}
	t := &mine.Tally{}
	if err := t.UnmarshalBinary(plain); err != nil {
		return fail(err)
	}
	return t, nil
}

// A reel is kept tallies in order of their buckets.
type reel struct {
	store store.Accounts
	at    int64
	next  store.Kept
	more  bool
}

// wind is a reel before the first tally after that bucket.
func wind(ctx context.Context, st store.Accounts, after int64) (*reel, error) {
	r := &reel{store: st, at: after}
	return r, r.turn(ctx)
}

func (r *reel) turn(ctx context.Context) (err error) {
	r.next, r.more, err = r.store.Kept(ctx, r.at)
	r.at = r.next.Bucket
	return err
}

// take is the tally of a bucket, nil when the reel holds none of it.
func (r *reel) take(ctx context.Context, bucket int64) (*mine.Tally, error) {
	if !r.more || r.next.Bucket != bucket {
		return nil, nil
	}
	t, err := unpack(r.next)
	if err != nil {
		return nil, err
	}
	return t, r.turn(ctx)
}
