package config

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"
	"github.com/alecthomas/kong"

	"github.com/gpa-stream/gpa/pkg/yamldoc"
)

// A File is a YAML file of settings. It answers kong for flags that were not given.
type File struct {
	path   string
	values map[string]any
}

// Load reads the file. An empty path is an empty file.
func Load(path string) (*File, error) {
	f := &File{path: path, values: map[string]any{}}
	if path == "" {
		return f, nil
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read the configuration: %w", err)
	}
	var tree map[string]any
	if err := yamldoc.Loose(text, &tree); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	flatten("", tree, f.values)
	return f, nil
}

// mapped are settings whose value is a map.
var mapped = []string{"set", "kafka.topics"}

// flatten turns nested maps into dotted keys, but for settings that are maps themselves.
func flatten(prefix string, tree, out map[string]any) {
	for k, v := range tree {
		if sub, ok := v.(map[string]any); ok && !slices.Contains(mapped, prefix+k) {
			flatten(prefix+k+".", sub, out)
			continue
		}
		out[prefix+k] = v
	}
}

// Validate refuses keys that no setting knows, and names the nearest that one does.
func (f *File) Validate(app *kong.Application) error {
	var known []string
	for _, flag := range settings(app) {
		known = append(known, flag.Name)
	}
	for key := range f.values {
		if !slices.Contains(known, key) {
			return fmt.Errorf("%s: unknown key %q; did you mean %q?", f.path, key, nearest(key, known))
		}
	}
	return nil
}

// Resolve gives the file's value of a flag.
func (f *File) Resolve(_ *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
	v, ok := f.values[flag.Name]
	if !ok || variable(flag) != "" {
		return nil, nil //nolint:nilnil // kong's way to say that there is none.
	}
	return text(v), nil
}

// text is a value as it would stand on a command line.
func text(v any) string {
	switch v := v.(type) {
	case []any:
		parts := make([]string, len(v))
		for i, x := range v {
			parts[i] = text(x)
		}
		return strings.Join(parts, ",")
	case map[string]any:
		var parts []string
		for k, x := range v {
			parts = append(parts, k+"="+text(x))
		}
		slices.Sort(parts)
		return strings.Join(parts, ",")
	default:
		return fmt.Sprint(v)
	}
}

func nearest(key string, known []string) string {
	best, distance := "", len(key)+100
	for _, k := range known {
		if d := levenshtein.ComputeDistance(key, k); d < distance {
			best, distance = k, d
		}
	}
	return best
}

// PathFrom finds the configuration file before the command line is parsed: --config, else GPA_CONFIG.
func PathFrom(args []string) string {
	for i, a := range args {
		if path, ok := strings.CutPrefix(a, "--config="); ok {
			return path
		}
		if a == "--config" && i+1 < len(args) {
			return args[i+1]
		}
	}
	return os.Getenv("GPA_CONFIG") //nolint:forbidigo // The one variable that says where the others may stand.
}
