package cli

import (
	"time"

	"github.com/gpa-stream/gpa/pkg/runner"
	"github.com/gpa-stream/gpa/pkg/service"
	"github.com/gpa-stream/gpa/services/ruleminer"
)

type bucketsCmd struct {
	List       bucketsListCmd       `cmd:"" help:"How far every partition has closed its buckets, and what waits for whom."`
	ForceClose bucketsForceCloseCmd `cmd:"" help:"Close a partition that is stuck without what its worker would have given."`
}

type bucketsListCmd struct{}

// Run is gpa buckets list.
func (bucketsListCmd) Run(s *session, ctx bound) error {
	e, err := s.connect(ctx)
	if err != nil {
		return err
	}
	defer e.Close()
	m, err := miner(e)
	if err != nil {
		return err
	}
	o, err := m.Buckets(ctx)
	if err != nil {
		return err
	}
	if s.json {
		return writeJSON(s.Out, o)
	}
	s.printf("rules hold what ended by %s (leader %d)\n", at(o.TakenUntil), o.Leader)
	for _, p := range o.Partitions {
		s.printf("partition %2d  closed through bucket %d, until %s  oldest open record at offset %d\n", p.Partition, p.ClosedThrough, at(p.ClosedUntil), p.NextOffset)
	}
	for _, b := range o.Waiting {
		s.printf("waiting: bucket %d that ends %s\n", b.Bucket, b.EndsAt.UTC().Format(time.RFC3339))
	}
	for _, f := range o.Forced {
		s.printf("forced: partition %d, buckets %d to %d: %s\n", f.Partition, f.After+1, f.Through, f.Reason)
	}
	return nil
}

func at(t *time.Time) string {
	if t == nil {
		return "(nothing yet)"
	}
	return t.UTC().Format(time.RFC3339)
}

type bucketsForceCloseCmd struct {
	Partition int32  `arg:"" help:"Partition of the observations, as list shows it."`
	Through   int64  `required:"" placeholder:"BUCKET" help:"The last bucket to close, as list shows it."`
	Reason    string `required:"" placeholder:"TEXT" help:"Why: it is kept with what was closed."`
}

// Help teaches by example.
func (bucketsForceCloseCmd) Help() string {
	return `Example:
  gpa buckets list                                    which partition holds the others up
  gpa buckets force-close 3 --through 494012 --reason "disk of broker 2 lost"
What the partition would still have given for those buckets is left out, and the buckets are marked incomplete.`
}

// Run is gpa buckets force-close.
func (c bucketsForceCloseCmd) Run(s *session, ctx bound) error {
	e, err := s.connect(ctx)
	if err != nil {
		return err
	}
	defer e.Close()
	m, err := miner(e)
	if err != nil {
		return err
	}
	before, err := m.Buckets(ctx)
	if err != nil {
		return err
	}
	if c.Partition < 0 || int(c.Partition) >= len(before.Partitions) {
		return runner.WrongUse(m.ForceClose(ctx, c.Partition, c.Through, c.Reason))
	}
	if err := m.ForceClose(ctx, c.Partition, c.Through, c.Reason); err != nil {
		return err
	}
	after := before.Partitions[c.Partition].ClosedThrough
	if s.json {
		return writeJSON(s.Out, ruleminer.ForcedView{Partition: c.Partition, After: after, Through: c.Through, Reason: c.Reason})
	}
	s.printf("partition %d is closed through bucket %d; what it would have given after bucket %d is left out\n", c.Partition, c.Through, after)
	return nil
}

func miner(e *service.Env) (*ruleminer.Service, error) {
	return ruleminer.New(ruleminer.FromEnv(e), ruleminer.NewPostgresStore(e.Pool, e.Config.PostgresSchema))
}
