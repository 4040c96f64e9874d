package cli

import (
	"errors"
	"fmt"
	"net/url"
	"os/user"
	"strings"
	"time"

	"github.com/gpa-stream/gpa/cmd/gpa/internal/present"
	"github.com/gpa-stream/gpa/pkg/pack"
	"github.com/gpa-stream/gpa/pkg/runner"
	"github.com/gpa-stream/gpa/services/rubricpublisher"
)

// named is the argument that names a rubric.
type named struct {
	ID string `arg:"" help:"dimension/group/intent; a slash inside a name as %2F."`
}

func (n named) key() (rubricpublisher.Key, error) {
	parts := strings.Split(n.ID, "/")
	if len(parts) != 3 {
		return rubricpublisher.Key{}, fmt.Errorf("rubric %q: expected dimension/group/intent", n.ID)
	}
	for i, p := range parts {
		name, err := url.PathUnescape(p)
		if err != nil {
			return rubricpublisher.Key{}, fmt.Errorf("rubric %q: %w", n.ID, err)
		}
		parts[i] = name
	}
	return rubricpublisher.Key{Dimension: parts[0], Group: parts[1], Intent: parts[2]}, nil
}

type rubricsHistoryCmd struct {
	source
	named
}

// Run is gpa rubrics history.
func (c rubricsHistoryCmd) Run(s *session, ctx bound) error {
	versions, err := c.versions(ctx, s, c.source)
	if err != nil {
		return err
	}
	if s.json {
		return writeJSON(s.Out, versions)
	}
	for _, v := range versions {
		s.printf("version %d  %-9s %-9s %d items  %s", v.Version, v.Status, v.Verdict, len(v.Items), at(v.PublishedAt))
		if v.Actor != "" {
			s.printf("  by %s: %s", present.Clean(v.Actor), present.Line(v.Reason))
		}
		s.printf("\n")
	}
	return nil
}

func (n named) versions(ctx bound, s *session, from source) ([]rubricpublisher.Version, error) {
	key, err := n.key()
	if err != nil {
		return nil, runner.WrongUse(err)
	}
	r, done, err := s.results(ctx, from.Dir)
	if err != nil {
		return nil, err
	}
	defer done()
	versions, err := r.History(ctx, key)
	if errors.Is(err, rubricpublisher.ErrNotFound) {
		return nil, runner.WrongUse(fmt.Errorf("no rubric %q; `gpa rubrics list` shows them", n.ID))
	}
	return versions, err
}

type rubricsDiffCmd struct {
	source
	named
	From int `help:"Version (default: the one before --to)."`
	To   int `help:"Version (default: the newest)."`
}

// Run is gpa rubrics diff.
func (c rubricsDiffCmd) Run(s *session, ctx bound) error {
	versions, err := c.versions(ctx, s, c.source)
	if err != nil {
		return err
	}
	byNumber := map[int]rubricpublisher.Version{}
	newest := 0
	for _, v := range versions {
		byNumber[v.Version] = v
		newest = max(newest, v.Version)
	}
	to := c.To
	if to == 0 {
		to = newest
	}
	from := c.From
	if from == 0 {
		from = to - 1
	}
	a, ok := byNumber[from]
	b, also := byNumber[to]
	if !ok || !also {
		return runner.WrongUse(fmt.Errorf("versions %d and %d: the rubric has 1 to %d", from, to, newest))
	}
	d := rubricpublisher.Compare(a.Rubric, b.Rubric)
	if s.json {
		return writeJSON(s.Out, d)
	}
	s.printf("%s: version %d (%s) to %d (%s)\n", present.Line(d.ID), d.From, d.FromVerdict, d.To, d.ToVerdict)
	for _, i := range d.Removed {
		s.printf("- %s\n", i.Instruction)
	}
	for _, i := range d.Added {
		s.printf("+ %s\n", i.Instruction)
	}
	for _, x := range d.Changed {
		s.printf("~ %s (%+.2f to %+.2f)\n", x.To.Instruction, x.From.Strength, x.To.Strength)
	}
	return nil
}

// decision are the flags of what a person decides: who and why are kept.
type decision struct {
	named
	Seen   int    `help:"The version that was looked at: the decision falls if it is not the newest any more."`
	Actor  string `help:"Who decides (default: the user of this machine)."`
	Reason string `required:"" help:"Why; it is kept."`
}

func (d decision) decide(s *session, ctx bound, action string, to int) error {
	key, err := d.key()
	if err != nil {
		return runner.WrongUse(err)
	}
	if d.Actor == "" {
		if u, err := user.Current(); err == nil {
			d.Actor = u.Username
		}
	}
	pool, err := s.pool(ctx)
	if err != nil {
		return err
	}
	defer pool.Close()
	rules, err := pack.Load(s.config.Pack)
	if err != nil {
		return runner.WrongUse(err)
	}
	store := rubricpublisher.NewPostgresStore(pool, s.config.Group(rubricpublisher.Name))
	now := rubricpublisher.Config{Safety: rules.Safety, AllowDimensions: s.config.AllowDimensions}
	v, err := rubricpublisher.Decide(ctx, store, now, key, rubricpublisher.Decision{
		Action: action, Seen: d.Seen, To: to, Actor: d.Actor, Reason: d.Reason,
	}, time.Now())
	switch {
	case errors.Is(err, rubricpublisher.ErrNotFound), errors.Is(err, rubricpublisher.ErrInvalid), errors.Is(err, rubricpublisher.ErrConflict),
		errors.Is(err, rubricpublisher.ErrForbidden):
		return runner.WrongUse(err)
	case err != nil:
		return err
	case s.json:
		return writeJSON(s.Out, v)
	}
	s.printf("%s version %d is %s\n", present.Line(v.ID), v.Version, v.Status)
	return nil
}

type rubricsApproveCmd struct{ decision }

// Run is gpa rubrics approve.
func (c rubricsApproveCmd) Run(s *session, ctx bound) error {
	return c.decide(s, ctx, rubricpublisher.Approve, 0)
}

type rubricsRejectCmd struct{ decision }

// Run is gpa rubrics reject.
func (c rubricsRejectCmd) Run(s *session, ctx bound) error {
	return c.decide(s, ctx, rubricpublisher.Reject, 0)
}

type rubricsRollbackCmd struct {
	decision
	To int `help:"Version to go back to (default: the one in force before)."`
}

// Run is gpa rubrics rollback.
func (c rubricsRollbackCmd) Run(s *session, ctx bound) error {
	return c.decide(s, ctx, rubricpublisher.Rollback, c.To)
}
