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
	var m mix
	m.add(j)
	m.add(nil)
	if want := map[string]int64{"old": 2, "new": 1}; !maps.Equal(m.models, want) {
		t.Errorf("models %v, want %v", m.models, want)
	}
	if m.several != 1 {
		t.Errorf("%d were judged by several models, want 1", m.several)
	}
	m.add(j)
	if m.models["old"] != 4 || m.several != 2 {
		t.Errorf("two buckets give %+v", m)
	}
}
