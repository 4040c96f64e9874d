package rubricpublisher

import (
	"context"
	"time"

	"github.com/gpa-stream/gpa/pkg/outbox/kafkaoutbox"
	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/pkg/service"
)

// Serve runs the service until ctx ends.
func Serve(ctx context.Context, e *service.Env) error {
	return Run(ctx, e, Config{TopicPrefix: e.Config.TopicPrefix, Listen: e.Config.Listen})
}

// Run is Serve with other settings.
func Run(ctx context.Context, e *service.Env, c Config) error {
	s, err := NewService(c, Ports{
		Pool: e.Pool, Now: time.Now, Log: e.Log, Health: e.Health,
		Topic: kafkaoutbox.Topic{Client: e.Broker.Client(), Name: e.Config.Prefixed(string(schema.TopicRubrics))},
	})
	if err != nil {
		return err
	}
	return s.Run(ctx)
}
