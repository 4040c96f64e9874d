//go:build compose

package compose_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// A difference is what was planted: group wants more or less of the aspect than versus.
type difference struct{ Dimension, Group, Versus, Intent, Aspect, Direction string }

// planted are the differences of the simulator's truth.
func planted(t *testing.T, path string) []difference {
	t.Helper()
	var truth struct{ Planted []difference }
	text, err := os.ReadFile(path)
	if err == nil {
		err = json.Unmarshal(text, &truth)
	}
	if err != nil || len(truth.Planted) == 0 {
		t.Fatalf("read what was planted: %v, %d differences", err, len(truth.Planted))
	}
	return truth.Planted
}

// A rubric is what the topic and the table agree on.
type rubric struct {
	Dimension, Group, Intent string
	Version                  int
	Verdict                  string
	Items                    []struct{ Aspect, Direction string }
}

func (r rubric) key() string { return r.Dimension + "/" + r.Group + "/" + r.Intent }

// asks says whether the rubric asks for the aspect in that direction.
func (r rubric) asks(aspect, direction string) bool {
	return slices.ContainsFunc(r.Items, func(i struct{ Aspect, Direction string }) bool {
		return i.Aspect == aspect && i.Direction == direction
	})
}

func (r rubric) String() string {
	return fmt.Sprintf("%s v%d %s %v", r.key(), r.Version, r.Verdict, r.Items)
}

// rubrics are the newest versions among JSON lines, by key: of one key the largest version holds.
func rubrics(t *testing.T, lines string) map[string]rubric {
	t.Helper()
	newest := map[string]rubric{}
	for line := range strings.Lines(lines) {
		var r rubric
		// The console tools say things of their own, too.
		if !strings.HasPrefix(line, "{") {
			continue
		}
		if err := json.Unmarshal([]byte(line), &r); err != nil {
			t.Fatalf("read a rubric: %v: %s", err, line)
		}
		if r.Version >= newest[r.key()].Version {
			newest[r.key()] = r
		}
	}
	return newest
}

// onTopic reads gpa.rubrics.v1 from its beginning.
func (s *stack) onTopic(t *testing.T) map[string]rubric {
	t.Helper()
	return rubrics(t, s.compose(t, "exec", "--no-TTY", "kafka", "/opt/kafka/bin/kafka-console-consumer.sh",
		"--bootstrap-server", "localhost:9092", "--topic", "gpa.rubrics.v1", "--from-beginning", "--timeout-ms", "10000"))
}

// inPostgres reads the view that other teams may read.
func (s *stack) inPostgres(t *testing.T) map[string]rubric {
	t.Helper()
	return rubrics(t, s.sql(t, `SELECT json_build_object('dimension', dimension, 'group', group_name, 'intent', intent,
		'version', version, 'verdict', verdict, 'items', items) FROM gpa.rubrics_current ORDER BY dimension, group_name, intent`))
}

func (s *stack) sql(t *testing.T, query string) string {
	t.Helper()
	return s.compose(t, "exec", "--no-TTY", "postgres", "psql", "--username=gpa", "--dbname=gpa", "--no-align", "--tuples-only", "--command", query)
}

// missing are planted differences that neither group's rubric asks for.
func missing(want []difference, got map[string]rubric) []difference {
	opposite := map[string]string{"more": "less", "less": "more"}
	var out []difference
	for _, d := range want {
		group, versus := got[d.Dimension+"/"+d.Group+"/"+d.Intent], got[d.Dimension+"/"+d.Versus+"/"+d.Intent]
		if !group.asks(d.Aspect, d.Direction) || !versus.asks(d.Aspect, opposite[d.Direction]) {
			out = append(out, d)
		}
	}
	return out
}

// halves cuts a file of lines into two.
func halves(t *testing.T, path string) (first, second string) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	middle := len(text) / 2
	middle += bytes.IndexByte(text[middle:], '\n') + 1
	for name, part := range map[string][]byte{"first.jsonl": text[:middle], "second.jsonl": text[middle:]} {
		if err := os.WriteFile(filepath.Join(filepath.Dir(path), name), part, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return "/exchange/first.jsonl", "/exchange/second.jsonl"
}
