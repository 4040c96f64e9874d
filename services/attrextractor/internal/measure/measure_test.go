package measure

import (
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/gpa-stream/gpa/pkg/schema"
)

func TestEveryAspectOfTheCatalogueHasAMeter(t *testing.T) {
	t.Parallel()
	var names []string
	for _, r := range Measure(Input{}) {
		names = append(names, r.Aspect)
	}
	var want []string
	for _, a := range schema.Aspects {
		want = append(want, a.Name)
	}
	if !slices.Equal(names, want) {
		t.Errorf("meters for %v, want %v", names, want)
	}
}

func TestAnEmptyResponseHasNothing(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", " \n\t", "\xff"} {
		for _, r := range Measure(Input{Response: text}) {
			if r.Present || r.Value > 0.01 {
				t.Errorf("%q has %s at %v", text, r.Aspect, r.Value)
			}
		}
	}
}

func TestLengthGrowsAndHalvesAtTwoHundredWords(t *testing.T) {
	t.Parallel()
	last := -1.0
	for _, n := range []int{0, 1, 50, 199, 200, 201, 1000, 9000} {
		r := reading(t, Input{Response: long(n)}, "length")
		if r.Value <= last {
			t.Errorf("%d words: %v after %v", n, r.Value, last)
		}
		if r.Present != (n >= 200) {
			t.Errorf("%d words: present is %v", n, r.Present)
		}
		last = r.Value
	}
	if v := reading(t, Input{Response: long(200)}, "length").Value; v != 0.5 {
		t.Errorf("200 words are %v, want 0.5", v)
	}
}

func TestAPackMovesThresholdsOnly(t *testing.T) {
	t.Parallel()
	in := Input{Response: long(250)}
	plain, strict := Measure(in), Thresholds{"length": 0.6}.Measure(in)
	for i := range plain {
		if plain[i].Value != strict[i].Value {
			t.Errorf("%s moved from %v to %v", plain[i].Aspect, plain[i].Value, strict[i].Value)
		}
		if differs := plain[i].Present != strict[i].Present; differs != (plain[i].Aspect == "length") {
			t.Errorf("%s: presence differs: %v", plain[i].Aspect, differs)
		}
	}
}

func TestCheckNamesWhatIsWrongWithThresholds(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		in   Thresholds
		want string
	}{
		{"none", nil, ""},
		{"the defaults", Defaults(), ""},
		{"all of it", Thresholds{"length": 1}, ""},
		{"unknown aspect", Thresholds{"lenght": 0.5}, `no meter for aspect "lenght"`},
		{"zero", Thresholds{"length": 0}, "length is 0"},
		{"too much", Thresholds{"length": 1.1}, "length is 1.1"},
		{"no number", Thresholds{"length": math.NaN()}, "length is NaN"},
	}
	for _, tt := range tests {
		err := tt.in.Check()
		if (err == nil) != (tt.want == "") || err != nil && !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want %q", tt.name, err, tt.want)
		}
	}
}

func TestDefaultsHoldOneThresholdAnAspect(t *testing.T) {
	t.Parallel()
	d := Defaults()
	if len(d) != len(schema.Aspects) || d["length"] != 0.5 {
		t.Errorf("defaults are %v", d)
	}
	d["length"] = 1
	if Defaults()["length"] != 0.5 {
		t.Error("a caller can change the defaults")
	}
}

func TestHugeResponsesAreReadToALimit(t *testing.T) {
	t.Parallel()
	text := strings.Repeat("ж", limit) // two bytes each, so that the limit would cut one in half if it were odd
	if got := cut("a"+text, limit); len(got) != limit-1 || !strings.HasPrefix("a"+text, got) {
		t.Errorf("cut to %d bytes", len(got))
	}
	if r := reading(t, Input{Response: long(1 << 20)}, "length"); !r.Present {
		t.Errorf("a huge response is not long: %v", r.Value)
	}
}

func FuzzReadingsAreInRangeAndRepeatable(f *testing.F) {
	for _, s := range []string{ordinary.Response, "```go\nx", "| a |\n|---|\n", "1. a\n2) b\n• c", "**b**", "[1] (2020) http://x", "`", "\\(x\\)", "太长了。", "\xff\xfe#"} {
		f.Add("in at most 10 words, no code", s, "en-GB")
	}
	f.Fuzz(func(t *testing.T, prompt, response, locale string) {
		in := Input{Prompt: prompt, Response: response, Locale: locale}
		got := Measure(in)
		for _, r := range got {
			if !(r.Value >= 0 && r.Value <= 1) {
				t.Errorf("%s is %v", r.Aspect, r.Value)
			}
			if r.Present && r.Value == 0 {
				t.Errorf("%s is present without a value", r.Aspect)
			}
		}
		if !reflect.DeepEqual(got, Measure(in)) {
			t.Error("two readings differ")
		}
	})
}
