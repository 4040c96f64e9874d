package audit

import (
	"maps"
	"testing"
)

func TestTheMixCountsEachExchangeOnce(t *testing.T) {
	t.Parallel()
	j := newJudges()
	for _, x := range [][2]string{
		{"a", "old"},
		{"b", "old"},
		{"b", "old"},
		{"c", "new"},
		{"nobody", ""},
		{"d", "old"},
		{"d", "new"},
		{"d", "old"},
		{"d", "newest"},
	} {
		j.add(x[0], x[1])
	}
	var l Line
	j.report(&l)
	if want := map[string]int64{"old": 2, "new": 1}; !maps.Equal(l.Models, want) {
		t.Errorf("models %v, want %v", l.Models, want)
	}
	if l.Several != 1 {
		t.Errorf("%d were judged by several models, want 1", l.Several)
	}
}
