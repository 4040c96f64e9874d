package present

import (
	"fmt"
	"math"
	"strings"

	"github.com/gpa-stream/gpa/pkg/schema"
)

// Markdown is rubrics.md: what each group wants differently, how sure that is, and where groups agree.
func Markdown(r Results) []byte {
	var b strings.Builder
	b.WriteString("# Rubrics\n\nWhat groups of users want differently from answers, found in their reactions. Where groups agree there is nothing to do, and the rubric is empty.\n")
	places := r.places()
	if len(places) == 0 {
		b.WriteString("\nThe input has no groups to compare.\n")
	}
	dimension := ""
	for i, p := range places {
		if i == 0 || p.dimension != dimension {
			dimension = p.dimension
			b.WriteString("\n## " + escape(capital(spoken(dimension))) + "\n")
		}
		markdownPlace(&b, p, r)
	}
	return []byte(b.String())
}

func markdownPlace(b *strings.Builder, p place, r Results) {
	fmt.Fprintf(b, "\n### %s\n\n", escape(capital(spoken(p.intent))))
	switch p.verdict {
	case schema.Same:
		b.WriteString("Same: every difference that could be measured is below 0.10. Nothing to adapt.\n")
	case schema.Different:
		for _, f := range p.findings {
			b.WriteString("- " + escape(capital(sentence(f))) + "\n")
		}
		markdownTable(b, p, r)
		markdownInstructions(b, p, r)
	default:
		b.WriteString("Not known yet: " + escape(missing(p)) + ".\n")
	}
	for _, s := range p.shared {
		verb := "like"
		if s.effect < 0 {
			verb = "dislike"
		}
		fmt.Fprintf(b, "\nAll groups %s it alike: %s (%s).\n", verb, escape(title(s.aspect)), signed(s.effect))
	}
	for _, g := range p.gone {
		reason := ""
		if g.Reason != "" {
			reason = ": " + clean(g.Reason, 120)
		}
		fmt.Fprintf(b, "\nNo longer held: %s, %s against %s%s.\n", escape(title(g.Aspect)), escape(Clean(g.Group)), escape(Clean(g.Versus)), escape(reason))
	}
}

// sentence says a finding in plain language: what each of the two groups wants, and how much.
func sentence(f finding) string {
	more, less := f.GroupEffect, f.VersusEffect
	first, second := f.Group, f.Versus
	if f.Effect < 0 {
		more, less, first, second = less, more, second, first
	}
	if more == 0 && less == 0 {
		return fmt.Sprintf("%s users want more of it than %s users: %s (%s).", Clean(first), Clean(second), title(f.Aspect), signed(math.Abs(f.Effect)))
	}
	return fmt.Sprintf("%s users %s (%s); %s users %s (%s).",
		Clean(first), wants(f.Aspect, more), signed(more), Clean(second), wants(f.Aspect, less), signed(less))
}

func markdownTable(b *strings.Builder, p place, r Results) {
	b.WriteString("\n| aspect | more for | less for | difference | interval | evidence | users at least | from |\n|---|---|---|---|---|---|---|---|\n")
	for _, f := range p.findings {
		low, high := interval(f)
		fmt.Fprintf(b, "| %s | %s | %s | %s | %s to %s | %s, %s | %s | %s |\n",
			escape(title(f.Aspect)), escape(Clean(f.wantsMore())), escape(Clean(f.wantsLess())), signed(math.Abs(f.Effect)), signed(low), signed(high),
			evidence(f.LogE), escape(since(f.Rule, r.Start)), thousands(f.Support.UsersAtLeast), escape(channels(f)))
	}
}

// interval is that of the difference, seen from the group that wants more.
func interval(f finding) (low, high float64) {
	if f.Effect < 0 {
		return -f.Interval[1], -f.Interval[0]
	}
	return f.Interval[0], f.Interval[1]
}

func markdownInstructions(b *strings.Builder, p place, r Results) {
	for _, rub := range r.Rubrics.Rubrics {
		if rub.Dimension != p.dimension || rub.Intent != p.intent || len(rub.Items) == 0 {
			continue
		}
		fmt.Fprintf(b, "\nFor %s (version %d, %s):\n\n", escape(Clean(rub.Group)), rub.Version, escape(Clean(rub.Status)))
		for _, it := range rub.Items {
			b.WriteString("- " + escape(clean(it.Instruction, 300)) + "\n")
		}
	}
}

// escape makes text stand in Markdown as it is, in tables too.
func escape(s string) string {
	var b strings.Builder
	for i := range len(s) {
		switch c := s[i]; c {
		case '\\', '`', '*', '_', '{', '}', '[', ']', '#', '|', '~', '!':
			b.WriteByte('\\')
			b.WriteByte(c)
		case '<':
			b.WriteString("&lt;")
		case '>':
			b.WriteString("&gt;")
		case '&':
			b.WriteString("&amp;")
		default:
			b.WriteByte(c)
		}
	}
	return strings.ReplaceAll(b.String(), "://", ":&#47;/")
}
