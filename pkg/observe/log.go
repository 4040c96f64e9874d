// Package observe is what a process tells about itself while it runs: its log and its counters.
//
// A healthy system is silent: counting is for metrics, the log is for what somebody should read. The package knows no
// stage and no domain.
package observe

import (
	"fmt"
	"io"
	"log/slog"
	"strings"
)

// NewLogger makes the log of a process. Format is text or json, level is debug, info, warn or error; both may be empty
// (text, info). Times are UTC.
func NewLogger(w io.Writer, format, level string) (*slog.Logger, error) {
	var threshold slog.Level
	if level != "" {
		if err := threshold.UnmarshalText([]byte(level)); err != nil {
			return nil, fmt.Errorf("log level %q: want debug, info, warn or error", level)
		}
	}
	o := &slog.HandlerOptions{Level: threshold, ReplaceAttr: utc}
	switch strings.ToLower(format) {
	case "", "text":
		return slog.New(slog.NewTextHandler(w, o)), nil
	case "json":
		return slog.New(slog.NewJSONHandler(w, o)), nil
	}
	return nil, fmt.Errorf("log format %q: want text or json", format)
}

func utc(groups []string, a slog.Attr) slog.Attr {
	if len(groups) == 0 && a.Key == slog.TimeKey && a.Value.Kind() == slog.KindTime {
		a.Value = slog.TimeValue(a.Value.Time().UTC())
	}
	return a
}
