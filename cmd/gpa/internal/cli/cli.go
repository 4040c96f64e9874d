// Package cli is the command gpa: what people type, and what they are told.
//
// It wires services, broker and database together; it decides nothing about conversations or rules.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"

	"github.com/alecthomas/kong"

	"github.com/gpa-stream/gpa/cmd/gpa/internal/simulate"
	"github.com/gpa-stream/gpa/pkg/config"
	"github.com/gpa-stream/gpa/pkg/runner"
	"github.com/gpa-stream/gpa/services/ingest"
	"github.com/gpa-stream/gpa/services/turnclassifier"
)

// Streams are what a command reads and writes: results go to Out, progress and logs to Err.
type Streams struct {
	In  io.Reader
	Out io.Writer
	Err io.Writer
}

// A session is what every command is given beside its own flags.
type session struct {
	Streams
	config config.Config
	file   *config.File
	kong   *kong.Context
	log    *slog.Logger
	json   bool
}

// grammar is the command line: its tags are the help that people read.
type grammar struct {
	config.Config `embed:""`
	File          string `name:"config" env:"GPA_CONFIG" placeholder:"FILE" help:"YAML file of settings; every setting below is also a flag and a GPA_ variable."`
	JSON          bool   `name:"json" help:"Write the result as JSON on standard output."`

	Demo     demoCmd     `cmd:"" help:"Everything in one process on a simulated chat platform: the quickest way to see it work."`
	Mine     mineCmd     `cmd:"" help:"Read conversation logs from files and write rules and rubrics: needs nothing but this binary."`
	Up       upCmd       `cmd:"" help:"Run services until stopped, on the brokers and database of the configuration."`
	Import   importCmd   `cmd:"" help:"Produce log files to a Kafka topic."`
	Simulate simulateCmd `cmd:"" help:"A chat platform with known truth: write conversations, and the truth beside them."`
	Classify classifyCmd `cmd:"" help:"Judge how users took answers: JSON lines out, one for each answer that a user had a chance to react to."`
	Extract  extractCmd  `cmd:"" help:"Like classify, with the aspects of each answer and the wishes that its reaction states."`
	Rules    rulesCmd    `cmd:"" help:"Read the rules that were mined."`
	Rubrics  rubricsCmd  `cmd:"" help:"Read and govern rubrics."`
	Topics   topicsCmd   `cmd:"" help:"List the topics of the namespace, or make them."`
	Buckets  bucketsCmd  `cmd:"" help:"See how far time buckets are closed, and close one by hand."`
	DLQ      dlqCmd      `cmd:"" name:"dlq" help:"List, show and replay dead letters."`
	Digest   digestCmd   `cmd:"" help:"Print the digest of the live rules and rubrics."`
	Adopt    adoptCmd    `cmd:"" help:"Bring what was mined in another namespace into the running system, as if it had seen both in order."`
	Migrate  migrateCmd  `cmd:"" help:"Bring the database schema up to date."`
	Doctor   doctorCmd   `cmd:"" help:"Check brokers, topics, database and settings, a line each, with what mends it."`
	Eval     evalCmd     `cmd:"" help:"Measure parts of the system on data with known truth."`
	Pack     packCmd     `cmd:"" help:"Make, check and train a domain pack of your own."`
	Train    trainCmd    `cmd:"" help:"Fit the local models from labelled data."`
	Version  versionCmd  `cmd:"" help:"Print the version."`

	Healthcheck healthcheckCmd `cmd:"" hidden:"" help:"Ask the process that runs with these settings whether it is well."`
}

const about = `GPA Stream learns from conversation logs what each user group wants from answers, and keeps the
differences as versioned rubrics. Where groups agree the rubric is empty.

Try:  gpa demo
      gpa mine chats.jsonl.gz --out results
      gpa up --embedded`

// Run runs the command that args name. The error's exit code is that of runner.ExitCode.
func Run(ctx context.Context, args []string, s Streams) error {
	file, err := config.Load(config.PathFrom(args))
	if err != nil {
		return runner.WrongUse(err)
	}
	var g grammar
	exited := errors.New("help was shown")
	parser, err := kong.New(&g, kong.Name("gpa"), kong.Description(about), kong.Writers(s.Out, s.Err),
		kong.Resolvers(file), kong.UsageOnError(), kong.ConfigureHelp(kong.HelpOptions{Compact: true, FlagsLast: true}),
		kong.ExplicitGroups([]kong.Group{{Key: "settings", Title: "Settings (also in the file of --config, and as GPA_ variables):"}}),
		kong.Vars{
			"formats":   strings.Join(ingest.Formats(), ", "),
			"packs":     strings.Join(turnclassifier.Packs(), ", "),
			"scenarios": strings.Join(simulate.ShippedNames(), ", "),
		},
		kong.Exit(func(int) { panic(exited) }))
	if err != nil {
		return fmt.Errorf("read the command's own grammar: %w", err)
	}
	k, err := parse(parser, args, exited)
	if err != nil {
		return runner.WrongUse(fmt.Errorf("%w (see gpa --help)", err))
	}
	if k == nil {
		return nil
	}
	if err := g.Config.Validate(); err != nil {
		return runner.WrongUse(err)
	}
	return k.Run(&session{
		Streams: s, config: g.Config, file: file, kong: k, json: g.JSON,
		log: slog.New(slog.NewTextHandler(s.Err, nil)),
	}, bound{ctx})
}

// bound carries the context through kong, which binds by type.
type bound struct{ context.Context } //nolint:containedctx // It lives as long as the call.

// parse parses; nil and no error mean that help was shown, which kong ends by exiting.
func parse(parser *kong.Kong, args []string, exited error) (k *kong.Context, err error) {
	defer func() {
		if r := recover(); r != nil {
			if r != any(exited) {
				panic(r)
			}
			k, err = nil, nil
		}
	}()
	return parser.Parse(args)
}

// terminal says whether w is a terminal.
func terminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
