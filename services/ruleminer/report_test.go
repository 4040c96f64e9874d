package ruleminer

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/gpa-stream/gpa/services/ruleminer/internal/memstore"
	"github.com/gpa-stream/gpa/services/ruleminer/internal/store"
)

func TestTheReportCountsEachObservationOnce(t *testing.T) {
	t.Parallel()
	st := tallied(t)
	s := newService(t, settings(partitions), st)
	coordinate(t, s.Coordinator())
	r, err := s.Report(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if r.Counts.Exchanges != 1500 {
		t.Errorf("%d exchanges, want 1500 whatever was repeated", r.Counts.Exchanges)
	}
	judged := r.Counts.SAT + r.Counts.DSAT + r.Counts.Neutral
	if judged != r.Counts.Kept+r.Counts.Capped+r.Counts.Unused || judged != 1500 {
		t.Errorf("counts %+v do not add up", r.Counts)
	}
	if want := time.UnixMicro((start + 8) * hour).UTC(); r.Buckets != 8 || r.Incomplete != 0 || !r.EndsAt.Equal(want) {
		t.Errorf("report is %+v, want 8 buckets until %v", r, want)
	}
}

func TestTheOverviewNamesWhoHoldsTheOthersUp(t *testing.T) {
	t.Parallel()
	st := memstore.New()
	s := newService(t, settings(partitions), st)
	l := logsOf(t, 1, partitions, world(2, 600, 4))[1]
	work(t, s, l)
	o, err := s.Buckets(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if o.Taken != -1 || o.TakenUntil != nil || len(o.Waiting) != 4 || o.Waiting[0].Bucket != start || len(o.Forced) != 0 {
		t.Errorf("overview is %+v, want four buckets waiting and none taken", o)
	}
	stuck, fine := o.Partitions[0], o.Partitions[1]
	if stuck.ClosedThrough != -1 || stuck.ClosedUntil != nil || stuck.NextOffset != -1 {
		t.Errorf("partition 0 is %+v, want that it has closed nothing", stuck)
	}
	if want := time.UnixMicro((start + 4) * hour).UTC(); fine.ClosedThrough != start+3 || !fine.ClosedUntil.Equal(want) {
		t.Errorf("partition 1 is %+v, want closed until %v", fine, want)
	}
}

// A hasty store has its coordinator take everything as soon as somebody has asked for one thing.
type hasty struct {
	store.Store
	t *testing.T
}

func (h hasty) hurry(ctx context.Context) {
	if _, err := newService(h.t, settings(partitions), h.Store).Coordinator().Coordinate(ctx); err != nil {
		h.t.Error(err)
	}
}

func (h hasty) Standings(ctx context.Context) ([]store.Standing, error) {
	defer h.hurry(ctx)
	return h.Store.Standings(ctx)
}

func (h hasty) Holder(ctx context.Context) (leader, bucket int64, err error) {
	defer h.hurry(ctx)
	return h.Store.Holder(ctx)
}

func TestWhatIsClosedAndWaitsNoMoreIsSaidToBeTaken(t *testing.T) {
	t.Parallel()
	s := newService(t, settings(partitions), hasty{tallied(t), t})
	o, err := s.Buckets(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(o.Waiting) == 0 && o.Taken != start+7 {
		t.Errorf("nothing waits and bucket %d was the last taken, want %d", o.Taken, start+7)
	}
}

func TestAPartitionThatIsStuckCanBeClosedByHand(t *testing.T) {
	t.Parallel()
	st := memstore.New()
	s := newService(t, settings(partitions), st)
	logs := logsOf(t, 1, partitions, world(2, 600, 4))
	work(t, s, logs[1])
	stuck := own(t, s, logs[0])
	for range 10 {
		if err := stuck.step(); err != nil {
			t.Fatal(err)
		}
	}
	for _, tt := range []struct {
		partition int32
		through   int64
		reason    string
		want      string
	}{
		{2, start, "disk", "partition is 2"},
		{-1, start, "disk", "partition is -1"},
		{0, -1, "disk", "bucket is -1"},
		{0, start, "", "reason"},
	} {
		if err := s.ForceClose(t.Context(), tt.partition, tt.through, tt.reason); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("got %v, want %q", err, tt.want)
		}
	}
	if err := s.ForceClose(t.Context(), 0, start+1, "disk full"); err != nil {
		t.Fatal(err)
	}
	if n := coordinate(t, s.Coordinator()); n != 2 {
		t.Errorf("%d buckets were taken, want the two that were closed by hand", n)
	}
	stuck.finish()
	if n := coordinate(t, s.Coordinator()); n != 2 {
		t.Errorf("%d buckets were taken, want the two that the worker closed afterwards", n)
	}
	r, err := s.Report(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if r.Buckets != 4 || r.Incomplete != 2 {
		t.Errorf("%d buckets, %d of them incomplete, want 4 and 2", r.Buckets, r.Incomplete)
	}
	if s.Behind() == 0 {
		t.Error("what the worker brought too late was not counted")
	}
	o, err := s.Buckets(t.Context())
	if err != nil || len(o.Forced) != 1 || o.Forced[0].Reason != "disk full" {
		t.Errorf("forced are %+v, %v, want the reason", o.Forced, err)
	}
}

func TestNothingIsKnownBeforeTheFirstBucket(t *testing.T) {
	t.Parallel()
	s := newService(t, settings(partitions), memstore.New())
	if r, err := s.Report(t.Context()); err != nil || r != (Report{}) {
		t.Errorf("report is %+v, %v", r, err)
	}
	if set, err := s.RuleSet(t.Context()); err != nil || len(set.Rules) != 0 {
		t.Errorf("rules are %+v, %v", set, err)
	}
}
