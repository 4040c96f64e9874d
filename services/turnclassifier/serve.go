package turnclassifier

import (
	"context"

	"github.com/gpa-stream/gpa/pkg/service"
)

// Serve runs the service until ctx ends.
func Serve(ctx context.Context, e *service.Env) error {
	judge, err := LoadJudge(ctx, e.Config.Pack)
	if err != nil {
		return err
	}
	return Run(ctx, e, judge)
}

// Run is Serve with another judge.
func Run(ctx context.Context, e *service.Env, j Judge) error {
	c := Default()
	c.TopicPrefix, c.Window = e.Config.TopicPrefix, e.Config.Window
	stage, err := New(c, j)
	if err != nil {
		return err
	}
	return e.Run(ctx, Service, stage.Topics(), stage)
}
