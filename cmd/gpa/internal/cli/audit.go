package cli

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/gpa-stream/gpa/cmd/gpa/internal/audit"
	"github.com/gpa-stream/gpa/pkg/runner"
)

// runAudit is gpa doctor --audit.
func runAudit(ctx context.Context, s *session) error {
	if err := complete(s.config, false); err != nil {
		return runner.WrongUse(err)
	}
	lines, err := account(ctx, s)
	if err != nil {
		return err
	}
	missing := int64(0)
	for _, l := range lines {
		missing += l.Missing
	}
	if s.json {
		if err := writeJSON(s.Out, lines); err != nil {
			return err
		}
	} else {
		printAudit(s, lines)
	}
	if missing > 0 {
		return fmt.Errorf("%s records are missing", count(missing))
	}
	return nil
}

// shownBuckets is how many buckets are printed, the newest; those of which something is missing are printed always.
const shownBuckets = 12

func printAudit(s *session, lines []audit.Line) {
	row := func(name string, c audit.Counts) {
		s.printf("%-28s %12s %12s %10s %10s %10s %10s\n", name, count(c.In), count(c.Out), count(c.Dead), count(c.Late), count(c.Repeated), count(c.Missing))
	}
	s.printf("%-28s %12s %12s %10s %10s %10s %10s\n", "stage", "in", "= out", "+ dead", "+ late", "+ repeated", "+ missing")
	for _, l := range lines {
		row(l.Stage, l.Counts)
		for i, b := range l.Buckets {
			if b.Missing > 0 || i >= len(l.Buckets)-shownBuckets {
				start := time.UnixMicro(b.Number * s.config.Bucket.Microseconds()).UTC()
				row("  from "+start.Format("2006-01-02 15:04"), b.Counts)
			}
		}
	}
	for _, l := range lines {
		for _, note := range l.Notes {
			s.printf("%s: %s\n", l.Stage, note)
		}
		if l.Missing > 0 {
			s.printf("%s: missing, e.g. %s\n", l.Stage, strings.Join(l.Examples, "; "))
		}
		for _, model := range slices.Sorted(maps.Keys(l.Models)) {
			s.printf("%s: %s judged %s of them\n", l.Stage, model, count(l.Models[model]))
		}
		if l.Several > 0 {
			s.printf("%s: more than one model judged %s of them; of each one judgement counts\n", l.Stage, count(l.Several))
		}
	}
}

// account audits every stage of the configured namespace and keeps the accounts there.
func account(ctx context.Context, s *session) ([]audit.Line, error) {
	k, err := s.kafka()
	if err != nil {
		return nil, err
	}
	defer k.Close()
	n := audit.Namespace{Config: s.config}
	if n.Partitions, err = k.Partitions(ctx, s.config.Names()); err != nil {
		return nil, fmt.Errorf("ask for the topics: %w", err)
	}
	for _, topic := range s.config.RawTopics() {
		count, err := k.PartitionCount(ctx, topic)
		if err != nil {
			return nil, err
		}
		n.Sources += count
	}
	pool, err := s.pool(ctx)
	if err != nil {
		return nil, err
	}
	defer pool.Close()
	auditor, err := n.Auditor(audit.Cluster{Broker: k})
	if err != nil {
		return nil, err
	}
	defer auditor.Close()
	lines, err := audit.Round(ctx, auditor, pool)
	if err != nil {
		return nil, err
	}
	kept, err := audit.Kept(ctx, pool)
	for i := range lines {
		lines[i].Buckets = kept[lines[i].Stage]
	}
	return lines, err
}
