package bench

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strconv"
	"time"

	"github.com/gpa-stream/gpa/cmd/gpa/internal/pipeline"
	"github.com/gpa-stream/gpa/pkg/config"
	"github.com/gpa-stream/gpa/pkg/embedded/broker"
	"github.com/gpa-stream/gpa/pkg/embedded/kafkatest"
	"github.com/gpa-stream/gpa/pkg/embedded/postgres"
	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/pkg/service"
	"github.com/gpa-stream/gpa/services/ingest"
	"github.com/gpa-stream/gpa/services/ruleminer"
)

// A place is the broker and the database that all runs share.
type place struct {
	dir      string
	brokers  string
	database string
	close    []func() error
}

// openPlace starts a broker, Apache Kafka if libs names its jars and the embedded one otherwise, and PostgreSQL.
func openPlace(ctx context.Context, dir, libs string) (p *place, err error) {
	p = &place{dir: dir}
	defer func() {
		if err != nil {
			err = errors.Join(err, p.Close())
		}
	}()
	if libs != "" {
		k, err := kafkatest.NewWith(ctx, libs, dir, kafkatest.Options{Optimised: true})
		if err != nil {
			return nil, err
		}
		if err := k.Restart(ctx); err != nil {
			return nil, err
		}
		p.brokers = k.Addr()
		p.close = append(p.close, func() error { return k.Stop(context.WithoutCancel(ctx)) })
	} else {
		b, err := broker.Start(ctx, broker.Options{})
		if err != nil {
			return nil, err
		}
		p.brokers = b.Addr()
		p.close = append(p.close, func() error { b.Stop(); return nil })
	}
	db, err := postgres.Start(ctx, postgres.Options{})
	if err != nil {
		return nil, err
	}
	p.database = db.URL()
	p.close = append(p.close, db.Stop)
	return p, nil
}

// Close stops database and broker.
func (p *place) Close() error {
	var errs []error
	for _, f := range slices.Backward(p.close) {
		errs = append(errs, f())
	}
	return errors.Join(errs...)
}

// A space is a namespace of one run: topics under a prefix and a schema.
type space struct {
	env   *service.Env
	miner *ruleminer.Service
	more  []string // further settings of the processes
	most  int64    // event time up to which the imported log closes
}

// salt is the same in all runs, so that their results can be compared.
const salt = "bench"

// space makes a namespace.
func (p *place) space(ctx context.Context, name string, change func(*config.Config)) (*space, error) {
	c := config.Config{
		Brokers: []string{p.brokers}, TopicPrefix: "gpa." + name + ".", SessionTimeout: 10 * time.Second, Partitions: 8,
		PostgresURL: p.database, PostgresSchema: "gpa_" + name, Listen: "127.0.0.1:0", Salt: salt,
		Lateness: 2 * time.Hour, Pack: "general", Window: 30 * time.Minute, LLM: config.LLM{Tier: config.TierLocal},
		Bucket: 24 * time.Hour, Epoch: 28 * 24 * time.Hour, MaxHold: 7 * 24 * time.Hour, MinUsers: 20,
	}
	if change != nil {
		change(&c)
	}
	e, err := service.Connect(ctx, c, slog.New(slog.DiscardHandler))
	if err != nil {
		return nil, err
	}
	s := &space{env: e}
	if s.miner, err = ruleminer.New(ruleminer.FromEnv(e), ruleminer.NewPostgresStore(e.Pool, c.PostgresSchema)); err != nil {
		e.Close() //nolint:contextcheck // What is left is sent after the context has ended.
		return nil, err
	}
	return s, nil
}

// drop removes the topics, whose records would fill the memory of the embedded broker.
func (s *space) drop(ctx context.Context) error {
	defer s.env.Close() //nolint:contextcheck // What is left is sent after the context has ended.
	return s.env.Broker.Delete(ctx, s.env.Config.Names())
}

// settings are those of the namespace, as environment of a process.
func (s *space) settings() []string {
	c := s.env.Config
	return append([]string{
		"GPA_KAFKA_BROKERS=" + c.Brokers[0], "GPA_KAFKA_TOPIC_PREFIX=" + c.TopicPrefix, "GPA_KAFKA_PARTITIONS=" + strconv.Itoa(c.Partitions),
		"GPA_POSTGRES_URL=" + c.PostgresURL, "GPA_POSTGRES_SCHEMA=" + c.PostgresSchema, "GPA_HTTP_LISTEN=" + c.Listen, "GPA_SALT=" + c.Salt,
		"GPA_INGEST_LATENESS=" + c.Lateness.String(), "GPA_INGEST_IDLE=" + c.Idle.String(), "GPA_CLASSIFIER_WINDOW=" + c.Window.String(),
		"GPA_MINER_BUCKET=" + c.Bucket.String(),
	}, s.more...)
}

// topic is the full name of a topic.
func (s *space) topic(t schema.Topic) string { return s.env.Config.Topic(t) }

// fill imports the log to the raw topic, with an end behind it.
func (s *space) fill(ctx context.Context, l *log) error {
	r, err := ingest.Open(ingest.Input{Records: ingest.Records{Salt: salt}, Paths: []string{l.path}})
	if err != nil {
		return err
	}
	defer r.Close()
	s.most, err = pipeline.Import(ctx, r, s.env, pipeline.ImportOptions{Topic: s.topic(schema.TopicRaw), Lateness: s.env.Config.Lateness, Close: true})
	if err != nil {
		return fmt.Errorf("fill %s: %w", s.topic(schema.TopicRaw), err)
	}
	return nil
}

// settled says whether everything up to the end of the log is closed, decided and published.
func (s *space) settled(ctx context.Context) error {
	return pipeline.Settled(ctx, s.env, s.miner, s.most)
}
