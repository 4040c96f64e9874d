package bench

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// Write prints the figures as tables in Markdown.
func (f Figures) Write(w io.Writer) error {
	parts := []string{f.intro(), f.ways(), f.scaling(), f.latencies(), f.peer()}
	for _, p := range parts {
		if p == "" {
			continue
		}
		if _, err := fmt.Fprintln(w, p); err != nil {
			return fmt.Errorf("print the figures: %w", err)
		}
	}
	return nil
}

func (f Figures) intro() string {
	return fmt.Sprintf("%d conversations, %d turns, %d MB as JSON. CPU is that of the measured processes, without broker and database; memory is the most that they had at once.",
		f.Conversations, f.Turns, f.Bytes/1e6)
}

func (f Figures) ways() string {
	if f.Yardstick.Took == 0 {
		return ""
	}
	t := table{head: []string{"on " + f.Broker, "turns/s", "of the yardstick", "CPU a turn", "memory"}}
	t.add(f.row(f.Yardstick))
	t.add(f.row(f.Whole))
	for _, x := range f.Alone {
		t.add(f.row(x))
	}
	t.add(f.row(f.Together))
	t.add(f.row(f.Chained))
	return t.String()
}

func (f Figures) row(x Figure) []string {
	return []string{x.Name, grouped(int(x.Rate())), fmt.Sprintf("%.3f", x.Rate()/f.Yardstick.Rate()), perTurn(x), fmt.Sprintf("%d MB", x.Peak/1e6)}
}

func perTurn(x Figure) string {
	return fmt.Sprintf("%.1f µs", float64(x.CPU.Nanoseconds())/1e3/float64(max(x.Turns, 1)))
}

func (f Figures) scaling() string {
	if len(f.Scaling) == 0 {
		return ""
	}
	t := table{head: []string{"a core for each instance", "turns/s", "of one", "CPU a turn", "memory"}}
	for _, x := range f.Scaling {
		t.add([]string{x.Name, grouped(int(x.Rate())), fmt.Sprintf("%.2f", x.Rate()/f.Scaling[0].Rate()), perTurn(x), fmt.Sprintf("%d MB", x.Peak/1e6)})
	}
	return t.String()
}

func (f Figures) latencies() string {
	if len(f.Latencies) == 0 {
		return ""
	}
	t := table{head: []string{fmt.Sprintf("at half load, %s turns/s", grouped(int(f.Load))), "times", "p50", "p99"}}
	for _, l := range f.Latencies {
		t.add([]string{l.Name, grouped(l.Times), l.Half.Round(time.Millisecond).String(), l.Most.Round(time.Millisecond).String()})
	}
	return t.String()
}

func (f Figures) peer() string {
	if f.Python.Took == 0 {
		return ""
	}
	t := table{head: []string{"conversations in, judgements out", "turns/s", "times the peer", "CPU a turn", "memory"}}
	for _, x := range []Figure{f.Python, f.Judging} {
		t.add([]string{x.Name, grouped(int(x.Rate())), fmt.Sprintf("%.1f", x.Rate()/f.Python.Rate()), perTurn(x), fmt.Sprintf("%d MB", x.Peak/1e6)})
	}
	return t.String()
}

// grouped writes a number with a comma between thousands.
func grouped(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// A table is one in Markdown, its columns as wide as what stands in them.
type table struct {
	head []string
	rows [][]string
}

func (t *table) add(row []string) { t.rows = append(t.rows, row) }

// String is the table.
func (t *table) String() string {
	wide := make([]int, len(t.head))
	for _, row := range append([][]string{t.head}, t.rows...) {
		for i, cell := range row {
			wide[i] = max(wide[i], utf8.RuneCountInString(cell))
		}
	}
	var b strings.Builder
	line := func(row []string) {
		for i, cell := range row {
			pad := strings.Repeat(" ", wide[i]-utf8.RuneCountInString(cell))
			if i == 0 {
				b.WriteString("| " + cell + pad + " |")
			} else {
				b.WriteString(" " + pad + cell + " |")
			}
		}
		b.WriteByte('\n')
	}
	line(t.head)
	b.WriteString("|" + strings.Repeat("-", wide[0]+2) + "|")
	for _, n := range wide[1:] {
		b.WriteString(strings.Repeat("-", n+1) + ":|")
	}
	b.WriteByte('\n')
	for _, row := range t.rows {
		line(row)
	}
	return b.String()
}
