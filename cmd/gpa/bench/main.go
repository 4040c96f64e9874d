// Command bench measures the built command gpa and prints the figures of docs/performance.md. `make bench` runs it.
package main

import (
	"context"
	"fmt"
	"os"

	"github.com/alecthomas/kong"

	"github.com/gpa-stream/gpa/cmd/gpa/internal/bench"
	"github.com/gpa-stream/gpa/pkg/runner"
)

var commands struct {
	Run    runCmd       `cmd:"" help:"Measure."`
	HandOn bench.HandOn `cmd:"" name:"handon" help:"Hand the records of one topic on to another: the yardstick, run by run."`
}

type runCmd struct {
	Command       string   `required:"" help:"The built command gpa."`
	KafkaLibs     string   `help:"Folder with the jars of Apache Kafka; without it the embedded broker is measured."`
	Conversations int      `default:"100000" help:"Length of the log."`
	Python        string   `help:"Python with what the pipeline in Python needs; without it that is left out."`
	Peer          string   `help:"The pipeline in Python."`
	Rows          string   `help:"Labelled reactions that it learns from."`
	Only          []string `help:"Parts to measure: throughput, scaling, latency, peer (default: all)."`
	Load          float64  `help:"Turns a second while latency is measured (default: half of what went through)."`
}

// Run is bench run.
func (c runCmd) Run(ctx context.Context) error {
	self, err := os.Executable()
	if err != nil {
		return fmt.Errorf("find this program: %w", err)
	}
	f, err := bench.Run(ctx, bench.Options{
		Command: c.Command, Self: self, Libs: c.KafkaLibs, Conversations: c.Conversations,
		Python: c.Python, Peer: c.Peer, Rows: c.Rows, Only: c.Only, Load: c.Load, Progress: os.Stderr,
	})
	if err != nil {
		return err
	}
	return f.Write(os.Stdout)
}

func main() {
	os.Exit(runner.Main(context.Background(), os.Stderr, func(ctx context.Context) error { //nolint:forbidigo // This is a main.
		k := kong.Parse(&commands)
		k.BindTo(ctx, (*context.Context)(nil))
		return k.Run()
	}))
}
