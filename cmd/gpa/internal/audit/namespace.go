package audit

import (
	"context"
	"time"

	"google.golang.org/protobuf/proto"

	"github.com/gpa-stream/gpa/pkg/config"
	"github.com/gpa-stream/gpa/pkg/schema"
	gpav1 "github.com/gpa-stream/gpa/pkg/schema/gen/gpa/v1"
	"github.com/gpa-stream/gpa/pkg/service"
	"github.com/gpa-stream/gpa/pkg/stream"
	"github.com/gpa-stream/gpa/services/attrextractor"
	"github.com/gpa-stream/gpa/services/ingest"
	"github.com/gpa-stream/gpa/services/ruleminer"
	"github.com/gpa-stream/gpa/services/turnclassifier"
)

// A Namespace is what is audited.
type Namespace struct {
	Config config.Config
	// Partitions are the numbers of partitions of its topics, Sources that of the input's.
	Partitions map[schema.Topic]int
	Sources    int
}

// Auditor makes an auditor of the namespace, which has read nothing yet.
func (n Namespace) Auditor(log Log) (*Auditor, error) {
	a := &Auditor{log: log}
	for _, stage := range []func() (*check, error){n.ingest, n.classifier, n.extractor} {
		c, err := stage()
		if err != nil {
			return nil, err
		}
		a.stages = append(a.stages, c)
	}
	s, err := ruleminer.New(ruleminer.FromEnv(&service.Env{Config: n.Config, Partitions: n.Partitions}), ruleminer.NewMemoryStore())
	if err != nil {
		return nil, err
	}
	a.miner = &miner{
		group: n.Config.Group(ruleminer.Name), topic: n.Config.Topic(schema.TopicObservations), letters: n.Config.Topic(schema.DLQ(ruleminer.Name)),
		again: s.Stage(), bucket: n.Config.Bucket,
	}
	return a, nil
}

func (n Namespace) ingest() (*check, error) {
	s, err := ingest.New(ingest.Config{
		Records: ingest.Records{Salt: schema.Salt(n.Config.Salt)}, Sources: n.Sources, Output: n.Config.Topic(schema.TopicTurns),
		Partitions: n.Partitions[schema.TopicTurns], Lateness: n.Config.Lateness,
	}, ingest.Ports{})
	c := n.check(ingest.Name, n.Config.RawTopics(), s)
	c.behind, c.kind = n.Config.Topic(schema.TopicTurns), schema.TypeTurns
	c.at = func(m stream.Message) int64 { return decoded(m, &gpav1.Turns{}).GetTimeUs() }
	return c, err
}

func (n Namespace) classifier() (*check, error) {
	k := turnclassifier.Default()
	k.Topics, k.Window = n.Config.Names(), n.Config.Window
	s, err := turnclassifier.New(k, blind{})
	c := n.check(turnclassifier.Service, []string{n.Config.Topic(schema.TopicTurns)}, s)
	c.behind, c.kind = n.Config.Topic(schema.TopicExchanges), schema.TypeExchange
	c.at = exchangeTime
	return c, err
}

func (n Namespace) extractor() (*check, error) {
	c := n.check(attrextractor.Service, []string{n.Config.Topic(schema.TopicExchanges)}, passing{})
	c.behind, c.kind = n.Config.Topic(schema.TopicObservations), schema.TypeObservation
	c.at = exchangeTime
	return c, nil
}

func exchangeTime(m stream.Message) int64 { return decoded(m, &gpav1.Exchange{}).GetTimeUs() }

// decoded is what a message of our own making holds.
func decoded[M proto.Message](m stream.Message, into M) M {
	if err := proto.Unmarshal(m.Value, into); err != nil {
		proto.Reset(into)
	}
	return into
}

func (n Namespace) check(stage string, inputs []string, again stream.Stage) *check {
	return &check{
		stage: stage, group: n.Config.Group(stage), inputs: inputs, again: again, letters: n.Config.Topic(schema.DLQ(stage)),
		bucket: n.Config.Bucket.Microseconds(), patience: n.patience().Microseconds(),
	}
}

// patience is how long the ids of a bucket are kept when the time has passed it: what comes later is repeated at every
// stage.
func (n Namespace) patience() time.Duration {
	return 2*n.Config.Window + max(n.Config.Lateness, 0) + n.Config.Bucket
}

// blind is a judge that judges nothing: which exchanges there are does not depend on judgements.
type blind struct{}

func (blind) Judge(context.Context, turnclassifier.Case, string, *gpav1.Exchange) error { return nil }
