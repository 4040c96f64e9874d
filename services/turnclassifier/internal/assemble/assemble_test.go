package assemble_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	gpav1 "github.com/gpa-stream/gpa/pkg/schema/gen/gpa/v1"
	"github.com/gpa-stream/gpa/services/turnclassifier/internal/assemble"
)

var roles = map[byte]gpav1.Role{
	'u': gpav1.Role_ROLE_USER, 'a': gpav1.Role_ROLE_ASSISTANT, 's': gpav1.Role_ROLE_SYSTEM, 'd': gpav1.Role_ROLE_DEVELOPER, 't': gpav1.Role_ROLE_TOOL,
}

// talk makes turns of a word of roles, e.g. "suau"; each is named by its role and ordinal.
func talk(word string) []*gpav1.Turn {
	turns := make([]*gpav1.Turn, len(word))
	for i := range word {
		name := fmt.Sprintf("%c%d", word[i], i)
		turns[i] = &gpav1.Turn{Id: name, Ordinal: uint32(i), Role: roles[word[i]], Content: "text of " + name, TimeUs: int64(i)}
	}
	return turns
}

func names(turns []*gpav1.Turn) string {
	all := make([]string, len(turns))
	for i, t := range turns {
		all[i] = t.GetId()
	}
	return strings.Join(all, "+")
}

// describe is an exchange in a line: earlier | prompt > response > reaction.
func describe(e assemble.Exchange) string {
	text := fmt.Sprintf("%s|%s>%s>%s", names(e.Earlier), names(e.Prompt), e.Response.GetId(), names(e.Reaction))
	if e.Feedback != nil {
		text += " rated " + e.Feedback.GetId()
	}
	return text
}

func TestConversationsAreCutIntoExchanges(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, word, all, more string }{
		{"nothing", "", "", ""},
		{"a request alone", "u", "", ""},
		{"an answer alone", "a", "", "|>a0>"},
		{"one exchange", "ua", "|u0>a1>", ""},
		{"with a reaction", "uau", "|u0>a1>u2", ""},
		{"two of them", "uauau", "|u0>a1>u2, u0|u2>a3>u4", ""},
		{"requests in several turns", "uuauua", "|u0+u1>a2>u3+u4, u0+u1|u3+u4>a5>", ""},
		{"system and tools are no words of the user", "suatuaut", "|u1>a2>u4, u1|u4>a5>u6", ""},
		{"a tool between request and answer", "utau", "|u0>a2>u3", ""},
		{"answers in a row share the request", "uaau", "|u0>a1>, |u0>a2>u3", ""},
		{"an answer first", "auau", "|u1>a2>u3", "|>a0>u1"},
		{"a developer's word first", "dua", "|u1>a2>", ""},
	} {
		var all, more []string
		for _, e := range assemble.All(talk(c.word), nil) {
			all = append(all, describe(e))
		}
		for _, e := range assemble.Answers(talk(c.word), nil) {
			if len(e.Prompt) == 0 {
				more = append(more, describe(e))
			}
		}
		if got := strings.Join(all, ", "); got != c.all {
			t.Errorf("%s: exchanges %q, want %q", c.name, got, c.all)
		}
		if got := strings.Join(more, ", "); got != c.more {
			t.Errorf("%s: answers without a request %q, want %q", c.name, got, c.more)
		}
	}
}

func TestOneIsThatOfAll(t *testing.T) {
	t.Parallel()
	turns := talk("suauaau")
	all := assemble.All(turns, nil)
	for _, e := range all {
		one, ok := assemble.One(turns, e.Response, nil)
		if !ok || describe(one) != describe(e) {
			t.Errorf("one is %s, %t; of all it is %s", describe(one), ok, describe(e))
		}
	}
	if _, ok := assemble.One(turns, &gpav1.Turn{Id: "a3", TimeUs: 99}, nil); ok {
		t.Error("the same words at another time are taken for that answer")
	}
	if _, ok := assemble.One(turns, &gpav1.Turn{Id: "z"}, nil); ok {
		t.Error("there is an exchange of a turn that is not in the view")
	}
	if _, ok := assemble.One(talk("au"), talk("au")[0], nil); ok {
		t.Error("there is an exchange where nothing was asked")
	}
}

