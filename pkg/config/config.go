// Package config is the one table of settings: each is a key of the YAML file, a flag and a GPA_ variable.
//
// A flag outranks a variable, a variable the file, the file the default. Secrets come by variable or file only.
package config

import (
	"errors"
	"fmt"
	"net"
	"regexp"
	"time"

	"github.com/gpa-stream/gpa/pkg/schema"
)

// Config are the settings that services and commands share. The tags are the documentation that --help shows.
type Config struct {
	Brokers        []string          `name:"kafka.brokers" env:"GPA_KAFKA_BROKERS" help:"Kafka brokers, host:port, separated by commas." group:"settings"`
	TopicPrefix    string            `name:"kafka.topic_prefix" env:"GPA_KAFKA_TOPIC_PREFIX" default:"gpa." help:"Stands before the names of all topics and consumer groups." group:"settings"`
	Topics         map[string]string `name:"kafka.topics" env:"GPA_KAFKA_TOPICS" mapsep:"," help:"Topics that have another name than <topic_prefix> and their own, TOPIC=NAME, e.g. turns.v1=acme-turns." group:"settings"`
	SessionTimeout time.Duration     `name:"kafka.session_timeout" env:"GPA_KAFKA_SESSION_TIMEOUT" default:"10s" help:"After how long without a heartbeat an instance is given up." group:"settings"`
	Partitions     int               `name:"kafka.partitions" env:"GPA_KAFKA_PARTITIONS" default:"8" help:"Partitions of internal topics when they are made: 1, 2, 4 … 64." group:"settings"`

	Security `embed:""`

	PostgresURL    string `name:"postgres.url" env:"GPA_POSTGRES_URL" help:"PostgreSQL database, postgres://user@host:port/name. By variable or file." group:"settings"`
	PostgresSchema string `name:"postgres.schema" env:"GPA_POSTGRES_SCHEMA" default:"gpa" help:"PostgreSQL schema that holds the namespace." group:"settings"`

	Listen     string        `name:"http.listen" env:"GPA_HTTP_LISTEN" default:"127.0.0.1:8080" help:"Address of the HTTP server: API, health and metrics." group:"settings"`
	StuckAfter time.Duration `name:"http.stuck_after" env:"GPA_HTTP_STUCK_AFTER" default:"15m" help:"After how long without progress, though it has records, a partition makes /healthz fail; 0 is never." group:"settings"`
	Salt       string        `name:"salt" env:"GPA_SALT" help:"Secret that keys all pseudonyms. By variable or file." group:"settings"`

	OTLPEndpoint string  `name:"otlp.endpoint" env:"GPA_OTLP_ENDPOINT" help:"OpenTelemetry collector, http://host:4318: traces and metrics go there. Without it nothing is sent." group:"settings"`
	OTLPSample   float64 `name:"otlp.sample" env:"GPA_OTLP_SAMPLE" default:"0.01" help:"Share of input records that are traced from stage to stage, 0 to 1; records with a traceparent of their own are traced as that says." group:"settings"`

	IngestTopics []string      `name:"ingest.topics" env:"GPA_INGEST_TOPICS" help:"Topics with conversation logs (default: <topic_prefix>raw.v1)." group:"settings"`
	Lateness     time.Duration `name:"ingest.lateness" env:"GPA_INGEST_LATENESS" default:"10m" help:"How far behind the newest a record may come and still count." group:"settings"`
	Idle         time.Duration `name:"ingest.idle" env:"GPA_INGEST_IDLE" default:"60s" help:"After how long without input a partition no longer holds the others up." group:"settings"`
	CloseIdle    time.Duration `name:"ingest.close_idle" env:"GPA_INGEST_CLOSE_IDLE" default:"0s" help:"After how long without input open buckets close as at the end of input; 0 is never." group:"settings"`
	MaxAhead     time.Duration `name:"ingest.max_ahead" env:"GPA_INGEST_MAX_AHEAD" default:"0s" help:"How far, in event time, a partition may run ahead of the slowest that has input before it is paused; 0 is 2 × classifier.window + ingest.lateness." group:"settings"`

	Pack   string        `name:"classifier.pack" env:"GPA_CLASSIFIER_PACK" default:"general" help:"Domain pack: education, general, health, programming, support or a file." group:"settings"`
	Window time.Duration `name:"classifier.window" env:"GPA_CLASSIFIER_WINDOW" default:"30m" help:"How long after an answer a reaction belongs to it." group:"settings"`
	Infer  []string      `name:"classifier.infer" env:"GPA_CLASSIFIER_INFER" help:"Group dimensions to infer where none is given: expertise (from the user's own words), language, locale." group:"settings"`

	LLM LLM `embed:""`

	Bucket  time.Duration `name:"miner.bucket" env:"GPA_MINER_BUCKET" default:"1h" help:"Length of a time bucket: evidence is looked at once a bucket." group:"settings"`
	Epoch   time.Duration `name:"miner.epoch" env:"GPA_MINER_EPOCH" default:"672h" help:"Length of an evidence window (28 days)." group:"settings"`
	MaxHold time.Duration `name:"miner.max_hold" env:"GPA_MINER_MAX_HOLD" default:"168h" help:"After how long small buckets are looked at anyway (7 days)." group:"settings"`

	KeepTallies time.Duration `name:"miner.keep_tallies" env:"GPA_MINER_KEEP_TALLIES" default:"0s" help:"For how long tallies of closed buckets are kept, to adopt history and to try other parameters on; 0 keeps none." group:"settings"`
	AuditEvery  time.Duration `name:"audit.every" env:"GPA_AUDIT_EVERY" default:"5m" help:"How often the auditor counts whether anything is missing between the stages; 0 is never." group:"settings"`

	MinUsers int               `name:"miner.min_users" env:"GPA_MINER_MIN_USERS" default:"20" help:"No rule rests on fewer distinct users of either group." group:"settings"`
	Set      map[string]string `name:"set" env:"GPA_MINER_SET" mapsep:"," help:"Any parameter of the miner, KEY=VALUE, e.g. AlphaPub=0.1." group:"settings"`

	Review          bool     `name:"publisher.review" env:"GPA_PUBLISHER_REVIEW" help:"Rubrics with items wait until somebody approves them." group:"settings"`
	AllowDimensions []string `name:"publisher.allow_dimensions" env:"GPA_PUBLISHER_ALLOW_DIMENSIONS" help:"Sensitive dimensions (gender, religion, health …) that may have rubrics." group:"settings"`
}

