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
	"time"

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
	s.printf("%s\n", sentence(r))
	if len(x.Aliases) > 0 {
		s.printf("  or         %s, which cannot be told apart from %s in these answers\n", list(x.Aliases), present.Clean(r.Aspect))
	}
	s.printf("  state      %s\n", standing(r, x))
	s.printf("  effect     %+.3f, between %+.3f and %+.3f at all times at once\n", r.Effect, r.Interval[0], r.Interval[1])
	if r.Kind == schema.Divergence {
		s.printf("  by group   %s %+.3f, %s %+.3f\n", present.Clean(r.Group), r.GroupEffect, present.Clean(r.Versus), r.VersusEffect)
	}
	s.printf("  evidence   a fair bet against it has multiplied its stake by %s (log e %.1f)\n", times(r.LogE), r.LogE)
	if line := sparkline(x.Looks, sparkWidth); line != "" {
		s.printf("  over time  %s  %s to %s, log e %s\n", line, date(x.Looks[0].At), date(x.Looks[len(x.Looks)-1].At), fromTo(x.Looks))
	}
	s.printf("  needed     log e %.1f: one of %s hypotheses of its family, %s of them confirmed\n",
		x.Needed, count(int64(x.Hypotheses)), count(int64(x.Confirmed)))
	s.printf("  shards     %d of the %d user shards that lean at all lean its way\n", x.Shards.Agree, x.Shards.Of)
	for _, c := range x.Channels {
		s.printf("  %-10s %+.3f, between %+.3f and %+.3f, log e %s\n", c.Channel, c.Effect, c.Interval[0], c.Interval[1], number(c.LogE))
	}
	s.printf("  support    %s observations, %s with the aspect; at least %s users and %s conversations of the smaller group\n",
		count(r.Support.Observations), count(r.Support.WithAspect), count(r.Support.UsersAtLeast), count(r.Support.Conversations))
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

// standing is the state of a rule, why, and what would change it.
func standing(r schema.Rule, x schema.Explanation) string {
	since := ""
	if r.FirstConfirmed != nil {
		since = fmt.Sprintf(", first confirmed by the end of %s", date(r.FirstConfirmed.Add(-time.Microsecond)))
	}
	switch r.State {
	case schema.Confirmed:
		return "confirmed" + since
	case schema.Kept:
		return fmt.Sprintf("kept%s: no longer confirmed, and live while log e is %.1f or more", since, x.Kept)
	case schema.Retracted:
		return retraction(r, x) + since + outlook(x)
	}
	return "emerging: it passes a single look, and is not confirmed" + outlook(x)
}

func retraction(r schema.Rule, x schema.Explanation) string {
	if x.Contradiction >= x.Limit {
		return fmt.Sprintf("retracted, contradicted: what came after its publication speaks against half of its effect by %s to 1, and %s was the limit",
			times(lnOf(x.Contradiction)), count(int64(x.Limit)))
	}
	return fmt.Sprintf("retracted, %s: log e fell below %.1f as older observations left the windows", present.Clean(r.Reason), x.Kept)
}

func outlook(x schema.Explanation) string {
	if x.Expected == nil {
		return "; at the effect seen so far more data would not confirm it"
	}
	return fmt.Sprintf("; about %s more observations confirm it if the effect stays as it is", count(*x.Expected))
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
