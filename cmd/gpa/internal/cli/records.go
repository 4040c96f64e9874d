package cli

import (
	"fmt"
	"os"
	"slices"

	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/services/ingest"
)

// records are the flags that say how log records are read.
type records struct {
	Format         string            `default:"auto" help:"Log format: ${formats}."`
	GroupMap       string            `placeholder:"FILE.csv" help:"CSV of user_id,dimension,value: groups of users beside what the records say."`
	Dimension      []string          `placeholder:"NAME" help:"Group dimensions to contrast (default: all that are seen); locale is one only when named."`
	DimensionField map[string]string `placeholder:"FIELD=NAME" help:"A field of the record (metadata.team) that is a group dimension."`
}

func (r records) options(from string, salt schema.Salt) (ingest.Records, error) {
	rec := ingest.Records{
		From: from, Format: r.Format, Salt: salt, Dimensions: r.DimensionField, Only: r.Dimension,
		Locale: slices.Contains(r.Dimension, "locale"),
	}
	if r.GroupMap != "" {
		f, err := os.Open(r.GroupMap)
		if err != nil {
			return rec, fmt.Errorf("open the group map: %w", err)
		}
		defer f.Close()
		if rec.Groups, err = ingest.ReadGroupMap(f); err != nil {
			return rec, fmt.Errorf("%s: %w", r.GroupMap, err)
		}
	}
	return rec, rec.Validate()
}
