package present

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/services/rubricpublisher"
)

// maxFindings is how many differences a card shows, so that it has at most seven lines.
const maxFindings = 5

// Cards writes what was found for a terminal of that width: a card of at most seven lines for each dimension and
// intent on which groups differ, one line for those on which they do not, or on which it is not known yet.
func Cards(w io.Writer, width int, color bool, r Results) error {
	c := cardWriter{ink: ink(color), width: max(width, 40), results: r}
	places := r.places()
	if len(places) == 0 {
		c.line("  no groups to compare")
	}
	for i, p := range places {
		if i > 0 && (p.verdict == schema.Different || places[i-1].verdict == schema.Different) {
			c.line("")
		}
		c.card(p)
	}
	if _, err := io.WriteString(w, c.out.String()); err != nil {
		return fmt.Errorf("write cards: %w", err)
	}
	return nil
}

// cardWriter lays out cards.
type cardWriter struct {
	ink     ink
	width   int
	results Results
	out     strings.Builder
}

func (c *cardWriter) line(s string) { c.out.WriteString(strings.TrimRight(s, " ") + "\n") }

func (c *cardWriter) card(p place) {
	name := spoken(p.dimension) + " · " + spoken(p.intent)
	switch p.verdict {
	case schema.Same:
		c.short(name, "same: every difference is below 0.10")
	case schema.Different:
		c.different(p, name)
	default:
		c.short(name, "not known yet: "+missing(p))
	}
}

// short is a card of one line; narrow terminals lose the column, then the end of the text.
func (c *cardWriter) short(name, text string) {
	column := 36
	if c.width < 100 {
		column = min(utf8.RuneCountInString(name)+2, max(c.width/2, 20))
	}
	c.line("  " + c.ink.bold(pad(name, column)) + c.ink.faint(cut(text, c.width-2-column)))
}

// missing says what is lacking to know more.
func missing(p place) string {
	switch {
	case len(p.leaning) > 0:
		r := finding{Rule: p.leaning[0]}
		rest := ", unconfirmed"
		if days, ok := p.days[r.ID]; ok {
			rest = ": " + rubricpublisher.More(days)
		}
		return title(r.Aspect) + " may differ (more for " + Clean(r.wantsMore()) + ")" + rest
	case p.lacking != "":
		return clean(p.lacking, 120)
	}
	return "too few judged answers, or mixed ones"
}

// different draws a card: a head, the largest differences, what all want alike, and how much is left out.
func (c *cardWriter) different(p place, name string) {
	cols := c.columns(p)
	var head strings.Builder
	head.WriteString("  " + c.ink.bold(pad(name, 2+cols.title+cols.bar+cols.effect)))
	if cols.groups > 0 {
		for _, g := range p.groups {
			head.WriteString(c.ink.faint(pad(Clean(g), cols.groups)))
		}
		head.WriteString(c.ink.faint("evidence"))
	}
	c.line(head.String())
	shown, room := p.findings, maxFindings
	if len(p.shared) > 0 {
		room--
	}
	if len(shown) > room {
		shown = shown[:room]
	}
	for _, f := range shown {
		c.finding(f, p, cols)
	}
	for i, s := range p.shared {
		if i > 0 {
			break
		}
		c.sharing(p, s, cols)
	}
	if left := len(p.findings) - len(shown) + max(len(p.shared)-1, 0); left > 0 {
		c.line("    " + c.ink.faint(fmt.Sprintf("… and %d more", left)))
	}
}

// columns are the widths of a card's columns; groups is 0 where the terminal or the number of groups leaves no room.
type columns struct{ title, bar, effect, groups int }

func (c *cardWriter) columns(p place) columns {
	cols := columns{title: 22, bar: 10, effect: 21}
	if c.width < 62 {
		cols.bar = 0
	}
	// Two aspects together have long names; they get what the terminal has to spare.
	for _, f := range p.findings {
		need := utf8.RuneCountInString(title(f.Aspect)) + 1
		cols.title = max(cols.title, min(need, c.width-4-cols.bar-cols.effect))
	}
	if len(p.groups) == 2 && c.width >= 2+2+cols.title+cols.bar+cols.effect+2*12+24 {
		cols.groups = 12
		for _, g := range p.groups {
			cols.groups = min(max(cols.groups, utf8.RuneCountInString(Clean(g))+2), 16)
		}
	}
	return cols
}

func (c *cardWriter) finding(f finding, p place, cols columns) {
	var b strings.Builder
	b.WriteString("    " + pad(title(f.Aspect), cols.title))
	if cols.bar > 0 {
		b.WriteString(c.ink.good(pad(bar(math.Abs(f.Effect), cols.bar-1), cols.bar)))
	}
	effect := signed(math.Abs(f.Effect)) + " for " + Clean(f.wantsMore())
	if len(p.groups) > 2 {
		effect += " vs " + Clean(f.wantsLess())
	}
	if cols.groups == 0 {
		b.WriteString(cut(effect, max(c.width-4-cols.title-cols.bar, 12)))
		c.line(b.String())
		return
	}
	b.WriteString(pad(effect, cols.effect))
	for _, g := range p.groups {
		word := "more"
		if g != f.wantsMore() {
			word = "less"
		}
		b.WriteString(pad(word, cols.groups))
	}
	note := evidence(f.LogE) + "  " + since(f.Rule, c.results.Start)
	if f.Channel == schema.StatedBy && f.other == nil {
		note += ", said"
	}
	if f.other != nil && !f.agrees() {
		note = evidence(f.LogE) + "  said otherwise"
	}
	b.WriteString(cut(note, c.width-4-cols.title-cols.bar-cols.effect-2*cols.groups))
	c.line(b.String())
}

func (c *cardWriter) sharing(p place, s shared, cols columns) {
	word := "all like it"
	if len(p.groups) == 2 {
		word = "both like it"
	}
	if s.effect < 0 {
		word = strings.Replace(word, "like", "dislike", 1)
	}
	text := "    " + pad(title(s.aspect), cols.title) + word
	if cols.groups > 0 {
		text = pad(text, 4+cols.title+cols.bar+cols.effect+2*cols.groups) + "same"
	}
	c.line(text)
}

// bar is a length in eighths of a cell; 0.4 fills it.
func bar(x float64, cells int) string {
	eighths := int(math.Round(min(x/0.4, 1) * float64(cells*8)))
	s := strings.Repeat("█", eighths/8)
	if part := eighths % 8; part > 0 {
		s += string([]rune("▏▎▍▌▋▊▉")[part-1])
	}
	return s
}

// pad fills s with spaces to n letters and one space more than the text at least; longer texts are cut.
func pad(s string, n int) string {
	if n < 2 {
		return s
	}
	s = cut(s, n-1)
	return s + strings.Repeat(" ", n-utf8.RuneCountInString(s))
}

func cut(s string, n int) string {
	if n < 1 || utf8.RuneCountInString(s) <= n {
		return s
	}
	return string(slices.Clip([]rune(s)[:n-1])) + "…"
}

// ink writes in colours, or plainly when false.
type ink bool

func (i ink) paint(code, s string) string {
	if !i || s == "" {
		return s
	}
	return "\x1b[" + code + "m" + s + "\x1b[0m"
}

func (i ink) bold(s string) string  { return i.paint("1", s) }
func (i ink) faint(s string) string { return i.paint("2", s) }
func (i ink) good(s string) string  { return i.paint("36", s) }
