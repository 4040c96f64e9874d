package mine

import (
	"fmt"
	"slices"
	"testing"
)

func TestDictionaryGrowsByBucketAndName(t *testing.T) {
	t.Parallel()
	v := newVocabulary(3)
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
	v := newVocabulary(3)
	v.learn(map[string]int64{"a": 1, "b": 5, "c": 5}, true)
	v.learn(map[string]int64{"d": 5, "e": 2}, false)
	from := v.choose()
	if !slices.Equal(v.names, []string{"b", "c", "d"}) || !slices.Equal(from, []int{1, 2, -1}) {
		t.Errorf("chose %v from %v", v.names, from)
	}
	if v.number("a") >= 0 || v.number("d") != 2 {
		t.Errorf("a at %d, d at %d", v.number("a"), v.number("d"))
	}
	if from := v.choose(); !unmoved(from, 3) {
		t.Errorf("choosing again moved %v", from)
	}
	if unmoved([]int{0, 1}, 3) || unmoved([]int{1, 0}, 2) || !unmoved(nil, 0) {
		t.Error("unmoved is wrong")
	}
}

func TestMadeUpNamesDoNotPileUp(t *testing.T) {
	t.Parallel()
	v := newVocabulary(2)
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
