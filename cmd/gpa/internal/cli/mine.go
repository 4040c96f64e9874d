package cli

import (
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"time"

	"github.com/gpa-stream/gpa/cmd/gpa/internal/pipeline"
	"github.com/gpa-stream/gpa/cmd/gpa/internal/present"
	"github.com/gpa-stream/gpa/pkg/runner"
	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/services/ingest"
	"github.com/gpa-stream/gpa/services/ruleminer"
	"github.com/gpa-stream/gpa/services/turnclassifier"
)

type mineCmd struct {
	records `embed:""`
	Input   []string `arg:"" help:"Log files, folders or -; plain, .gz or .zst."`

	Out        string        `default:"gpa-out" placeholder:"DIR" help:"Folder for rules.json, rubrics.json, rubrics.md, report.html and report.json."`
	From       string        `default:"turns" enum:"turns,observations" help:"What the input holds: turns (conversations) or observations (features extracted elsewhere)."`
	Through    string        `default:"memory" enum:"memory,kafka" help:"memory, or kafka: through topics and Postgres, in a namespace of its own."`
	RunName    string        `name:"run" default:"run" help:"Name of that namespace."`
	Keep       bool          `help:"Keep that namespace when done."`
	DataDir    string        `placeholder:"DIR" help:"Keep embedded broker and database there, for a later run that brings later buckets."`
	Pack       string        `name:"pack" default:"general" help:"Domain pack: ${packs} or a file."`
	Tier       string        `default:"local" enum:"local" help:"How turns are judged: local."`
	BucketSize time.Duration `name:"bucket" default:"24h" help:"Length of a time bucket."`
	Late       string        `name:"lateness" default:"none" help:"How far behind the newest a record may come and still count; none: nothing is late."`
	Alpha      float64       `default:"0.05" help:"Level of the false discovery rate."`
	Users      int           `name:"min-users" default:"20" help:"No rule rests on fewer distinct users of either group."`
}

// Help teaches by example.
func (mineCmd) Help() string {
	return `Examples:
  gpa mine chats.jsonl.gz                          one file of any known format
  gpa mine logs/ --group-map users.csv --out res   a folder; groups from a file of user_id,dimension,value
  gpa mine obs.jsonl --from observations           features that another extractor made
  gpa mine chats.jsonl --through kafka             the same through the configured (else embedded) broker and database`
}

// Run is gpa mine.
func (c mineCmd) Run(s *session, ctx bound) error {
	opts, err := c.options(ctx, s)
	if err != nil {
		return runner.WrongUse(err)
	}
	out, err := createFolder(c.Out)
	if err != nil {
		return err
	}
	bad := newBadRecords(s.Err, out)
	defer bad.close()
	reader, err := ingest.Open(ingest.Input{Records: opts.Records, Paths: c.Input, Stdin: s.In, Bad: bad.add})
	if err != nil {
		return runner.WrongUse(err)
	}
	defer reader.Close() //nolint:errcheck // It was only read.
	recognised(s.Err, reader.Summary(), c.From)
	bar := newProgress(s.Err, reader.Progress)
	begin := time.Now()
	res, kept, err := c.mine(ctx, s, reader, opts)
	bar.stop()
	if err != nil {
		return err
	}
	res.Seconds["total"] = time.Since(begin).Seconds()
	rep := report(reader, res, bad)
	rep.Kept = kept
	if err := c.show(s, out, reader.Summary(), res, rep); err != nil {
		return err
	}
	return bad.err()
}

// mine runs the stages in the way that was asked for; kept says what was left where.
func (c mineCmd) mine(ctx bound, s *session, r *ingest.Reader, o pipeline.Options) (res pipeline.Result, kept map[string]string, err error) {
	if c.Through == "memory" && c.DataDir == "" {
		res, err = pipeline.Memory(ctx, r, o)
		return res, nil, err
	}
	cfg := s.config
	cfg.TopicPrefix += "mine." + c.RunName + "."
	cfg.PostgresSchema = "gpa_mine_" + c.RunName
	cfg.Salt, cfg.Idle, cfg.CloseIdle, cfg.Bucket, cfg.IngestTopics = string(o.Records.Salt), 0, 0, c.BucketSize, nil
	p, err := openPlace(ctx, s, cfg, placeOptions{embedded: true, dataDir: c.DataDir})
	if err != nil {
		return res, nil, err
	}
	defer p.close()
	res, err = pipeline.Kafka(ctx, r, o, p.env)
	if c.Keep || c.DataDir != "" {
		return res, p.kept(), err
	}
	if dropErr := p.drop(ctx); err == nil {
		err = dropErr
	}
	return res, nil, err
}

func (c mineCmd) options(ctx context.Context, s *session) (pipeline.Options, error) {
	salt := s.config.Salt
	if salt == "" {
		salt = rand.Text()
	}
	rec, err := c.records.options(c.From, schema.Salt(salt))
	if err != nil {
		return pipeline.Options{}, err
	}
	o := pipeline.Options{Records: rec, Classifier: turnclassifier.Default(), Miner: ruleminer.Defaults(), Lateness: ingest.NoLateness}
	if c.Late != "none" {
		if o.Lateness, err = time.ParseDuration(c.Late); err != nil || o.Lateness < 0 {
			return o, fmt.Errorf("--lateness is %q; expected none or a duration such as 10m", c.Late)
		}
	}
	o.Classifier.Window = s.config.Window
	o.Miner.Bucket, o.Miner.Epoch, o.Miner.MaxHold = c.BucketSize, max(s.config.Epoch, c.BucketSize), max(s.config.MaxHold, c.BucketSize)
	o.Miner.Set = []string{fmt.Sprintf("AlphaPub=%g", c.Alpha), fmt.Sprintf("MinUsers=%d", c.Users)}
	for _, k := range slices.Sorted(maps.Keys(s.config.Set)) {
		o.Miner.Set = append(o.Miner.Set, k+"="+s.config.Set[k])
	}
	o.Miner.Salt, o.Miner.Partitions = rec.Salt, 1
	if err := o.Miner.Validate(); err != nil {
		return o, err
	}
	if c.From == ingest.FromTurns {
		o.Judge, err = turnclassifier.LoadJudge(ctx, c.Pack)
	}
	return o, err
}

// show writes the results to the folder and prints the rubrics, or the report as JSON.
func (c mineCmd) show(s *session, out folder, sum ingest.Summary, res pipeline.Result, rep present.Report) error {
	results := present.Results{Rules: res.Rules, Rubrics: res.Rubrics, Start: sum.First}
	if err := out.writeResults(results, rep); err != nil {
		return err
	}
	if s.json {
		return writeJSON(s.Out, rep)
	}
	if err := present.Cards(s.Out, width(s.Out), terminal(s.Out), results); err != nil {
		return fmt.Errorf("print the rubrics: %w", err)
	}
	s.printf("\n%s conversations, %s answers judged, %d rules, digest %s\nresults in %s\n",
		count(rep.Input.Conversations), count(rep.Exchanges.Judged.Sum()), len(res.Rules.Rules), res.Digest, out)
	if n := res.DeadLetters; n > 0 {
		s.log.Warn("records were given up", slog.Int64("dead_letters", n))
	}
	return nil
}