// Group is the name of a service's consumer group.
func (c Config) Group(service string) string { return c.TopicPrefix + service }

// Names are what the topics of the namespace are called.
func (c Config) Names() schema.Names {
	n := schema.Names{Prefix: c.TopicPrefix, Other: map[schema.Topic]string{}}
	for topic, name := range c.Topics {
		n.Other[schema.Topic(topic)] = name
	}
	return n
}

// Topic is the full name of a topic.
func (c Config) Topic(t schema.Topic) string { return c.Names().Of(t) }

// RawTopics are the topics that ingest reads.
func (c Config) RawTopics() []string {
	if len(c.IngestTopics) > 0 {
		return c.IngestTopics
	}
	return []string{c.Topic(schema.TopicRaw)}
}

// FarthestAhead is how far a source may run ahead of the slowest one before it is paused.
func (c Config) FarthestAhead() time.Duration {
	if c.MaxAhead > 0 {
		return c.MaxAhead
	}
	return 2*c.Window + max(c.Lateness, 0)
}

var prefixPattern = regexp.MustCompile(`^[a-zA-Z0-9._-]*$`)

// Validate says in the user's words what cannot work.
func (c Config) Validate() error {
	switch {
	case !prefixPattern.MatchString(c.TopicPrefix):
		return fmt.Errorf("kafka.topic_prefix is %q; letters, digits, '.', '_' and '-' may stand in it", c.TopicPrefix)
	case c.Partitions < 1 || c.Partitions > 64 || c.Partitions&(c.Partitions-1) != 0:
		return fmt.Errorf("kafka.partitions is %d; expected 1, 2, 4, 8, 16, 32 or 64", c.Partitions)
	case c.SessionTimeout < time.Second:
		return fmt.Errorf("kafka.session_timeout is %s; at least 1s", c.SessionTimeout)
	case c.Window <= 0:
		return errors.New("classifier.window must be longer than 0, e.g. 30m")
	case c.Bucket < time.Minute:
		return fmt.Errorf("miner.bucket is %s; at least 1m", c.Bucket)
	case c.Lateness < 0 || c.Idle < 0 || c.CloseIdle < 0 || c.MaxAhead < 0 || c.StuckAfter < 0 || c.AuditEvery < 0:
		return errors.New("ingest.lateness, ingest.idle, ingest.close_idle, ingest.max_ahead, audit.every and http.stuck_after must not be negative")
	case c.OTLPSample < 0 || c.OTLPSample > 1:
		return fmt.Errorf("otlp.sample is %v; expected a share from 0 to 1", c.OTLPSample)
	case c.MinUsers < 1:
		return errors.New("miner.min_users must be at least 1")
	}
	if _, _, err := net.SplitHostPort(c.Listen); err != nil {
		return fmt.Errorf("http.listen is %q; expected host:port, e.g. 127.0.0.1:8080", c.Listen)
	}
	if err := c.Names().Validate(); err != nil {
		return fmt.Errorf("kafka.topics: %w", err)
	}
	if err := c.Security.Validate(); err != nil {
		return err
	}
	return c.LLM.Validate(c.LLM.Tier)
}
