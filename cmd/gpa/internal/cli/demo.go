package cli

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/gpa-stream/gpa/cmd/gpa/internal/pipeline"
	"github.com/gpa-stream/gpa/cmd/gpa/internal/present"
	"github.com/gpa-stream/gpa/cmd/gpa/internal/simulate"
	"github.com/gpa-stream/gpa/pkg/runner"
	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/pkg/service"
	"github.com/gpa-stream/gpa/pkg/stream"
	"github.com/gpa-stream/gpa/services/ingest"
	"github.com/gpa-stream/gpa/services/rubricpublisher"
	"github.com/gpa-stream/gpa/services/ruleminer"
)

type demoCmd struct {
	Scenario string        `default:"demo" placeholder:"FILE" help:"YAML file, or a shipped scenario: ${scenarios}."`
	Seed     uint64        `default:"1" help:"Another seed gives another log of the same truth."`
	For      time.Duration `default:"45s" help:"How long the simulated days take."`
	Serve    bool          `help:"Stay when the simulated days are over: API and page on http.listen."`
	Out      string        `default:"gpa-demo" placeholder:"DIR" help:"Folder for report.html and the results."`
	Bucket   time.Duration `default:"6h" help:"Length of a time bucket."`
}

// Run is gpa demo.
func (c demoCmd) Run(s *session, ctx bound) error {
	scenario, err := loadScenario(c.Scenario)
	if err != nil {
		return runner.WrongUse(err)
	}
	out, err := createFolder(c.Out)
	if err != nil {
		return err
	}
	s.log = slog.New(slog.NewTextHandler(s.Err, &slog.HandlerOptions{Level: slog.LevelWarn}))
	cfg := s.config
	cfg.Brokers, cfg.PostgresURL, cfg.Salt, cfg.Bucket, cfg.Set = nil, "", rand.Text(), c.Bucket, s.config.Set
	cfg.Epoch, cfg.MaxHold = max(cfg.Epoch, c.Bucket), max(c.Bucket, time.Duration(scenario.Days)*24*time.Hour/7)
	if terminal(s.Out) {
		s.printf("starting a broker and a database in this process …\n")
	}
	p, err := openPlace(ctx, s, cfg, placeOptions{embedded: true})
	if err != nil {
		return err
	}
	defer p.close()
	d := &demonstration{cmd: c, session: s, env: p.env, scenario: scenario, out: out, screen: newScreen(s.Out, s.json)}
	return d.run(ctx)
}

// A demonstration is the simulated platform, the services, and the screen that shows them.
type demonstration struct {
	cmd      demoCmd
	session  *session
	env      *service.Env
	scenario simulate.Scenario
	out      folder
	screen   *screen
	miner    *ruleminer.Service
	truth    simulate.Truth
	played   simulate.Counts // of what the platform has said, when it is done
}

func (d *demonstration) run(ctx context.Context) (err error) {
	d.truth = d.scenario.Truth(d.cmd.Seed)
	d.miner, err = ruleminer.New(ruleminer.FromEnv(d.env), ruleminer.NewPostgresStore(d.env.Pool, d.env.Config.PostgresSchema))
	if err != nil {
		return err
	}
	run, stop := context.WithCancel(ctx)
	defer stop()
	parts := []runner.Service{{Name: "platform", Run: func(ctx context.Context) error {
		if err := d.play(ctx); err != nil {
			return err
		}
		if err := d.finish(ctx); err != nil {
			return err
		}
		if !d.cmd.Serve {
			stop()
			return nil
		}
		d.session.printf("still serving on http://%s · ctrl-c ends it\n", d.env.Config.Listen)
		<-ctx.Done()
		return nil
	}}, {Name: "screen", Run: d.watch}}
	for _, x := range services {
		parts = append(parts, runner.Service{Name: x.name, Run: func(ctx context.Context) error { return x.serve(ctx, d.env) }})
	}
	return runner.Run(run, runner.Options{Log: d.session.log}, parts...)
}

