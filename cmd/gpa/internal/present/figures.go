package present

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/gpa-stream/gpa/pkg/schema"
)

// signed is an effect with its sign, e.g. +0.31.
func signed(x float64) string {
	if math.Abs(x) < 0.005 {
		return "0.00"
	}
	s := strconv.FormatFloat(math.Abs(x), 'f', 2, 64)
	if x < 0 {
		return "−" + s
	}
	return "+" + s
}

// evidence is an e-value from its logarithm, e.g. e = 4·10⁸.
func evidence(logE float64) string {
	if math.IsNaN(logE) || math.IsInf(logE, 0) {
		return "e = ?"
	}
	decimal := logE / math.Ln10
	exponent := math.Floor(decimal)
	digit := math.Round(math.Pow(10, decimal-exponent))
	if digit == 10 {
		digit, exponent = 1, exponent+1
	}
	switch {
	case exponent < 0:
		return "e < 1"
	case exponent < 3:
		return fmt.Sprintf("e = %.0f", math.Exp(logE))
	}
	return fmt.Sprintf("e = %.0f·10%s", digit, superscript(int(exponent)))
}

func superscript(n int) string {
	var b strings.Builder
	for _, c := range strconv.Itoa(n) {
		b.WriteString([...]string{"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"}[c-'0'])
	}
	return b.String()
}

// since says when a rule was confirmed: the day of the input, or the date.
func since(r schema.Rule, start time.Time) string {
	word := r.State
	switch {
	case r.FirstConfirmed == nil:
		return word
	case start.IsZero():
		return word + " " + r.FirstConfirmed.UTC().Format("2 Jan 2006")
	}
	// The end of a bucket belongs to the day that ends with it.
	day := int(r.FirstConfirmed.Sub(start.UTC().Truncate(24*time.Hour))-1)/int(24*time.Hour) + 1
	return word + " day " + strconv.Itoa(max(day, 1))
}

// thousands writes a count with commas.
func thousands(n int64) string {
	s := strconv.FormatInt(n, 10)
	sign := ""
	if n < 0 {
		sign, s = "−", s[1:]
	}
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return sign + s
}

// channels says where a finding comes from.
func channels(f finding) string {
	name := map[string]string{schema.Revealed: "judgements", schema.StatedBy: "wishes"}
	own := name[f.Channel]
	if own == "" {
		own = Clean(f.Channel)
	}
	switch {
	case f.other == nil:
		return own
	case f.agrees():
		return own + " and " + name[f.other.Channel]
	}
	return own + "; " + name[f.other.Channel] + " say the opposite"
}
