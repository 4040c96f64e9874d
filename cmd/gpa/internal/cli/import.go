package cli

import (
	"fmt"

	"github.com/gpa-stream/gpa/cmd/gpa/internal/pipeline"
	"github.com/gpa-stream/gpa/pkg/runner"
	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/pkg/service"
	"github.com/gpa-stream/gpa/services/ingest"
	"github.com/gpa-stream/gpa/services/ruleminer"
)

type importCmd struct {
	records `embed:""`
	Input   []string `arg:"" help:"Log files, folders or -; plain, .gz or .zst."`
	Topic   string   `placeholder:"TOPIC" help:"Topic to produce to (default: <topic_prefix>raw.v1)."`
	From    string   `default:"turns" enum:"turns,observations" help:"What the input holds."`
	Rate    float64  `placeholder:"N" help:"At most so many records a second."`
	AsTurns bool     `help:"Do not mark whole conversations as complete: reactions then count within the window only."`
	Close   bool     `help:"End each partition with an end record, so that open buckets close, and wait until they have."`
	NoWait  bool     `help:"With --close: do not wait."`
	Skip    int      `placeholder:"N" help:"Leave out the first N good records: where an import that was cut off had come to."`
}

// Help teaches by example.
func (importCmd) Help() string {
	return `Examples:
  gpa import chats.jsonl.gz --close      a file; ends when its rubrics are published
  gpa import logs/ --rate 500            a folder, 500 records a second
An import that is cut off says how far it has come; --skip goes on from there. Repeating it is harmless, too: the same
conversation counts once.`
}

// Run is gpa import.
func (c importCmd) Run(s *session, ctx bound) error {
	rec, err := c.records.options(c.From, schema.Salt(s.config.Salt))
	if err != nil {
		return runner.WrongUse(err)
	}
	e, err := s.connect(ctx)
	if err != nil {
		return err
	}
	defer e.Close()
	bad := newBadRecords(s.Err, "")
	reader, err := ingest.Open(ingest.Input{Records: rec, Paths: c.Input, Stdin: s.In, Bad: bad.add, AsTurns: c.AsTurns})
	if err != nil {
		return runner.WrongUse(err)
	}
	defer reader.Close()
	topic := c.Topic
	if topic == "" {
		topic = e.Config.RawTopics()[0]
	}
	sent := 0
	bar := newProgress(s.Err, reader.Progress)
	most, err := pipeline.Import(ctx, reader, e, pipeline.ImportOptions{
		Topic: topic, Lateness: e.Config.Lateness, Close: c.Close, Rate: c.Rate, Skip: c.Skip, Progress: func(n int) { sent = n },
	})
	bar.stop()
	if err != nil {
		return fmt.Errorf("%w; %d records are in, go on with --skip %d", err, sent, c.Skip+sent)
	}
	if c.Close && !c.NoWait {
		if err := c.wait(ctx, e, most); err != nil {
			return err
		}
	}
	if err := c.done(s, reader.Counts(), topic); err != nil {
		return err
	}
	return bad.err()
}

// wait waits until the end has gone through all stages.
func (c importCmd) wait(ctx bound, e *service.Env, most int64) error {
	miner, err := ruleminer.New(ruleminer.FromEnv(e), ruleminer.NewPostgresStore(e.Pool, e.Config.PostgresSchema))
	if err != nil {
		return err
	}
	return pipeline.Settled(ctx, e, miner, most)
}

func (c importCmd) done(s *session, n ingest.Counts, topic string) error {
	if s.json {
		return writeJSON(s.Out, map[string]any{
			"topic": topic, "records": n.Records, "conversations": n.Conversations, "turns": n.Turns, "bad": n.Bad,
			"duplicates": n.Duplicates, "closed": c.Close && !c.NoWait,
		})
	}
	s.printf("%s records to %s: %s turns; %s duplicates and %s bad ones left out\n", count(int64(n.Conversations)), topic,
		count(int64(n.Turns)), count(int64(n.Duplicates)), count(int64(n.Bad)))
	return nil
}
