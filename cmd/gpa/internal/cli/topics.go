package cli

import (
	"github.com/gpa-stream/gpa/pkg/schema"
)

type topicsCmd struct {
	List  topicsListCmd  `cmd:"" help:"List the topics: name, key, partitions, retention, owner."`
	Apply topicsApplyCmd `cmd:"" help:"Make every topic that is missing, the raw one too."`
}

type topicsListCmd struct{}

// Run is gpa topics list.
func (topicsListCmd) Run(s *session) error {
	type row struct {
		Topic, Key, Value, Owner, Retention string
		Partitions                          int
		Compacted                           bool
	}
	var rows []row
	for _, t := range schema.Topics {
		n := t.Partitions
		if n == 0 {
			n = s.config.Partitions
		}
		r := row{s.config.Prefixed(string(t.Name)), t.Key, t.Value, t.Owner, "for ever", n, t.Compacted}
		if t.Retention > 0 {
			r.Retention = t.Retention.String()
		}
		rows = append(rows, r)
	}
	if s.json {
		return writeJSON(s.Out, rows)
	}
	s.printf("%-32s %10s  %-10s %-16s %-32s %s\n", "topic", "partitions", "retention", "written by", "key", "value")
	for _, r := range rows {
		if r.Compacted {
			r.Retention = "compacted"
		}
		s.printf("%-32s %10d  %-10s %-16s %-32s %s\n", r.Topic, r.Partitions, r.Retention, r.Owner, r.Key, r.Value)
	}
	return nil
}

type topicsApplyCmd struct{}

// Run is gpa topics apply.
func (topicsApplyCmd) Run(s *session, ctx bound) error {
	k, err := s.kafka()
	if err != nil {
		return err
	}
	defer k.Close()
	if err := k.Ensure(ctx, s.config.TopicPrefix, s.config.Partitions); err != nil {
		return err
	}
	s.printf("%d topics of %s* are there\n", len(schema.Topics), s.config.TopicPrefix)
	return nil
}
