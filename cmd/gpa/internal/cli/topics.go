package cli

import (
	"github.com/gpa-stream/gpa/cmd/gpa/internal/provision"
	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/pkg/service"
)

type topicsCmd struct {
	List  topicsListCmd  `cmd:"" help:"List the topics: name, key, partitions, retention, owner; or print what makes them."`
	Apply topicsApplyCmd `cmd:"" help:"Make every topic that is missing, the raw one too."`
}

type topicsListCmd struct {
	As        string `enum:"table,sh,strimzi,terraform" default:"table" placeholder:"FORM" help:"table, or for those who may not make topics: sh, strimzi or terraform, with the rights of each service."`
	Principal string `default:"User:gpa-{service}" help:"Whom to give rights to; {service} is the name of the service."`
	Replicas  int    `default:"3" help:"Replicas of every topic."`
	Cluster   string `default:"kafka" help:"With strimzi: the name of the cluster."`
}

// Help teaches by example.
func (topicsListCmd) Help() string {
	return `Examples:
  gpa topics list
  gpa topics list --as sh --principal User:gpa | BOOTSTRAP=kafka:9092 sh
  gpa topics list --as strimzi --cluster main >gpa-topics.yaml`
}

// Run is gpa topics list.
func (c topicsListCmd) Run(s *session) error {
	if c.As == "table" {
		return listTopics(s)
	}
	p := provision.Make(provision.Options{
		Names: s.config.Names(), Partitions: s.config.Partitions, Replicas: c.Replicas, Input: s.config.RawTopics(),
		Principal: c.Principal, Retention: service.LeastRetention(s.config),
	})
	switch c.As {
	case "sh":
		s.printf("%s", provision.Sh(p))
	case "strimzi":
		s.printf("%s", provision.Strimzi(p, c.Cluster))
	case "terraform":
		s.printf("%s", provision.Terraform(p))
	}
	return nil
}

func listTopics(s *session) error {
	type row struct {
		Topic, Key, Value, Owner, Retention string
		Partitions                          int
		Compacted                           bool
		Readers                             []string
	}
	var rows []row
	for _, t := range schema.Topics {
		n := t.Partitions
		if n == 0 {
			n = s.config.Partitions
		}
		r := row{s.config.Topic(t.Name), t.Key, t.Value, t.Owner, "for ever", n, t.Compacted, t.Readers}
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
	if _, err := k.Ensure(ctx, s.config.Names(), s.config.Partitions); err != nil {
		return err
	}
	if s.json {
		return writeJSON(s.Out, map[string]any{"prefix": s.config.TopicPrefix, "topics": len(schema.Topics)})
	}
	s.printf("%d topics of %s are there\n", len(schema.Topics), s.config.Names())
	return nil
}
