package service

import (
	"context"
	"log/slog"
	"os"

	"github.com/alecthomas/kong"

	"github.com/gpa-stream/gpa/pkg/config"
	"github.com/gpa-stream/gpa/pkg/runner"
)

// Main is the main function of a service's own binary: settings by flag, variable and file, then Serve until a signal.
// It does not return.
func Main(name, help string, serve Serve) {
	os.Exit(runner.Main(context.Background(), os.Stderr, func(ctx context.Context) error { //nolint:forbidigo // This is main.
		return run(ctx, name, help, serve)
	}))
}

func run(ctx context.Context, name, help string, serve Serve) error {
	var cli struct {
		config.Config `embed:""`
		File          string `name:"config" env:"GPA_CONFIG" help:"YAML file of settings." type:"path"`
		Healthcheck   bool   `name:"healthcheck" help:"Ask the process that runs with these settings whether it is well, and end." hidden:""`
	}
	file, err := config.Load(config.PathFrom(os.Args[1:]))
	if err != nil {
		return err
	}
	kong.Parse(&cli, kong.Name(name), kong.Description(help), kong.Resolvers(file), kong.UsageOnError())
	if err := cli.Config.Validate(); err != nil {
		return runner.WrongUse(err)
	}
	if cli.Healthcheck {
		return Probe(ctx, cli.Listen)
	}
	log := slog.New(slog.NewTextHandler(os.Stderr, nil))
	env, err := Connect(ctx, cli.Config, log)
	if err != nil {
		return err
	}
	defer env.Close() //nolint:contextcheck // What is left is sent after the context has ended.
	log.Info("started", slog.String("service", name), slog.String("group", cli.Group(name)), slog.Any("brokers", cli.Brokers))
	parts := []runner.Service{{Name: name, Run: func(ctx context.Context) error { return serve(ctx, env) }}}
	if name != servesHTTP {
		parts = append(parts, runner.Service{Name: "health", Run: func(ctx context.Context) error { return ServeHealth(ctx, env) }})
	}
	return runner.Run(ctx, runner.Options{Log: log}, parts...)
}

// servesHTTP is the service that answers on http.listen itself.
const servesHTTP = "rubricpublisher"
