package evaluate

import (
	"strings"
	"testing"
)

func TestTheShippedScenariosAreRead(t *testing.T) {
	t.Parallel()
	all, err := Scenarios()
	if err != nil {
		t.Fatal(err)
	}
	names, nothing := map[string]bool{}, 0
	for _, s := range all {
		if names[s.Name] || s.About == "" {
			t.Errorf("scenario %q stands twice, or says nothing", s.Name)
		}
		names[s.Name] = true
		if len(s.Planted) == 0 && s.Spam == nil || s.Planted != nil && s.Planted[0].Kind == Everyone {
			nothing += s.Runs
		}
	}
	for _, want := range []string{"A", "B", "C", "D", "Simpson", "heavy users", "quality", "wishes", "preferences", "divergences", "drift", "spam 1", "spam 3"} {
		if !names[want] {
			t.Errorf("no scenario %q", want)
		}
	}
	if nothing < 200 {
		t.Errorf("%d runs in which nothing may be published, want 200 or more", nothing)
	}
}

func TestWrongScenariosAreNamed(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"- about: x":                                        "no name",
		"- name: x\n  user: 5":                              `unknown field "user"`,
		"- name: x\n  users: 0":                             "users is 0; expected 1 or more",
		"- name: x\n  groups: [b, a]":                       "groups are b, a; expected 2 to 8 in order",
		"- name: x\n  groups: [a]":                          "expected 2 to 8",
		"- name: x\n  mood: 0.9":                            "mood is 0.9; expected 0 to 0.5",
		"- name: x\n  wishes: .nan":                         "wishes is NaN",
		"- name: x\n  planted: [{kind: y, count: 1}]":       `nothing of kind "y" can be planted`,
		"- name: x\n  planted: [{kind: wish, effect: 0.2}]": "0 effects of 0.2 are planted",
		"- name: x\n  planted: [{kind: wish, effect: 0.2, count: 1, then: flipped}]": "no day of change is given",
		"- name: x\n  spam: {accounts: 0}":                                           "spam without accounts",
		"- name: x\n  heavy: {users: 9999}":                                          "heavy users are none, or more than all",
		"name: x":                                                                    "read scenarios",
	} {
		if _, err := Parse([]byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s\nerror %v does not say %q", text, err, want)
		}
	}
}

func FuzzScenariosAreReadOrRefused(f *testing.F) {
	text, err := shipped.ReadFile("scenarios/mine.yaml")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text)
	f.Add([]byte("- name: x\n  planted: [{kind: wish, effect: 0.2, count: 1, then: flipped}]"))
	f.Fuzz(func(t *testing.T, text []byte) {
		all, err := Parse(text)
		if err != nil {
			return
		}
		for _, s := range all {
			if err := s.validate(); err != nil {
				t.Fatal(err)
			}
		}
	})
}
