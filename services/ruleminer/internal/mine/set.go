package mine

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Set sets one parameter from text, as in `--set KEY=VALUE`. MaxHold and EpochBuckets take a number of buckets or a
// duration such as 672h. An unknown key is an error that names the nearest.
func (p *Params) Set(key, value string) error {
	fields := p.fields()
	for _, f := range fields {
		if !strings.EqualFold(f.name, key) {
			continue
		}
		if err := f.set(strings.TrimSpace(value)); err != nil {
			return fmt.Errorf("set %s=%s: %w", f.name, value, err)
		}
		return nil
	}
	nearest := fields[0].name
	for _, f := range fields {
		if distance(f.name, key) < distance(nearest, key) {
			nearest = f.name
		}
	}
	return fmt.Errorf("unknown parameter %q: did you mean %s?", key, nearest)
}

type field struct {
	name string
	set  func(string) error
}

func (p *Params) fields() []field {
	return []field{
		{"CapIntent", whole(&p.CapIntent)},
		{"CapUser", whole(&p.CapUser)},
		{"CapEpoch", whole(&p.CapEpoch)},
		{"MinFlush", whole(&p.MinFlush)},
		{"MaxHold", p.span(&p.MaxHold)},
		{"rho", decimal(&p.Rho)},
		{"RidgeN", decimal(&p.RidgeN)},
		{"EpochBuckets", p.span(&p.EpochBuckets)},
		{"LongFactor", long(&p.LongFactor)},
		{"AlphaPub", decimal(&p.AlphaPub)},
		{"AlphaKeep", decimal(&p.AlphaKeep)},
		{"ClosedEBH", yes(&p.ClosedEBH)},
		{"AlphaEmerging", decimal(&p.AlphaEmerging)},
		{"DetARL", decimal(&p.DetARL)},
		{"MinUsers", whole(&p.MinUsers)},
		{"MinArm", whole(&p.MinArm)},
		{"MinEffect", decimal(&p.MinEffect)},
		{"SameEffect", decimal(&p.SameEffect)},
		{"MaxAspects", whole(&p.MaxAspects)},
		{"MaxIntents", whole(&p.MaxIntents)},
		{"MaxGroups", whole(&p.MaxGroups)},
		{"MaxDimensions", whole(&p.MaxDimensions)},
		{"MaxConjunctions", whole(&p.MaxConjunctions)},
		{"Pin", func(s string) error { p.Pin = s; return nil }},
	}
}

func whole(to *int) func(string) error {
	return func(s string) error {
		n, err := strconv.Atoi(s)
		if err != nil {
			return fmt.Errorf("want a whole number: %w", err)
		}
		*to = n
		return nil
	}
}

func long(to *int64) func(string) error {
	return func(s string) error {
		n, err := strconv.ParseInt(s, 10, 64)
		if err != nil {
			return fmt.Errorf("want a whole number: %w", err)
		}
		*to = n
		return nil
	}
}

func decimal(to *float64) func(string) error {
	return func(s string) error {
		x, err := strconv.ParseFloat(s, 64)
		if err != nil {
			return fmt.Errorf("want a number: %w", err)
		}
		*to = x
		return nil
	}
}

func yes(to *bool) func(string) error {
	return func(s string) error {
		x, err := strconv.ParseBool(s)
		if err != nil {
			return fmt.Errorf("want true or false: %w", err)
		}
		*to = x
		return nil
	}
}

func (p *Params) span(to *int64) func(string) error {
	return func(s string) error {
		if n, err := strconv.ParseInt(s, 10, 64); err == nil {
			*to = n
			return nil
		}
		d, err := time.ParseDuration(s)
		if err != nil {
			return fmt.Errorf("want a number of buckets or a duration: %w", err)
		}
		if d <= 0 {
			return fmt.Errorf("want more than %v", d)
		}
		*to = p.Buckets(d)
		return nil
	}
}

// distance is the number of single-letter edits between two words, letter case aside.
func distance(a, b string) int {
	a, b = strings.ToLower(a), strings.ToLower(b)
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
