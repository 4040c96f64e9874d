package service

import (
	"log/slog"

	"github.com/gpa-stream/gpa/pkg/config"
	"github.com/gpa-stream/gpa/pkg/stream/kafkastream"
)

// NewBroker is the way to the configured brokers; nothing is dialled yet.
func NewBroker(c config.Config, log *slog.Logger) (*kafkastream.Broker, error) {
	return kafkastream.New(kafkastream.Config{
		Brokers: c.Brokers, SessionTimeout: c.SessionTimeout, Retention: LeastRetention(c), Log: log,
	})
}
