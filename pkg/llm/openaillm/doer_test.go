package openaillm

import (
	"net/http"
	"testing"
	"time"
)

func TestRetryAfterIsReadInEveryForm(t *testing.T) {
	t.Parallel()
	const date, later, earlier = "Wed, 01 Apr 2026 10:00:00 GMT", "Wed, 01 Apr 2026 10:01:30 GMT", "Wed, 01 Apr 2026 09:00:00 GMT"
	for _, x := range []struct {
		after, ms, date string
		want            time.Duration
	}{
		{"3", "", "", 3 * time.Second},
		{"", "250", "", 250 * time.Millisecond},
		{"3", "250", "", 250 * time.Millisecond},
		{later, "", date, 90 * time.Second},
		{earlier, "", date, 0},
		{later, "", "", 0},
		{"-4", "", "", 0},
		{"NaN", "", "", 0},
		{"+Inf", "", "", 24 * time.Hour},
		{"Wed, 01 Apr 2076 10:00:00 GMT", "", date, 24 * time.Hour},
		{"", "", "", 0},
	} {
		h := http.Header{}
		h.Set("Retry-After", x.after)
		h.Set("Retry-After-Ms", x.ms)
		h.Set("Date", x.date)
		if got := parseRetryAfter(h); got != x.want {
			t.Errorf("%+v: got %s", x, got)
		}
	}
}

func FuzzRetryAfterIsNeverAbsurd(f *testing.F) {
	f.Add("3", "")
	f.Add("Wed, 01 Apr 2026 10:01:30 GMT", "Wed, 01 Apr 2026 10:00:00 GMT")
	f.Fuzz(func(t *testing.T, after, date string) {
		if got := parseRetryAfter(http.Header{"Retry-After": {after}, "Date": {date}}); got < 0 || got > 24*time.Hour {
			t.Errorf("%q at %q: %s", after, date, got)
		}
	})
}
