package cli

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/gpa-stream/gpa/cmd/gpa/internal/present"
	"github.com/gpa-stream/gpa/services/ingest"
)

// recognised says what was found in the input before the work starts, and first of all when nothing can come out.
func recognised(w io.Writer, s ingest.Summary, from string) {
	say := func(format string, args ...any) { _, _ = fmt.Fprintf(w, format+"\n", args...) }
	if len(s.Dimensions) == 0 {
		say("No groups in the input: there is nothing to compare, so no rubrics will come out. " +
			"Give groups with --group-map FILE.csv (user_id,dimension,value), with a field by --dimension-field metadata.plan=plan, " +
			"or contrast locales with --dimension locale.")
	}
	for _, in := range s.Inputs {
		format := in.Format
		if format == "" {
			format = "no readable record (" + in.Problem + ")"
		}
		say("%s: %s", present.Line(in.File), present.Line(format))
	}
	var names []string
	for _, d := range s.Dimensions {
		names = append(names, present.Clean(d))
	}
	if len(names) > 0 {
		say("groups by %s", strings.Join(names, ", "))
	}
	if !s.First.IsZero() {
		say("begins %s", s.First.UTC().Format(time.DateTime))
	}
	if !s.Users && from == ingest.FromTurns {
		say("no user ids: each conversation counts as a user")
	}
	if !s.Times {
		say("no times: everything falls into one bucket")
	}
}
