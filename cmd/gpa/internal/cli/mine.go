package cli

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"time"

	"github.com/gpa-stream/gpa/cmd/gpa/internal/pipeline"
	"github.com/gpa-stream/gpa/cmd/gpa/internal/present"
	"github.com/gpa-stream/gpa/pkg/llm/memo"
	"github.com/gpa-stream/gpa/pkg/llm/memo/pgmemo"
	"github.com/gpa-stream/gpa/pkg/pack"
	"github.com/gpa-stream/gpa/pkg/runner"
	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/services/ingest"
	"github.com/gpa-stream/gpa/services/ruleminer"
	"github.com/gpa-stream/gpa/services/turnclassifier"
)

type mineCmd struct {
	records `embed:""`
	tiered  `embed:""`
	Input   []string `arg:"" help:"Log files, folders or -; plain, .gz or .zst."`

	Out        string        `default:"gpa-out" placeholder:"DIR" help:"Folder for rules.json, rubrics.json, rubrics.md, report.html and report.json."`
	From       string        `default:"turns" enum:"turns,observations" help:"What the input holds: turns (conversations) or observations (features extracted elsewhere)."`
	Through    string        `default:"memory" enum:"memory,kafka" help:"memory, or kafka: through topics and Postgres, in a namespace of its own."`
	RunName    string        `name:"run" default:"run" help:"Name of that namespace."`
	Keep       bool          `help:"Keep that namespace when done."`
	DataDir    string        `placeholder:"DIR" help:"Keep embedded broker and database there, for a later run that brings later buckets."`
	Pack       string        `name:"pack" default:"general" help:"Domain pack: ${packs} or a file."`
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
	defer reader.Close()
	recognised(s.Err, reader.Summary(), c.From)
	bar := newProgress(s.Err, reader.Progress)
	begin := time.Now()
	res, kept, llm, err := c.mine(ctx, s, reader, opts)
	bar.stop()
	if err != nil {
		return err
	}
	res.Seconds["total"] = time.Since(begin).Seconds()
	rep := report(reader, res, bad)
	rep.Kept, rep.LLM = kept, llm
	if err := c.show(s, out, reader.Summary(), res, rep); err != nil {
		return err
	}
	return bad.err()
}

// mine runs the stages in the way that was asked for; kept says what was left where, llm what was asked.
func (c mineCmd) mine(ctx bound, s *session, r *ingest.Reader, o pipeline.Options) (res pipeline.Result, kept map[string]string, llm present.LLM, err error) {
	store, done, err := c.store()
	if err != nil {
		return res, nil, llm, err
	}
	defer func() { err = errors.Join(err, done()) }()
	if c.Through == "memory" && c.DataDir == "" {
		if o.Judge, err = c.over(ctx, s, o.Judge, store); err != nil {
			return res, nil, llm, err
		}
		res, err = pipeline.Memory(ctx, r, o)
		return res, nil, asked(o.Judge), err
	}
	cfg := s.config
	cfg.TopicPrefix += "mine." + c.RunName + "."
	cfg.Topics = nil // Those are the running system's.
	cfg.PostgresSchema = "gpa_mine_" + c.RunName
	cfg.Pack = c.Pack
	cfg.Salt, cfg.Idle, cfg.CloseIdle, cfg.Bucket, cfg.IngestTopics = string(o.Records.Salt), 0, 0, c.BucketSize, nil
	p, err := openPlace(ctx, s, cfg, placeOptions{embedded: true, dataDir: c.DataDir})
	if err != nil {
		return res, nil, llm, err
	}
	defer p.close()
	if c.Memo == "" {
		store = pgmemo.New(p.env.Pool)
	}
	if o.Judge, err = c.over(ctx, s, o.Judge, store); err != nil {
		return res, nil, llm, err
	}
	res, err = pipeline.Kafka(ctx, r, o, p.env)
	if c.Keep || c.DataDir != "" {
		return res, p.kept(), asked(o.Judge), err
	}
	if dropErr := p.drop(ctx); err == nil {
		err = dropErr
	}
	return res, nil, asked(o.Judge), err
}

// over is the judge of the tier over the local one; input that is judged already has none.
func (c mineCmd) over(ctx context.Context, s *session, j turnclassifier.Judge, store memo.Store) (turnclassifier.Judge, error) {
	local, ok := j.(*turnclassifier.Local)
	if !ok {
		return j, nil
	}
	return c.judge(ctx, s, local, store)
}

func (c mineCmd) options(ctx context.Context, s *session) (pipeline.Options, error) {
	salt := s.config.Salt
	if salt == "" {
		if c.Memo != "" {
			return pipeline.Options{}, errMemoWantsSalt
		}
		salt = rand.Text()
	}
	rec, err := c.records.options(c.From, schema.Salt(salt))
	if err != nil {
		return pipeline.Options{}, err
	}
	o := pipeline.Options{Records: rec, Classifier: turnclassifier.Default(), Miner: ruleminer.Defaults(), Lateness: ingest.NoLateness, Frugal: true}
	if c.Late != "none" {
		if o.Lateness, err = time.ParseDuration(c.Late); err != nil || o.Lateness < 0 {
			return o, fmt.Errorf("--lateness is %q; expected none or a duration such as 10m", c.Late)
		}
	}
	o.Classifier.Window, o.Classifier.Infer = s.config.Window, s.config.Infer
	o.Miner.Bucket, o.Miner.Epoch, o.Miner.MaxHold = c.BucketSize, max(s.config.Epoch, c.BucketSize), max(s.config.MaxHold, c.BucketSize)
	o.Miner.Set = []string{fmt.Sprintf("AlphaPub=%g", c.Alpha), fmt.Sprintf("MinUsers=%d", c.Users)}
	for _, k := range slices.Sorted(maps.Keys(s.config.Set)) {
		o.Miner.Set = append(o.Miner.Set, k+"="+s.config.Set[k])
	}
	o.Miner.Salt, o.Miner.Partitions, o.Miner.KeepTallies = rec.Salt, 1, s.config.KeepTallies
	if err := o.Miner.Validate(); err != nil {
		return o, err
	}
	p, err := pack.Load(c.Pack)
	if err != nil {
		return o, err
	}
	o.Thresholds, o.Publisher.Safety = p.Thresholds(), p.Safety
	if c.From == ingest.FromTurns {
		local, err := turnclassifier.LoadJudge(ctx, c.Pack)
		if err != nil {
			return o, err
		}
		o.Judge = local
	}
	return o, s.config.LLM.Validate(cmp.Or(c.Tier, s.config.LLM.Tier))
}

// show writes the results to the folder and prints the rubrics, or the report as JSON.
func (c mineCmd) show(s *session, out folder, sum ingest.Summary, res pipeline.Result, rep present.Report) error {
	results := present.Results{Rules: res.Rules, Rubrics: res.Rubrics, Start: sum.First, Why: res.Explain, Lacking: lacking(res.Explain)}
	if err := errors.Join(out.writeResults(results, rep), out.writeJSON(explainFile, res.Explain)); err != nil {
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
	if line := askedLine(rep.LLM); line != "" {
		s.printf("%s\n", line)
	}
	if n := res.DeadLetters; n > 0 {
		s.log.Warn("records were given up", slog.Int64("dead_letters", n))
	}
	return nil
}
