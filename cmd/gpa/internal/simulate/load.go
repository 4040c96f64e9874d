package simulate

import (
	"embed"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"github.com/gpa-stream/gpa/pkg/yamldoc"
)

//go:embed scenarios/*.yaml
var shipped embed.FS

// Shipped is the text of a scenario that comes with the program; the error names those that do.
func Shipped(name string) ([]byte, error) {
	b, err := shipped.ReadFile("scenarios/" + name + ".yaml")
	if err != nil {
		return nil, fmt.Errorf("scenario %q does not come with the program; these do: %s", name, strings.Join(ShippedNames(), ", "))
	}
	return b, nil
}

// ShippedNames are the names of the scenarios that come with the program, sorted.
func ShippedNames() []string {
	entries, err := shipped.ReadDir("scenarios")
	if err != nil {
		return nil
	}
	var names []string
	for _, e := range entries {
		names = append(names, strings.TrimSuffix(e.Name(), ".yaml"))
	}
	return names
}

// Load reads a scenario. Unknown keys and values out of range are errors that name the line.
func Load(text []byte) (Scenario, error) {
	s := Scenario{
		Start: time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC), Days: 7, Exchanges: 1.2, Activity: 1, Satisfaction: 0.6, Difference: 0.05,
		Tastes:    Tastes{Mood: 0.06, Aspects: 0.06},
		Reactions: Reactions{None: 0.2, Neutral: 0.2, Explicit: 0.08, Wish: 0.3},
	}
	if err := yamldoc.Strict(text, &s); err != nil {
		return Scenario{}, fmt.Errorf("read scenario: %w", err)
	}
	err := s.validate()
	if err == nil {
		return s, nil
	}
	if at, ok := errors.AsType[*placeError](err); ok {
		if line := lineOf(text, at.path); line > 0 {
			return Scenario{}, fmt.Errorf("read scenario: line %d: %w", line, err)
		}
	}
	return Scenario{}, fmt.Errorf("read scenario: %w", err)
}

// lineOf is the line of the deepest part of the path that stands in the text, or 0.
func lineOf(text []byte, path string) int {
	file, err := parser.ParseBytes(text, 0)
	if err != nil {
		return 0
	}
	for path != "" {
		if line := lineAt(file, path); line > 0 {
			return line
		}
		path = path[:max(0, strings.LastIndexAny(path, ".["))]
	}
	return 0
}

func lineAt(file *ast.File, path string) int {
	p, err := yaml.PathString("$." + path)
	if err != nil {
		return 0
	}
	node, err := p.FilterFile(file)
	if err != nil || node == nil || node.GetToken() == nil {
		return 0
	}
	return node.GetToken().Position.Line
}
