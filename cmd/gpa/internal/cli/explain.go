package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/gpa-stream/gpa/cmd/gpa/internal/present"
	"github.com/gpa-stream/gpa/pkg/runner"
	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/services/rubricpublisher"
	"github.com/gpa-stream/gpa/services/ruleminer"
)

// explainFile stands beside rules.json in what mine writes.
const explainFile = "explain.json"

type rulesExplainCmd struct {
	source
	ID string `arg:"" help:"Id of the rule, as in gpa rules list."`
}

// Run is gpa rules explain.
func (c rulesExplainCmd) Run(s *session, ctx bound) error {
	r, done, err := s.results(ctx, c.Dir)
	if err != nil {
		return err
	}
	defer done()
	rules, _, err := rubricpublisher.Results(ctx, r)
	if err != nil {
		return err
	}
	why, err := s.explanations(ctx, c.Dir)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(rules.Rules, func(x schema.Rule) bool { return x.ID == c.ID })
	of := slices.IndexFunc(why.Rules, func(x schema.Explanation) bool { return x.Rule == c.ID })
	if at < 0 || of < 0 {
		return runner.WrongUse(fmt.Errorf("no rule %q; `gpa rules list --all` shows them", c.ID))
	}
	if s.json {
		return writeJSON(s.Out, struct {
			schema.Rule
			Explanation schema.Explanation `json:"explanation"`
		}{rules.Rules[at], why.Rules[of]})
	}
	explainRule(s, rules.Rules[at], why.Rules[of])
	return nil
}

// explanations reads them from a folder that mine wrote, else makes them from the miner's state in the database.
func (s *session) explanations(ctx context.Context, dir string) (doc schema.Explanations, err error) {
	if dir == "" {
		pool, err := s.pool(ctx)
		if err != nil {
			return doc, err
		}
		defer pool.Close()
		c := ruleminer.FromConfig(s.config, s.config.Partitions)
		if c.Salt == "" {
			c.Salt = "no priority is drawn here"
		}
		miner, err := ruleminer.New(c, ruleminer.NewPostgresStore(pool, s.config.PostgresSchema))
		if err != nil {
			return doc, runner.WrongUse(err)
		}
		return miner.Explain(ctx)
	}
	b, err := os.ReadFile(filepath.Join(dir, explainFile))
	if errors.Is(err, fs.ErrNotExist) {
		return doc, runner.WrongUse(fmt.Errorf("no %s in %s: only what `gpa mine` wrote can be explained", explainFile, dir))
	}
	if err != nil {
		return doc, fmt.Errorf("read explanations: %w", err)
	}
	if err := json.Unmarshal(b, &doc); err != nil {
		return doc, fmt.Errorf("read %s: %w", explainFile, err)
	}
	return doc, nil
}

// explainRule tells the evidence of a rule in words.
func explainRule(s *session, r schema.Rule, x schema.Explanation) {
	for i, line := range rubricpublisher.Tell(r, x) {
		text := present.Line(line.Text)
		switch {
		case i == 0:
			s.printf("%s\n", text)
			continue
		case line.About == rubricpublisher.OverTime:
			text = sparkline(x.Looks, sparkWidth) + "  " + text
		}
		s.printf("  %-10s %s\n", line.About, text)
	}
	if plot := plotLooks(x); plot != "" {
		s.printf("\n%s\n", plot)
	}
	s.printf("\n%s", plotWhiskers(whiskers(r, x)))
	s.printf("\n  window      since       observations    users   effect            interval    others held   log e\n")
	for _, w := range x.Windows {
		explainWindow(s, w)
	}
}

func explainWindow(s *session, w schema.Window) {
	s.printf("  %-11s %s  %12s  %7s", w.Name, date(w.Since), count(w.Observations), count(w.UsersAtLeast))
	switch {
	case w.SameAs != "":
		s.printf("   as %s\n", w.SameAs)
		return
	case w.Effect == nil:
		s.printf("   %s\n", w.Note)
		return
	}
	s.printf("   %+.3f  %+.3f to %+.3f  %13s  %6s", *w.Effect, w.Interval[0], w.Interval[1], signed(w.Adjusted), number(w.LogE))
	if w.Note != "" {
		s.printf("   %s", w.Note)
	}
	s.printf("\n")
}

type rulesQualityCmd struct {
	source
}

// Run is gpa rules quality.
func (c rulesQualityCmd) Run(s *session, ctx bound) error {
	why, err := s.explanations(ctx, c.Dir)
	if err != nil {
		return err
	}
	if s.json {
		return writeJSON(s.Out, why.Quality)
	}
	if len(why.Quality) == 0 {
		s.printf("no group has judged enough answers yet\n")
	}
	for _, q := range why.Quality {
		s.printf("%s: %s of %s judged answers called defective (%.1f %%): %s errors, %s corrections, %s refusals\n",
			present.Clean(schema.RubricID(q.Dimension, q.Group, q.Intent)), count(q.Quality.ErrorReports+q.Quality.Corrections+q.Quality.Refusals),
			count(q.Quality.Judged), 100*q.Quality.Defective, count(q.Quality.ErrorReports), count(q.Quality.Corrections), count(q.Quality.Refusals))
	}
	return nil
}
