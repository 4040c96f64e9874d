package service_test

import (
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/segmentio/kafka-go"

	"github.com/gpa-stream/gpa/pkg/config"
	"github.com/gpa-stream/gpa/pkg/embedded/broker"
	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/pkg/service"
	"github.com/gpa-stream/gpa/pkg/stream/kafkastream"
)

func settings() config.Config {
	return config.Config{TopicPrefix: "gpa.", Partitions: 2, Window: 30 * time.Minute, Lateness: 10 * time.Minute, Bucket: time.Hour}
}

const need = 200 * time.Minute

func TestTopicsMustKeepWhatARestartNeeds(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		kept  map[schema.Topic]time.Duration
		topic string
	}{
		{"as made", map[schema.Topic]time.Duration{schema.TopicTurns: 72 * time.Hour, schema.TopicObservations: 336 * time.Hour}, ""},
		{"just enough", map[schema.Topic]time.Duration{schema.TopicTurns: need}, ""},
		{"too short", map[schema.Topic]time.Duration{schema.TopicTurns: need, schema.TopicExchanges: need - 1}, "gpa.exchanges.v1"},
		{"observations", map[schema.Topic]time.Duration{schema.TopicObservations: time.Hour}, "gpa.observations.v1"},
		{"the raw topic is the platform's", map[schema.Topic]time.Duration{schema.TopicRaw: time.Hour}, ""},
		{"nobody may ask", nil, ""},
	} {
		err := service.CheckRetention(c.kept, settings())
		var short *service.RetentionError
		if c.topic == "" {
			if err != nil {
				t.Errorf("%s: got %v, want no error", c.name, err)
			}
			continue
		}
		if !errors.As(err, &short) || short.Topic != c.topic || short.Need != need {
			t.Errorf("%s: got %v, want %s to be refused, need %s", c.name, err, c.topic, need)
		}
	}
}

func TestNoLatenessNeedsNoRetention(t *testing.T) {
	t.Parallel()
	c := settings()
	c.Lateness = -1
	if got, want := service.LeastRetention(c), 3*time.Hour; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// embedded is a broker with the settings that reach it.
func embedded(t *testing.T) (config.Config, *kafkastream.Broker) {
	t.Helper()
	b, err := broker.Start(t.Context(), broker.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(b.Stop)
	c := settings()
	c.Brokers, c.SessionTimeout = []string{b.Addr()}, time.Second
	k, err := service.NewBroker(c, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(k.Close)
	return c, k
}

func TestAStartOnTopicsThatForgetTooSoonIsRefused(t *testing.T) {
	t.Parallel()
	c, k := embedded(t)
	_, err := k.Client().CreateTopics(t.Context(), &kafka.CreateTopicsRequest{Topics: []kafka.TopicConfig{{
		Topic: "gpa.turns.v1", NumPartitions: 2, ReplicationFactor: 1,
		ConfigEntries: []kafka.ConfigEntry{{ConfigName: "retention.ms", ConfigValue: "60000"}},
	}}})
	if err != nil {
		t.Fatal(err)
	}
	c.PostgresURL, c.Salt, c.PostgresSchema = "postgres://nobody@127.0.0.1:1/none", "salt", "gpa"
	_, err = service.Connect(t.Context(), c, slog.New(slog.DiscardHandler))
	if err == nil || !strings.Contains(err.Error(), "gpa.turns.v1 keeps records for 1m0s") || !strings.Contains(err.Error(), "retention.ms to 12000000") {
		t.Errorf("got %v, want the topic, what it keeps and what is needed", err)
	}
}

func TestTopicsAreMadeWithTheRetentionThatTheSettingsNeed(t *testing.T) {
	t.Parallel()
	c, _ := embedded(t)
	c.Bucket = 1000 * time.Hour
	k, err := service.NewBroker(c, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(k.Close)
	if _, err := k.Ensure(t.Context(), c.Names(), c.Partitions); err != nil {
		t.Fatal(err)
	}
	kept, err := k.Retentions(t.Context(), c.Names())
	if err != nil {
		t.Fatal(err)
	}
	if kept[schema.TopicTurns] != service.LeastRetention(c) || kept[schema.TopicRubrics] != kafkastream.Forever {
		t.Errorf("turns are kept for %s and rubrics for %s; want %s and for ever", kept[schema.TopicTurns], kept[schema.TopicRubrics], service.LeastRetention(c))
	}
	if err := service.CheckRetention(kept, c); err != nil {
		t.Error(err)
	}
}
