package config

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/alecthomas/kong"
)

// settings are the flags of the table, sorted by name.
func settings(app *kong.Application) []*kong.Flag {
	var out []*kong.Flag
	for _, group := range app.AllFlags(false) {
		for _, f := range group {
			if f.Group != nil && f.Group.Key == "settings" {
				out = append(out, f)
			}
		}
	}
	slices.SortFunc(out, func(a, b *kong.Flag) int { return strings.Compare(a.Name, b.Name) })
	return slices.CompactFunc(out, func(a, b *kong.Flag) bool { return a.Name == b.Name })
}

// secrets are shown as set or not set, never as they are.
var secrets = []string{"salt", "postgres.url", "kafka.sasl_password", "kafka.sasl_client_secret", "llm.key"}

// Print writes every setting with its effective value and where it comes from: flag, variable, file or default.
func Print(w io.Writer, ctx *kong.Context, f *File) error {
	given := map[string]bool{}
	for _, p := range ctx.Path {
		if p.Flag != nil && !p.Resolved {
			given[p.Flag.Name] = true
		}
	}
	for _, flag := range effective(ctx) {
		origin := "default"
		switch {
		case given[flag.Name]:
			origin = "flag"
		case variable(flag) != "":
			origin = "variable " + variable(flag)
		case f.values[flag.Name] != nil:
			origin = "file " + f.path
		}
		if _, err := fmt.Fprintf(w, "%-24s %-40s # %s\n", flag.Name+":", shown(flag), origin); err != nil {
			return fmt.Errorf("print the configuration: %w", err)
		}
	}
	return nil
}

// effective are the settings as the chosen command sees them.
func effective(ctx *kong.Context) []*kong.Flag {
	var out []*kong.Flag
	for _, f := range ctx.Flags() {
		if f.Group != nil && f.Group.Key == "settings" {
			out = append(out, f)
		}
	}
	slices.SortFunc(out, func(a, b *kong.Flag) int { return strings.Compare(a.Name, b.Name) })
	return out
}

// variable is the environment variable that gives the flag its value, if one is set.
func variable(flag *kong.Flag) string {
	for _, name := range flag.Envs {
		if _, ok := os.LookupEnv(name); ok {
			return name
		}
	}
	return ""
}

func shown(flag *kong.Flag) string {
	v := fmt.Sprint(flag.Target.Interface())
	if slices.Contains(secrets, flag.Name) && v != "" {
		return "(set)"
	}
	return v
}
