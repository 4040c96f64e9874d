package service

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"

	"github.com/gpa-stream/gpa/pkg/config"
)

// Main is the main function of a service's own binary: settings by flag, variable and file, then Serve until a signal.
// It does not return.
func Main(name, help string, serve Serve) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM) //nolint:forbidigo // This is main.
	err := run(ctx, name, help, serve)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, name+":", err)
		os.Exit(1)
	}
	os.Exit(0)
}

func run(ctx context.Context, name, help string, serve Serve) error {
	var cli struct {
		config.Config `embed:""`
		File          string `name:"config" env:"GPA_CONFIG" help:"YAML file of settings." type:"path"`
	}
	file, err := config.Load(config.PathFrom(os.Args[1:]))
	if err != nil {
		return err
	}
	kong.Parse(&cli, kong.Name(name), kong.Description(help), kong.Resolvers(file), kong.UsageOnError())
	if err := cli.Config.Validate(); err != nil {
		return err
	}
	log := slog.New(slog.NewTextHandler(os.Stderr, nil))
	env, err := Connect(ctx, cli.Config, log)
	if err != nil {
		return err
	}
	defer env.Close()
	log.Info("started", slog.String("service", name), slog.String("group", cli.Prefixed(name)), slog.Any("brokers", cli.Brokers))
	return serve(ctx, env)
}
