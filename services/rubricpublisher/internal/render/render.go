// Package render writes rubrics for people as Markdown. It is pure. Names come from logs and may be hostile: nothing
// in them works as markup.
package render

import (
	"fmt"
	"strings"
	"time"
	"unicode"

	"github.com/gpa-stream/gpa/pkg/schema"
)

// Markdown is the card of one rubric. Rules, by id, give the evidence of the items; those that are missing are left out.
func Markdown(r schema.Rubric, rules map[string]schema.Rule) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s: %s · %s\n\n", Name(r.Dimension), Name(r.Group), Name(r.Intent))
	fmt.Fprintf(&b, "Version %d, %s", r.Version, r.Status)
	if r.PublishedAt != nil {
		fmt.Fprintf(&b, ", %s", r.PublishedAt.UTC().Format(time.RFC3339))
	}
	b.WriteString(".\n\n")
	b.WriteString(verdict(r))
	for _, i := range r.Items {
		line(&b, i, rules)
	}
	return b.String()
}

func verdict(r schema.Rubric) string {
	switch r.Verdict {
	case schema.Different:
		return "What this group wants and others do not:\n\n"
	case schema.Same:
		return "This group wants what the others want. There is nothing to adapt.\n"
	}
	return "Not known yet: too little was seen to say whether this group differs.\n"
}

func line(b *strings.Builder, i schema.Item, rules map[string]schema.Rule) {
	fmt.Fprintf(b, "- **%s** %s.", title(i.Aspect), i.Direction)
	if i.Versus != "" {
		fmt.Fprintf(b, " Compared with %s.", Name(i.Versus))
	}
	fmt.Fprintf(b, " %s\n  Strength %.2f, by what they %s.", Name(i.Instruction), i.Strength, channels(i.Channels))
	for _, id := range i.RuleIDs {
		if u, ok := rules[id]; ok {
			fmt.Fprintf(b, " %s: between %.2f and %.2f, at least %d users.", u.Channel, u.Interval[0], u.Interval[1], u.Support.UsersAtLeast)
		}
	}
	if len(i.Against) > 0 {
		b.WriteString(" What they say points the other way.")
	}
	b.WriteString("\n")
}

func title(aspect string) string {
	if t, ok := schema.AspectTitle(aspect); ok {
		return t
	}
	return Name(aspect)
}

func channels(names []string) string {
	var out []string
	for _, n := range names {
		switch n {
		case schema.Revealed:
			out = append(out, "react to")
		case schema.StatedBy:
			out = append(out, "say")
		}
	}
	return strings.Join(out, " and ")
}

// Name makes a name from logs safe in Markdown and on a terminal: control characters go, markup is escaped.
func Name(s string) string {
	var b strings.Builder
	for _, c := range s {
		switch {
		case unicode.IsControl(c) || unicode.Is(unicode.Cf, c):
			b.WriteByte(' ')
		case strings.ContainsRune("\\`*_{}[]#+!|<>~&", c):
			b.WriteByte('\\')
			b.WriteRune(c)
		default:
			b.WriteRune(c)
		}
	}
	return b.String()
}
