package evaluate

import (
	"math"
	"strings"
	"testing"
)

func known(aspect string) bool { return aspect == "length" || aspect == "example" }

func TestARowHoldsLabelsOfAspectsOrWishes(t *testing.T) {
	t.Parallel()
	r, err := Parse([]byte(`{"response":"r","aspects":{"length":true},"reaction":"shorter","stated":[{"aspect":"length","direction":"less","evidence":"shorter"}],"lang":"en"}`), known)
	if err != nil || !r.Aspects["length"] || len(r.Wishes) != 1 || r.Wishes[0] != (Wish{"length", -1, "shorter"}) || r.Reaction[0] != "shorter" {
		t.Errorf("read %+v, %v", r, err)
	}
	if r, err := Parse([]byte(`{"reaction":["thanks"],"stated":[]}`), known); err != nil || r.Wishes == nil {
		t.Errorf("a reaction labelled as wishing nothing: %+v, %v", r, err)
	}
	for _, c := range []struct{ line, want string }{
		{`x`, "read labelled line"},
		{`{"response":"r"}`, "no labels"},
		{`{"aspects":{"length":true}}`, "no response"},
		{`{"stated":[]}`, "no reaction"},
		{`{"response":"r","aspects":{"size":true}}`, `no aspect "size"`},
		{`{"reaction":"x","stated":[{"aspect":"size","direction":"less"}]}`, `no aspect "size"`},
		{`{"reaction":"x","stated":[{"aspect":"length","direction":"down"}]}`, `"down"`},
	} {
		if _, err := Parse([]byte(c.line), known); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want an error with %q", c.line, err, c.want)
		}
	}
}

func answer(has, present bool, value float64, change func(*Read)) Read {
	r := Read{Row: Row{Aspects: map[string]bool{"length": has}}, Readings: []Reading{{"example", 1, true}, {"length", value, present}}}
	if change != nil {
		change(&r)
	}
	return r
}

func TestAspectsAreMeasuredWhereTheyAreLabelled(t *testing.T) {
	t.Parallel()
	s := Of("set", []Read{
		answer(true, true, 0.9, func(r *Read) { r.Lang = "de" }),
		answer(true, false, 0.4, nil),
		answer(false, true, 0.6, func(r *Read) { r.Tags = []string{"code"} }),
		answer(false, false, 0.1, nil),
	})
	if len(s.Aspects) != 1 {
		t.Fatalf("aspects %+v, want length alone", s.Aspects)
	}
	a := s.Aspects[0]
	if a.Rows != 4 || a.Precision != 0.5 || a.Recall != 0.5 || a.F1 != 0.5 || a.Majority != 0.5 || a.AUC == nil || *a.AUC != 0.75 {
		t.Errorf("length %+v (AUC %v), want halves and an AUC of 0.75", a, a.AUC)
	}
	if len(s.Languages) != 1 || s.Languages[0].Aspects[0].AUC != nil || len(s.Tags) != 1 || s.Stated != nil {
		t.Errorf("parts %+v %+v, stated %+v", s.Languages, s.Tags, s.Stated)
	}
}

func TestAWishIsRightWithAspectAndDirection(t *testing.T) {
	t.Parallel()
	found := func(aspect string, direction int, words string) []Found {
		return []Found{{Wish{aspect, direction, words}, 0.8}}
	}
	s := Of("set", []Read{
		{Row: Row{Wishes: []Wish{{"length", -1, "too long"}}}, Found: found("length", -1, "is too long")},
		{Row: Row{Wishes: []Wish{{"length", -1, "too long"}}}, Found: found("length", 1, "too long")},
		{Row: Row{Wishes: []Wish{}}, Found: nil},
		{Row: Row{}, Found: found("example", 1, "x")},
	}).Stated
	if s == nil || s.Rows != 3 || s.Labelled != 2 || s.Found != 2 || s.Right != 1 || s.F1 != 0.5 || s.Marked != 1 || s.Half != 1 {
		t.Fatalf("stated %+v, want one right of two in three rows", s)
	}
	if e := s.Confidence.ECE; math.Abs(e-0.3) > 1e-9 {
		t.Errorf("ECE %v, want 0.3: 0.8 sure, right in a half", e)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(`{"response":"r","aspects":{"length":true}}`))
	f.Add([]byte(`{"reaction":["x"],"stated":[{"aspect":"length","direction":"more"}]}`))
	f.Fuzz(func(t *testing.T, line []byte) {
		if r, err := Parse(line, known); err == nil && len(r.Aspects) == 0 && r.Wishes == nil {
			t.Error("a row without labels, and no error")
		}
	})
}
