package ask

import (
	"reflect"
	"strings"
	"testing"
)

func TestWhatIsKeptIsRecalledAndHoldsNoWords(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"with evidence": said("DSAT", "correction", 7, 11, 82, 2, "不对，这是错的"),
		"dropped":       said("SAT", "positive", 90, 5, 5, 1, "not there"),
		"neutral":       said("neutral", "none", 10, 80, 10, 0, ""),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			want, err := Read(text, heated)
			if err != nil {
				t.Fatal(err)
			}
			kept, err := Keep(want)
			if err != nil {
				t.Fatal(err)
			}
			for _, word := range []string{"不对", "wrong", "Thanks", "not there"} {
				if strings.Contains(kept, word) {
					t.Errorf("kept is a user's word: %s", kept)
				}
			}
			got, err := Recall(kept, heated)
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(got, want) {
				t.Errorf("recalled %+v, want %+v", got, want)
			}
		})
	}
}

func TestADamagedVerdictIsRefused(t *testing.T) {
	t.Parallel()
	const good = `{"label":"DSAT","p":[0.05,0.05,0.9],"type":"correction","evidence":[0,0,6]}`
	if _, err := Recall(good, heated); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"empty":                ``,
		"cut":                  good[:30],
		"another label":        strings.Replace(good, "DSAT", "SAD", 1),
		"label not largest":    strings.Replace(good, "DSAT", "SAT", 1),
		"p too large":          strings.Replace(good, "0.9]", "9]", 1),
		"p negative":           strings.Replace(good, "[0.05,", "[-0.05,", 1),
		"no such reaction":     strings.Replace(good, "[0,0,6]", "[9,0,6]", 1),
		"negative reaction":    strings.Replace(good, "[0,0,6]", "[-1,0,6]", 1),
		"beyond the end":       strings.Replace(good, "[0,0,6]", "[0,0,600]", 1),
		"turned round":         strings.Replace(good, "[0,0,6]", "[0,6,0]", 1),
		"a negative beginning": strings.Replace(good, "[0,0,6]", "[0,-2,6]", 1),
	} {
		if v, err := Recall(text, heated); err == nil {
			t.Errorf("%s: recalled %+v", name, v)
		}
	}
}
