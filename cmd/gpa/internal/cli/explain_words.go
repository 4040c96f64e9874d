package cli

import (
	"fmt"
	"math"
	"time"

	"github.com/gpa-stream/gpa/pkg/schema"
)

// sparkWidth is how many characters a history takes at most.
const sparkWidth = 48

var blocks = []rune("▁▂▃▄▅▆▇█")

// sparkline draws e-values over time, by time: each character is the last look in its stretch, a dot one in which no
// evidence counted, and a space none. It is empty for fewer than two looks.
func sparkline(looks []schema.Look, width int) string {
	if len(looks) < 2 {
		return ""
	}
	low, high := extent(looks)
	from, to := looks[0].At, looks[len(looks)-1].At
	line := make([]rune, min(width, max(2, len(looks))))
	for i := range line {
		line[i] = ' '
	}
	for _, l := range looks {
		at := int(float64(len(line)-1) * l.At.Sub(from).Seconds() / max(to.Sub(from).Seconds(), 1))
		line[at] = '·'
		if l.LogE != nil {
			share := (*l.LogE - low) / max(high-low, 1e-9)
			line[at] = blocks[int(math.Round(share*float64(len(blocks)-1)))]
		}
	}
	return string(line)
}

// extent is the smallest and the largest logarithm, at least from 0 on.
func extent(looks []schema.Look) (low, high float64) {
	for _, l := range looks {
		if l.LogE != nil {
			low, high = min(low, *l.LogE), max(high, *l.LogE)
		}
	}
	return low, high
}

func number(x *float64) string {
	if x == nil {
		return "none"
	}
	return fmt.Sprintf("%.1f", *x)
}

func signed(x *float64) string {
	if x == nil {
		return "none"
	}
	return fmt.Sprintf("%+.3f", *x)
}

func date(t time.Time) string { return t.UTC().Format(time.DateOnly) }
