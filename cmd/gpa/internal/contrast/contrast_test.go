package contrast

import (
	"strings"
	"testing"

	"github.com/gpa-stream/gpa/pkg/schema"
)

func rule(id, state string, effect float64) schema.Rule {
	return schema.Rule{ID: id, State: state, Effect: effect, Interval: [2]float64{effect - 0.1, effect + 0.1}}
}

func ids(list []Change) string {
	var all []string
	for _, c := range list {
		all = append(all, c.ID)
	}
	return strings.Join(all, " ")
}

func TestWhatOnlyOneSetHoldsIsNamed(t *testing.T) {
	t.Parallel()
	before := []schema.Rule{
		rule("kept", schema.Confirmed, 0.2), rule("lost", schema.Kept, 0.2), rule("retracted", schema.Confirmed, 0.2),
		rule("moved", schema.Confirmed, 0.4), rule("risen", schema.Emerging, 0.2), rule("never", schema.Emerging, 0.2),
	}
	after := []schema.Rule{
		rule("kept", schema.Kept, 0.25), rule("retracted", schema.Retracted, 0.2), rule("new", schema.Confirmed, 0.2),
		rule("moved", schema.Confirmed, 0.2), rule("risen", schema.Confirmed, 0.2), rule("a new one", schema.Kept, 0.2),
	}
	d := Rules(before, after)
	for _, c := range []struct{ what, got, want string }{
		{"appeared", ids(d.Appeared), "a new one new risen"}, {"gone", ids(d.Gone), "lost retracted"}, {"moved", ids(d.Moved), "moved"},
	} {
		if c.got != c.want {
			t.Errorf("%s: %q, want %q", c.what, c.got, c.want)
		}
	}
	if d.Same != 1 || d.Empty() {
		t.Errorf("%d are the same, empty: %v", d.Same, d.Empty())
	}
	if got := d.Gone[0].Rule(); got.ID != "lost" || d.Gone[0].After != nil {
		t.Errorf("what is gone is shown as %+v", got)
	}
	back := Rules(after, before)
	if ids(back.Appeared) != ids(d.Gone) || ids(back.Gone) != ids(d.Appeared) || back.Same != d.Same {
		t.Errorf("the other way round: %+v", back)
	}
	if d := Rules(before, before); !d.Empty() || d.Same != 4 {
		t.Errorf("a set and itself: %+v", d)
	}
}
