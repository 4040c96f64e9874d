package service

import (
	"context"
	"log/slog"
	"os"
	"runtime/debug"
	"strconv"
	"time"

	"github.com/gpa-stream/gpa/pkg/observe"
)

// export begins to send traces and metrics with the first stage that runs, where otlp.endpoint says whereto. Commands
// that only look send nothing.
func (e *Env) export(ctx context.Context) (*observe.Exporter, error) {
	e.exporting.Do(func() {
		e.exporter, e.exportErr = observe.Export(ctx, observe.OTLP{
			Endpoint: e.Config.OTLPEndpoint, Sample: e.Config.OTLPSample, Version: Version(), Instance: instance(),
			Gather: e.Gather, Log: e.Log,
		})
	})
	return e.exporter, e.exportErr
}

// stopExport sends what is left, but keeps nobody waiting whose collector is away.
func (e *Env) stopExport() {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second) //nolint:forbidigo // What came before has ended.
	defer cancel()
	if err := e.exporter.Close(ctx); err != nil {
		e.Log.Warn("telemetry is cut off", slog.Any("error", err))
	}
}

// instance tells this process from others.
func instance() string {
	host, err := os.Hostname()
	if err != nil {
		host = "unknown"
	}
	return host + "/" + strconv.Itoa(os.Getpid())
}

// Version is what the build knows of itself.
func Version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" {
		return "(devel)"
	}
	return info.Main.Version
}
