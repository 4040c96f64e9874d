package rubricpublisher

import (
	"context"
	"time"

	"github.com/gpa-stream/gpa/pkg/outbox/kafkaoutbox"
	"github.com/gpa-stream/gpa/pkg/pack"
	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/pkg/service"
)

// FromEnv are the settings of a running system.
func FromEnv(e *service.Env) (Config, error) {
	p, err := pack.Load(e.Config.Pack)
	if err != nil {
		return Config{}, err
	}
	return Config{
		TopicPrefix: e.Config.TopicPrefix, Listen: e.Config.Listen,
		Review: e.Config.Review, AllowDimensions: e.Config.AllowDimensions, Safety: p.Safety,
	}, nil
}

// Serve runs the service until ctx ends.
func Serve(ctx context.Context, e *service.Env) error {
	c, err := FromEnv(e)
	if err != nil {
		return err
	}
	return Run(ctx, e, c)
}

// Run is Serve with other settings: composer, relay of the rubrics topic, and HTTP if Listen is set.
func Run(ctx context.Context, e *service.Env, c Config) error {
	s, err := NewService(c, Ports{
		Pool:   e.Pool,
		Topic:  kafkaoutbox.Topic{Client: e.Broker.Client(), Name: e.Config.Topic(schema.TopicRubrics)},
		Now:    time.Now, //nolint:forbidigo // Here the clock enters: people's decisions bear its time.
		Log:    e.Log,
		Health: e.Health, Metrics: e.Metrics(),
	})
	if err != nil {
		return err
	}
	return s.Run(ctx)
}