func TestOfOnePlaceTheSmallestHoldsInAnyOrder(t *testing.T) {
	t.Parallel()
	turns := []*gpav1.Turn{
		{Id: "b", Ordinal: 1, TimeUs: 5},
		{Id: "a", Ordinal: 1, TimeUs: 5},
		{Id: "0", Ordinal: 1, TimeUs: 6},
		{Id: "z", Ordinal: 0, TimeUs: 9},
		{Id: "y", Ordinal: 0, TimeUs: 10},
		{Id: "x", Ordinal: 3, TimeUs: 1},
	}
	r := rand.New(rand.NewPCG(1, 1))
	for range 50 {
		r.Shuffle(len(turns), func(i, j int) { turns[i], turns[j] = turns[j], turns[i] })
		before := names(turns)
		if got := names(assemble.Distinct(turns)); got != "z+a+x" {
			t.Fatalf("of %s there hold %s, want z+a+x", before, got)
		}
		if names(turns) != before {
			t.Fatal("what was given was changed")
		}
	}
	if got := assemble.Distinct(nil); len(got) != 0 {
		t.Errorf("of nothing there hold %v", got)
	}
}

func TestTheLastRatingOfAnAnswerHolds(t *testing.T) {
	t.Parallel()
	feedback := []*gpav1.Feedback{
		{Id: "b", Ordinal: 1, TimeUs: 5}, {Id: "a", Ordinal: 1, TimeUs: 5}, {Id: "z", Ordinal: 1, TimeUs: 4}, {Id: "other", Ordinal: 3, TimeUs: 9},
	}
	r := rand.New(rand.NewPCG(2, 1))
	for range 20 {
		r.Shuffle(len(feedback), func(i, j int) { feedback[i], feedback[j] = feedback[j], feedback[i] })
		got := assemble.All(talk("uauau"), feedback)
		if text := describe(got[0]) + ", " + describe(got[1]); text != "|u0>a1>u2 rated b, u0|u2>a3>u4 rated other" {
			t.Fatalf("exchanges are %s", text)
		}
	}
}

func TestWhoReactedOrRatedIsJudged(t *testing.T) {
	t.Parallel()
	for word, want := range map[string]bool{"ua": false, "uat": false, "uau": true, "uatu": true} {
		if got := assemble.All(talk(word), nil)[0].Judged(); got != want {
			t.Errorf("%s is judged: %t, want %t", word, got, want)
		}
	}
	if !assemble.All(talk("ua"), []*gpav1.Feedback{{Id: "f", Ordinal: 1}})[0].Judged() {
		t.Error("a rating alone is no judgement")
	}
}

func TestThePromptIsAllThatWasAsked(t *testing.T) {
	t.Parallel()
	if got := assemble.All(talk("uua"), nil)[0].PromptText(); got != "text of u0\ntext of u1" {
		t.Errorf("prompt is %q", got)
	}
}

func TestTheNearestIntentBeforeTheAnswerHolds(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		word  string
		given map[int]string
		want  string
	}{
		{"uaua", map[int]string{0: "first"}, "first"},
		{"uaua", map[int]string{0: "first", 2: "second"}, "second"},
		{"uaua", map[int]string{3: "of an answer"}, ""},
		{"uauau", map[int]string{4: "later"}, ""},
		{"uauua", map[int]string{2: "first", 3: "second"}, "second"},
		{"uauua", map[int]string{2: "first"}, "first"},
		{"ua" + strings.Repeat("ua", 20), map[int]string{0: "long ago"}, "long ago"},
	} {
		turns := talk(c.word)
		for i, intent := range c.given {
			turns[i].Intent = intent
		}
		all := assemble.All(turns, nil)
		if got := all[len(all)-1].Intent; got != c.want {
			t.Errorf("%s with %v: intent %q, want %q", c.word, c.given, got, c.want)
		}
	}
}

func TestOnlyTheLastRequestsAreLookedBackAt(t *testing.T) {
	t.Parallel()
	all := assemble.All(talk(strings.Repeat("ua", 9)), nil)
	if got := names(all[8].Earlier); got != "u6+u8+u10+u12+u14" {
		t.Errorf("earlier requests are %s, want the last five, oldest first", got)
	}
	if got := names(all[2].Earlier); got != "u0+u2" {
		t.Errorf("earlier requests are %s", got)
	}
}

// TestLongConversationsCostNoMoreThanTheirLength would time out if every exchange looked at the whole conversation.
func TestLongConversationsCostNoMoreThanTheirLength(t *testing.T) {
	t.Parallel()
	turns := talk(strings.Repeat("ua", 50_000))
	if n := len(assemble.All(turns, nil)); n != 50_000 {
		t.Errorf("%d exchanges, want 50,000", n)
	}
}
