package cli

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/gpa-stream/gpa/cmd/gpa/internal/audit"
	"github.com/gpa-stream/gpa/pkg/runner"
	"github.com/gpa-stream/gpa/pkg/service"
	"github.com/gpa-stream/gpa/services/ruleminer"
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

func printAudit(s *session, lines []audit.Line) {
	s.printf("%-16s %12s %12s %10s %10s %10s %10s\n", "stage", "in", "= out", "+ dead", "+ late", "+ repeated", "+ missing")
	for _, l := range lines {
		s.printf("%-16s %12s %12s %10s %10s %10s %10s\n", l.Stage, count(l.In), count(l.Out), count(l.Dead), count(l.Late), count(l.Repeated), count(l.Missing))
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
	if n.Partitions, err = k.Partitions(ctx, s.config.TopicPrefix); err != nil {
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
	log := audit.Cluster{Broker: k}
	lines, err := n.Streams(ctx, log)
	if err != nil {
		return nil, err
	}
	again, err := ruleminer.New(ruleminer.FromEnv(&service.Env{Config: s.config, Partitions: n.Partitions}), ruleminer.NewMemoryStore())
	if err != nil {
		return nil, err
	}
	taken, err := audit.Taken(ctx, pool)
	if err != nil {
		return nil, err
	}
	buckets, err := n.Buckets(ctx, log, again, taken)
	if err != nil {
		return nil, err
	}
	lines = append(lines, buckets)
	return lines, audit.Keep(ctx, pool, lines)
}
