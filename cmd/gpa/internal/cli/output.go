package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"

	"github.com/gpa-stream/gpa/cmd/gpa/internal/pipeline"
	"github.com/gpa-stream/gpa/cmd/gpa/internal/present"
	"github.com/gpa-stream/gpa/services/ingest"
)

// A folder is where a command writes its files.
type folder string

// createFolder makes the folder, so that what is wrong with it shows before the work and not after.
func createFolder(path string) (folder, error) {
	if err := os.MkdirAll(path, 0o755); err != nil {
		return "", fmt.Errorf("make the folder of --out: %w", err)
	}
	return folder(path), nil
}

func (f folder) write(name string, content []byte) error {
	if err := os.WriteFile(filepath.Join(string(f), name), content, 0o644); err != nil {
		return fmt.Errorf("write results: %w", err)
	}
	return nil
}

func (f folder) writeJSON(name string, doc any) error {
	b, err := json.MarshalIndent(doc, "", " ")
	if err != nil {
		return fmt.Errorf("encode %s: %w", name, err)
	}
	return f.write(name, append(b, '\n'))
}

// writeResults writes what `gpa mine` promises to leave in its folder.
func (f folder) writeResults(r present.Results, rep present.Report) error {
	for name, doc := range map[string]any{"rules.json": r.Rules, "rubrics.json": r.Rubrics, "report.json": rep} {
		if err := f.writeJSON(name, doc); err != nil {
			return err
		}
	}
	if err := f.write("rubrics.md", present.Markdown(r)); err != nil {
		return err
	}
	page, err := present.HTML(r, rep)
	if err != nil {
		return fmt.Errorf("make report.html: %w", err)
	}
	return f.write("report.html", page)
}

// report is the document of what was read, counted and decided.
func report(r *ingest.Reader, res pipeline.Result, bad *badRecords) present.Report {
	in, n := r.Counts(), res.Counts
	rep := present.Report{
		Input: present.Input{
			Records: int64(in.Records), Conversations: int64(in.Conversations), Turns: int64(in.Turns),
			Bad: int64(in.Bad), Duplicates: int64(in.Duplicates), Late: res.Late,
		},
		Exchanges: present.Exchanges{Total: n.Exchanges, Judged: present.Judged{SAT: n.SAT, DSAT: n.DSAT, Neutral: n.Neutral}},
		Observations: present.Observations{
			Total: n.Kept + n.Capped + n.Unused, Kept: n.Kept, Capped: n.Capped, Unused: n.Unused,
		},
		DeadLetters: res.DeadLetters, Seconds: res.Seconds, Digest: res.Digest, BadRecords: bad.first,
	}
	for what, n := range r.Warnings() {
		if rep.Warnings == nil {
			rep.Warnings = map[string]int64{}
		}
		rep.Warnings[what] = int64(n)
	}
	return rep
}

func writeJSON(w io.Writer, doc any) error {
	enc := json.NewEncoder(w)
	enc.SetIndent("", " ")
	if err := enc.Encode(doc); err != nil {
		return fmt.Errorf("write JSON: %w", err)
	}
	return nil
}

// printf prints a result for people.
func (s *session) printf(format string, args ...any) {
	_, _ = fmt.Fprintf(s.Out, format, args...) // A reader that has gone away wants nothing more.
}

// count is a number with its thousands apart.
func count(n int64) string {
	s := strconv.FormatInt(n, 10)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// writeJSONLine writes one document of a stream.
func writeJSONLine(w io.Writer, doc any) error {
	if err := json.NewEncoder(w).Encode(doc); err != nil {
		return fmt.Errorf("write JSON: %w", err)
	}
	return nil
}
