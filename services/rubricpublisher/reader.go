package rubricpublisher

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/services/rubricpublisher/internal/pgstore"
	"github.com/gpa-stream/gpa/services/rubricpublisher/internal/versions"
)

// Reader reads rules, rubrics, their history and their announcements.
type Reader = versions.Reader

// NewPostgresStore makes a store over a pool whose schema is migrated. Source is the ce_source of announcements, e.g.
// "gpa.rubricpublisher".
func NewPostgresStore(pool *pgxpool.Pool, source string) Store { return pgstore.New(pool, source) }

// OpenDir reads what `gpa mine` wrote to a folder: rules.json and rubrics.json. Its history is one version long.
func OpenDir(dir string) (Reader, error) {
	var rules schema.Rules
	var rubrics schema.Rubrics
	for name, doc := range map[string]any{"rules.json": &rules, "rubrics.json": &rubrics} {
		b, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			return nil, fmt.Errorf("read what mine wrote: %w", err)
		}
		if err := json.Unmarshal(b, doc); err != nil {
			return nil, fmt.Errorf("decode %s: %w", filepath.Join(dir, name), err)
		}
	}
	if rules.Schema != schema.RulesSchema || rubrics.Schema != schema.RubricsSchema {
		return nil, fmt.Errorf("%s holds %q and %q; expected %q and %q", dir, rules.Schema, rubrics.Schema, schema.RulesSchema, schema.RubricsSchema)
	}
	return &folder{rules: rules, rubrics: rubrics.Rubrics}, nil
}

type folder struct {
	rules   schema.Rules
	rubrics []schema.Rubric
}

func (f *folder) Rubrics(_ context.Context, filter Filter) ([]Version, error) {
	out := []Version{}
	for _, r := range f.rubrics {
		v, ok := versions.Choose(filter, []Version{{Rubric: r}})
		if ok && filter.Matches(Key{Dimension: r.Dimension, Group: r.Group, Intent: r.Intent}) {
			out = append(out, v)
		}
	}
	return out, nil
}

func (f *folder) History(_ context.Context, k Key) ([]Version, error) {
	for _, r := range f.rubrics {
		if r.Dimension == k.Dimension && r.Group == k.Group && r.Intent == k.Intent {
			return []Version{{Rubric: r}}, nil
		}
	}
	return nil, ErrNotFound
}

// Rules gives the rules, and as seen what has a rubric; the dimensions that were seen without one come as they stood.
func (f *folder) Rules(context.Context) (schema.RuleSet, error) {
	set := schema.RuleSet{Rules: f.rules.Rules}
	for _, r := range f.rubrics {
		set.Seen = append(set.Seen, schema.Seen{Dimension: r.Dimension, Group: r.Group, Intent: r.Intent, Same: r.Verdict == schema.Same})
	}
	for _, d := range f.rules.Dimensions {
		set.Seen = append(set.Seen, schema.Seen{Dimension: d})
	}
	return set, nil
}

// Explanation gives none: explain.json holds them.
func (f *folder) Explanation(context.Context, string) (schema.Explanation, bool, error) {
	return schema.Explanation{}, false, nil
}

func (f *folder) Events(context.Context, int64, int) ([]Event, error) { return nil, nil }

func (f *folder) LastEvent(context.Context) (int64, error) { return 0, nil }

func (f *folder) Quotes(context.Context, string, int) ([]versions.Quote, error) { return nil, nil }
