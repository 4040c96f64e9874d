package cli

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"

	"github.com/gpa-stream/gpa/cmd/gpa/internal/audit"
	"github.com/gpa-stream/gpa/pkg/config"
	"github.com/gpa-stream/gpa/pkg/runner"
	"github.com/gpa-stream/gpa/pkg/service"
	"github.com/gpa-stream/gpa/services/attrextractor"
	"github.com/gpa-stream/gpa/services/ingest"
	"github.com/gpa-stream/gpa/services/rubricpublisher"
	"github.com/gpa-stream/gpa/services/ruleminer"
	"github.com/gpa-stream/gpa/services/turnclassifier"
)

// A served is a service that `gpa up` knows.
type served struct {
	name  string
	serve service.Serve
}

// services are all of them, in the order of the flow, and the auditor that watches it.
var services = []served{
	{ingest.Name, ingest.Serve},
	{turnclassifier.Service, turnclassifier.Serve},
	{attrextractor.Service, attrextractor.Serve},
	{ruleminer.Name, ruleminer.Serve},
	{rubricpublisher.Name, rubricpublisher.Serve},
	{audit.Name, audit.Serve},
}

type upCmd struct {
	Service     []string `arg:"" optional:"" help:"Services to run (default: all): ingest, turnclassifier, attrextractor, ruleminer, rubricpublisher, auditor."`
	Embedded    bool     `help:"Run broker and database inside this process where the configuration names none: to try it, not for production."`
	DataDir     string   `placeholder:"DIR" help:"With --embedded: keep broker and database there."`
	PrintConfig bool     `help:"Print every setting with its value and where it comes from, and end."`
}

// Help teaches by example.
func (upCmd) Help() string {
	return `Examples:
  gpa up --embedded                                  everything in one process
  GPA_KAFKA_BROKERS=kafka:9092 GPA_POSTGRES_URL=postgres://gpa@db/gpa GPA_SALT=… gpa up ruleminer
  gpa up --config gpa.yaml --print-config            what is in force, and why`
}

// Run is gpa up.
func (c upCmd) Run(s *session, ctx bound) error {
	if c.PrintConfig {
		return config.Print(s.Out, s.kong, s.file)
	}
	chosen, err := choose(c.Service)
	if err != nil {
		return runner.WrongUse(err)
	}
	cfg := s.config
	if c.Embedded && cfg.Salt == "" {
		if len(cfg.Brokers) > 0 || cfg.PostgresURL != "" || c.DataDir != "" {
			return runner.WrongUse(errNoSalt)
		}
		cfg.Salt = throwawaySalt
	}
	if err := complete(cfg, c.Embedded); err != nil {
		return runner.WrongUse(err)
	}
	p, err := openPlace(ctx, s, cfg, placeOptions{embedded: c.Embedded, dataDir: c.DataDir})
	if err != nil {
		if ctx.Err() != nil {
			return nil
		}
		return err
	}
	defer p.close()
	for _, x := range chosen {
		s.log.Info("started", slog.String("service", x.name), slog.String("group", p.env.Config.Group(x.name)),
			slog.String("brokers", strings.Join(p.env.Config.Brokers, ",")), slog.String("schema", cfg.PostgresSchema), slog.String("version", version()))
	}
	return serveAll(ctx, s, p.env, chosen)
}

// serveAll runs the services and, where none of them answers HTTP itself, health.
func serveAll(ctx context.Context, s *session, e *service.Env, chosen []served) error {
	var parts []runner.Service
	http := false
	for _, x := range chosen {
		http = http || x.name == rubricpublisher.Name
		parts = append(parts, runner.Service{Name: x.name, Run: func(ctx context.Context) error { return x.serve(ctx, e) }})
	}
	if !http {
		parts = append(parts, runner.Service{Name: "health", Run: func(ctx context.Context) error { return service.ServeHealth(ctx, e) }})
	}
	return runner.Run(ctx, runner.Options{Log: s.log}, parts...)
}

func choose(names []string) ([]served, error) {
	if len(names) == 0 {
		return services, nil
	}
	var chosen []served
	for _, n := range names {
		i := slices.IndexFunc(services, func(x served) bool { return x.name == n })
		if i < 0 {
			var known []string
			for _, x := range services {
				known = append(known, x.name)
			}
			return nil, fmt.Errorf("unknown service %q; expected %s", n, strings.Join(known, ", "))
		}
		chosen = append(chosen, services[i])
	}
	return chosen, nil
}
