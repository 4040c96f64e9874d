package mine

import (
	"fmt"
	"slices"
	"testing"

	"github.com/gpa-stream/gpa/pkg/schema"
)

func TestDictionaryGrowsByBucketAndName(t *testing.T) {
	t.Parallel()
	v := newVocabulary(3, nil)
	v.learn(map[string]int64{"m": 1, "c": 9}, true)
	v.learn(map[string]int64{"z": 5, "a": 1, "b": 7}, true)
	if !slices.Equal(v.names, []string{"c", "m", "a"}) {
		t.Errorf("admitted %v", v.names)
	}
	if v.number("m") != 1 || v.number("z") >= 0 || v.support["z"] != 5 {
		t.Errorf("m at %d, z at %d with support %d", v.number("m"), v.number("z"), v.support["z"])
	}
	v.learn(map[string]int64{"q": 50}, false)
	if v.number("q") >= 0 {
		t.Error("grew although it must not")
	}
}

func TestLaterDictionariesAreChosenBySupport(t *testing.T) {
	t.Parallel()
	v := newVocabulary(3, nil)
	v.learn(map[string]int64{"a": 1, "b": 5, "c": 5}, true)
	v.learn(map[string]int64{"d": 5, "e": 2}, false)
	from, dropped := v.choose()
	if !slices.Equal(v.names, []string{"b", "c", "d"}) || !slices.Equal(from, []int{1, 2, -1}) || !slices.Equal(dropped, []string{"a"}) {
		t.Errorf("chose %v from %v, dropped %v", v.names, from, dropped)
	}
	if v.number("a") >= 0 || v.number("d") != 2 {
		t.Errorf("a at %d, d at %d", v.number("a"), v.number("d"))
	}
	if from, dropped := v.choose(); !unmoved(from, 3) || dropped != nil {
		t.Errorf("choosing again moved %v", from)
	}
	if unmoved([]int{0, 1}, 3) || unmoved([]int{1, 0}, 2) || !unmoved(nil, 0) {
		t.Error("unmoved is wrong")
	}
}

func TestMadeUpNamesDoNotPileUp(t *testing.T) {
	t.Parallel()
	v := newVocabulary(2, nil)
	v.learn(map[string]int64{"rare": 1, "true": 5}, true)
	for i := range 40 {
		names := map[string]int64{"true": 1, "second": 3}
		for j := range 500 {
			names[fmt.Sprintf("made-up-%d-%d", i, j)] = 1
		}
		v.learn(names, false)
	}
	if len(v.support) > v.most() {
		t.Errorf("%d names counted, at most %d", len(v.support), v.most())
	}
	if v.support["rare"] != 1 || v.support["second"] != 120 {
		t.Errorf("lost an admitted or a frequent name: %d, %d", v.support["rare"], v.support["second"])
	}
	v.choose()
	if !slices.Equal(v.names, []string{"true", "second"}) {
		t.Errorf("chose %v", v.names)
	}
}

func TestPinnedNamesAreAdmittedFirst(t *testing.T) {
	t.Parallel()
	v := newVocabulary(8, Params{Pin: "zebra+yak"}.pins())
	v.learn(map[string]int64{"a": 1, "b": 1, "c": 1, "d": 1, "e": 1, "f": 1, "g": 1, "h": 1}, true)
	if len(v.names) != 6 {
		t.Errorf("admitted %v, want two places kept free", v.names)
	}
	v.learn(map[string]int64{"i": 9, "zebra": 1}, true)
	if v.number("zebra") < 0 || v.number("i") >= 0 {
		t.Errorf("admitted %v, want zebra and not i", v.names)
	}
	v.learn(map[string]int64{"a": 50, "b": 50, "c": 50, "d": 50, "e": 50, "f": 50, "g": 50, "h": 50, "yak": 2}, false)
	_, dropped := v.choose()
	if v.number("yak") < 0 || v.number("zebra") < 0 || !slices.Equal(dropped, nil) || v.number("g") >= 0 {
		t.Errorf("chose %v, dropped %v", v.names, dropped)
	}
	v.learn(map[string]int64{"i": 500}, false)
	if _, dropped := v.choose(); !slices.Equal(dropped, []string{"f"}) {
		t.Errorf("dropped %v, want f, whose support is no larger than others'", dropped)
	}
}

func TestPinsThatNeverComeTakeAQuarterAtMost(t *testing.T) {
	t.Parallel()
	v := newVocabulary(8, Params{Pin: "p1+p2+ +p3+p4+p5"}.pins())
	v.learn(map[string]int64{"a": 1, "b": 1, "c": 1, "d": 1, "e": 1, "f": 1, "g": 1, "h": 1}, true)
	if len(v.names) != 6 || len(v.pinned) != 5 {
		t.Errorf("%d pins, admitted %v", len(v.pinned), v.names)
	}
}

func TestEvictedNamesAreReported(t *testing.T) {
	t.Parallel()
	p := DefaultParams(day)
	p.EpochBuckets, p.MaxAspects, p.MinFlush = 2, 4, 1
	w := base(41)
	w.n, w.buckets, w.intents, w.aspects = 6000, 8, 1, 6
	w.share = func(bucket, _ int, _ string, aspect int) float64 {
		if aspect == 0 && bucket > 1 {
			return 0
		}
		return 0.2 + 0.05*float64(aspect)
	}
	m := mineWorld(t, w, p, nil)
	back := NewMiner(p)
	if err := back.UnmarshalBinary(encoded(t, m)); err != nil {
		t.Fatal(err)
	}
	for _, doc := range []schema.Explanations{m.Explain(), back.Explain()} {
		names := map[string]int64{}
		for _, e := range doc.Evicted {
			if e.Kind != "aspect" || e.Within != "intent_0" || e.At.Unix()%(2*86400) != 0 || e.Support <= 0 {
				t.Errorf("evicted %+v", e)
			}
			names[e.Name] = e.At.Unix() / 86400
		}
		if names["aspect_00"] != 4 {
			t.Errorf("evicted %v, want aspect_00 when the third epoch begins", names)
		}
	}
	p.Pin = "aspect_00"
	for _, e := range mineWorld(t, w, p, nil).Explain().Evicted {
		if e.Name == p.Pin {
			t.Errorf("a pinned name was left out: %+v", e)
		}
	}
}
