// Package kafkastream runs the loop on a Kafka-protocol broker with kafka-go.
//
// It uses ConsumerGroup and Generation for ownership, Conn for reading, and Client for producing and committing; never
// kafka.Reader or kafka.Writer, which commit for partitions that they have lost and go on after a failed batch
// (docs/delivery.md says what was seen).
package kafkastream

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/cenkalti/backoff/v4"
	"github.com/segmentio/kafka-go"
	"github.com/segmentio/kafka-go/sasl"
)

// Config says how to reach the brokers.
type Config struct {
	// Brokers are host:port addresses to begin with.
	Brokers []string
	// SessionTimeout is after how long without a heartbeat a member of a group is given up (default 10 s).
	SessionTimeout time.Duration
	// ClientID is shown by the brokers (default gpa).
	ClientID string
	// Retention is the least that topics made here keep their records.
	Retention time.Duration
	// TLS and SASL are off when nil.
	TLS  *tls.Config
	SASL sasl.Mechanism
	// Log hears of trouble that is being dealt with; nil is silent.
	Log *slog.Logger
}

// A Broker is a way to a cluster. It is safe for concurrent use; Close frees its connections.
type Broker struct {
	config    Config
	transport *kafka.Transport
	client    *kafka.Client
	dialer    *kafka.Dialer
	retried   func() // told of every request that is sent again
}

// New makes a broker of the configuration; nothing is dialled yet.
func New(c Config) (*Broker, error) {
	if len(c.Brokers) == 0 {
		return nil, errors.New("kafka.brokers is empty: name at least one host:port")
	}
	if c.SessionTimeout == 0 {
		c.SessionTimeout = 10 * time.Second
	}
	if c.ClientID == "" {
		c.ClientID = "gpa"
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	transport := &kafka.Transport{ClientID: c.ClientID, TLS: c.TLS, SASL: c.SASL, MetadataTTL: 5 * time.Second, DialTimeout: 5 * time.Second}
	return &Broker{
		config:    c,
		transport: transport,
		client:    &kafka.Client{Addr: kafka.TCP(c.Brokers...), Transport: transport, Timeout: requestTimeout},
		dialer:    &kafka.Dialer{ClientID: c.ClientID, Timeout: 5 * time.Second, TLS: c.TLS, SASLMechanism: c.SASL, DialFunc: dial},
	}, nil
}

// requestTimeout bounds one request; what fails is tried again.
const requestTimeout = 15 * time.Second

// Client is kafka-go's client on the same connections, for what lies beside the loop.
func (b *Broker) Client() *kafka.Client { return b.client }

// Close frees idle connections.
func (b *Broker) Close() { b.transport.CloseIdleConnections() }

// retry calls f until it succeeds, says backoff.Permanent, or ctx ends.
func (b *Broker) retry(ctx context.Context, what string, f func() error) error {
	policy := backoff.NewExponentialBackOff(
		backoff.WithInitialInterval(50*time.Millisecond), backoff.WithMaxInterval(2*time.Second), backoff.WithMaxElapsedTime(0))
	err := backoff.RetryNotify(f, backoff.WithContext(policy, ctx), func(err error, d time.Duration) {
		if b.retried != nil {
			b.retried()
		}
		if d > time.Second {
			b.config.Log.Warn("kafka request is being retried", slog.String("request", what), slog.Any("error", err))
		}
	})
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	return nil
}

// lasting are errors that no retry mends.
var lasting = []kafka.Error{
	kafka.TopicAuthorizationFailed, kafka.GroupAuthorizationFailed, kafka.ClusterAuthorizationFailed,
	kafka.SASLAuthenticationFailed, kafka.UnsupportedSASLMechanism, kafka.UnsupportedVersion, kafka.InvalidTopic,
	kafka.InvalidRequiredAcks, kafka.PolicyViolation,
}

// asPermanent keeps the retry from going on when err will not go away.
func asPermanent(err error) error {
	for _, l := range lasting {
		if errors.Is(err, l) {
			return backoff.Permanent(err)
		}
	}
	return err
}

// Attributes of a record that travel as CloudEvents headers (binary mode).
const (
	headerID          = "ce_id"
	headerType        = "ce_type"
	headerSource      = "ce_source"
	headerSpecVersion = "ce_specversion"
	specVersion       = "1.0"
)

// ceSource names the maker of what stands in a topic.
func ceSource(topic string) string { return "/gpa/" + topic }