// play is the platform: it produces conversations as their time comes, the simulated days in cmd.For.
func (d *demonstration) play(ctx context.Context) error {
	topic := d.env.Config.RawTopics()[0]
	n, err := d.env.Broker.PartitionCount(ctx, topic)
	if err != nil {
		return err
	}
	span := time.Duration(d.scenario.Days) * 24 * time.Hour
	begin := time.Now()
	var (
		batch []stream.Message
		most  time.Time
	)
	flush := func() error {
		err := d.env.Broker.Publish(ctx, batch)
		batch = batch[:0]
		return err
	}
	played, err := simulate.Generate(ctx, d.scenario, d.cmd.Seed, func(c simulate.Conversation) error {
		last := c.Turns[len(c.Turns)-1].At
		due := begin.Add(time.Duration(float64(d.cmd.For) * float64(last.Sub(d.scenario.Start)) / float64(span)))
		if wait := time.Until(due); wait > 50*time.Millisecond {
			if err := flush(); err != nil {
				return err
			}
			select {
			case <-time.After(wait):
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		value, err := json.Marshal(c)
		if err != nil {
			return fmt.Errorf("encode conversation: %w", err)
		}
		most = last
		d.screen.day(last.Sub(d.scenario.Start))
		batch = append(batch, stream.Message{
			Partition: stream.Partition{Topic: topic, Index: ingest.Partition(c.ID, n)}, Key: []byte(c.ID), Value: value,
			Headers: []stream.Header{{Key: schema.HeaderFormat, Value: []byte("native")}, {Key: schema.HeaderComplete, Value: []byte("true")}},
		})
		if len(batch) < 200 {
			return nil
		}
		return flush()
	})
	if err != nil {
		return err
	}
	d.played = played.Counts
	for i := range n {
		batch = append(batch, ingest.End(stream.Partition{Topic: topic, Index: int32(i)}))
	}
	if err := flush(); err != nil {
		return err
	}
	return pipeline.Settled(ctx, d.env, d.miner, most.UnixMicro())
}

// watch redraws the screen while the services run.
func (d *demonstration) watch(ctx context.Context) error {
	tick := time.NewTicker(500 * time.Millisecond)
	defer tick.Stop()
	store := rubricpublisher.NewPostgresStore(d.env.Pool, "")
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
		rules, rubrics, err := rubricpublisher.Results(ctx, store)
		if err != nil {
			continue // It is a picture: the next one comes in a moment.
		}
		d.screen.draw(d.figures(), present.Results{Rules: rules, Rubrics: rubrics, Start: d.scenario.Start}, simulate.Line(d.truth, rules.Rules))
	}
}

func (d *demonstration) figures() figures {
	m := d.env.Meters
	f := figures{days: d.scenario.Days}
	for _, x := range []struct {
		to   *int64
		name string
	}{{&f.ingested, ingest.Name}, {&f.exchanges, "turnclassifier"}, {&f.observations, "attrextractor"}} {
		if meter := m[x.name]; meter != nil {
			*x.to = meter.In.Load()
			f.dead += meter.Dead.Load()
		}
	}
	return f
}

// finish writes the results and says how they compare with what was planted.
func (d *demonstration) finish(ctx context.Context) error {
	store := rubricpublisher.NewPostgresStore(d.env.Pool, "")
	rules, rubrics, err := rubricpublisher.Results(ctx, store)
	if err != nil {
		return err
	}
	digest, err := schema.Digest(rules, rubrics)
	if err != nil {
		return err
	}
	counts, err := d.miner.Report(ctx)
	if err != nil {
		return err
	}
	n := counts.Counts
	rep := present.Report{
		Input:        present.Input{Records: int64(d.played.Conversations), Conversations: int64(d.played.Conversations), Turns: int64(d.played.Turns)},
		Exchanges:    present.Exchanges{Total: n.Exchanges, Judged: present.Judged{SAT: n.SAT, DSAT: n.DSAT, Neutral: n.Neutral}},
		Observations: present.Observations{Total: n.Kept + n.Capped + n.Unused, Kept: n.Kept, Capped: n.Capped, Unused: n.Unused},
		Seconds:      map[string]float64{"total": d.cmd.For.Seconds()}, Digest: digest,
	}
	why, err := d.miner.Explain(ctx)
	if err != nil {
		return err
	}
	results := present.Results{Rules: rules, Rubrics: rubrics, Start: d.scenario.Start, Why: why, Lacking: lacking(why)}
	if err := errors.Join(d.out.writeResults(results, rep), d.out.writeJSON(explainFile, why)); err != nil {
		return err
	}
	found, wrong, open := simulate.Compare(d.truth, rules.Rules)
	if d.session.json {
		return writeJSON(d.session.Out, map[string]any{
			"planted": len(d.truth.Planted), "found": found, "wrong": wrong, "open": open, "digest": digest, "rules": rules, "rubrics": rubrics,
		})
	}
	d.screen.clear()
	if err := present.Cards(d.session.Out, width(d.session.Out), terminal(d.session.Out), results); err != nil {
		return fmt.Errorf("print the rubrics: %w", err)
	}
	d.session.printf("\nreport:      %s/report.html\nlook closer: gpa rubrics list --dir %s · gpa rules list --dir %s\nyour logs:   gpa mine your-logs.jsonl\n%s\n",
		d.out, d.out, d.out, simulate.Line(d.truth, rules.Rules))
	return nil
}
