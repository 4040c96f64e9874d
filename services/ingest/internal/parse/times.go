package parse

import (
	"fmt"
	"math"
	"time"

	"github.com/gpa-stream/gpa/services/ingest/internal/tape"
)

// layouts are the ways in which logs write times; without a zone UTC is meant.
var layouts = []string{
	time.RFC3339Nano,
	"2006-01-02T15:04:05.999999999",
	"2006-01-02 15:04:05.999999999Z07:00",
	"2006-01-02 15:04:05.999999999",
	"2006-01-02",
}

// Time reads a time as logs write it, to microseconds since 1970.
func Time(s string) (us int64, ok bool) {
	for _, layout := range layouts {
		if t, err := time.Parse(layout, s); err == nil {
			return t.UnixMicro(), true
		}
	}
	return 0, false
}

// at is the time of a string; an unreadable one counts as missing, a year far off makes the record bad.
func (r *Record) at(v tape.Value, path place) (int64, error) {
	if v.Missing() {
		return NoTime, nil
	}
	us, ok := Time(v.Text())
	if !ok {
		r.warn(path.kind() + " is not a time")
		return NoTime, nil
	}
	return us, inYears(us, path)
}

// clock is the time of formats that also write seconds or parts of them since 1970, told apart by their size.
func (r *Record) clock(v tape.Value, path place) (int64, error) {
	if v.Kind() != tape.Number {
		return r.at(v, path)
	}
	x, ok := number(v)
	if !ok || x < 0 || x >= math.MaxInt64 {
		r.warn(path.kind() + " is not a time")
		return NoTime, nil
	}
	const unit = 1e11 // Seconds reach it in the year 5138, milliseconds had passed it in 1973.
	switch {
	case x < unit:
		x *= 1e6
	case x < unit*1e3:
		x *= 1e3
	case x >= unit*1e6:
		x /= 1e3
	}
	us := int64(math.Round(x))
	return us, inYears(us, path)
}

// inYears says whether the time lies in the years that logs may come from; 1970 itself stands for no time at all.
func inYears(us int64, path place) error {
	t := time.UnixMicro(us).UTC()
	if y := t.Year(); us == 0 || 2000 <= y && y <= 2100 {
		return nil
	}
	return fmt.Errorf("%s is %s; expected a year from 2000 to 2100", path, t.Format(time.RFC3339))
}
