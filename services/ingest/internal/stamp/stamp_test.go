package stamp_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"google.golang.org/protobuf/proto"

	"github.com/gpa-stream/gpa/pkg/schema"
	gpav1 "github.com/gpa-stream/gpa/pkg/schema/gen/gpa/v1"
	"github.com/gpa-stream/gpa/services/ingest/internal/parse"
	"github.com/gpa-stream/gpa/services/ingest/internal/stamp"
)

const none = parse.NoTime

// record is a conversation between user and assistant with turns at those times.
func record(times ...int64) parse.Record {
	r := parse.Record{Conversation: "c", User: "u", At: none}
	for i, at := range times {
		r.Turns = append(r.Turns, parse.Turn{
			Ordinal: i, Role: []gpav1.Role{gpav1.Role_ROLE_USER, gpav1.Role_ROLE_ASSISTANT}[i%2], Content: fmt.Sprint("text ", i), At: at,
		})
	}
	return r
}

func times(t *gpav1.Turns) []int64 {
	var all []int64
	for _, x := range t.GetTurns() {
		all = append(all, x.GetTimeUs())
	}
	return all
}

func TestTimesNeverRunBackwardsOrStayOpen(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		given []int64
		at    int64
		want  []int64
	}{
		{"all given", []int64{10, 20, 30}, none, []int64{10, 20, 30}},
		{"backwards takes the largest before", []int64{10, 30, 20, 25, 40}, none, []int64{10, 30, 30, 30, 40}},
		{"missing takes the one before", []int64{10, none, none, 40}, none, []int64{10, 10, 10, 40}},
		{"before the first timed turn its time holds", []int64{none, none, 30, none}, none, []int64{30, 30, 30, 30}},
		{"none takes the record's", []int64{none, none}, 50, []int64{50, 50}},
		{"a turn's own outranks the record's", []int64{none, 20}, 50, []int64{20, 20}},
		{"none at all takes the input's", []int64{none, none}, none, []int64{7, 7}},
		{"1970 is a time", []int64{0, none}, none, []int64{0, 0}},
	} {
		r := record(c.given...)
		r.At = c.at
		whole, part := stamp.Stamp{Salt: "s"}.Turns(r, true, 7), stamp.Stamp{Salt: "s"}.Turns(r, false, 7)
		if got := times(whole); !slices.Equal(got, c.want) {
			t.Errorf("%s: times are %v, want %v", c.name, got, c.want)
		}
		if got, want := whole.GetTimeUs(), c.want[len(c.want)-1]; got != want || !whole.GetComplete() {
			t.Errorf("%s: a complete record counts at %d, want its last turn's %d", c.name, got, want)
		}
		if got, want := part.GetTimeUs(), c.want[0]; got != want || part.GetComplete() {
			t.Errorf("%s: another record counts at %d, want its first turn's %d", c.name, got, want)
		}
	}
}

func TestNamesBecomePseudonyms(t *testing.T) {
	t.Parallel()
	r := record(1, 2)
	got := stamp.Stamp{Salt: "s"}.Turns(r, true, 0)
	if want := schema.Salt("s").Pseudonym("conversation", "c"); got.GetConversation() != want {
		t.Errorf("conversation is %s, want %s", got.GetConversation(), want)
	}
	if want := schema.Salt("s").Pseudonym("user", "u"); got.GetUser() != want || got.GetShard() != schema.Shard(want) {
		t.Errorf("user is %s in shard %d, want %s in %d", got.GetUser(), got.GetShard(), want, schema.Shard(want))
	}
	other := stamp.Stamp{Salt: "t"}.Turns(r, true, 0)
	if other.GetConversation() == got.GetConversation() || other.GetUser() == got.GetUser() || other.GetTurns()[0].GetId() == got.GetTurns()[0].GetId() {
		t.Error("another salt must give other pseudonyms and ids")
	}
	if text := got.String(); strings.Contains(text, `"c"`) || strings.Contains(text, `"u"`) {
		t.Errorf("a raw name got through: %s", text)
	}
}

func TestWithoutAUserTheConversationIsTheUser(t *testing.T) {
	t.Parallel()
	s := stamp.Stamp{Salt: "s"}
	a, b := record(1), record(1)
	a.User, b.User, b.Conversation = "", "", "d"
	if s.Turns(a, true, 0).GetUser() == s.Turns(b, true, 0).GetUser() {
		t.Error("two conversations without user share one")
	}
	named := record(1)
	named.User = "c"
	if s.Turns(a, true, 0).GetUser() == s.Turns(named, true, 0).GetUser() {
		t.Error("a user who is called like the conversation is taken for its nameless one")
	}
}

func TestIdsAreMadeOfWhatNeverChanges(t *testing.T) {
	t.Parallel()
	s := stamp.Stamp{Salt: "s"}
	base := record(1, 2)
	id := func(change func(*parse.Record)) string {
		r := record(1, 2)
		change(&r)
		return s.Turns(r, true, 0).GetTurns()[0].GetId()
	}
	first := s.Turns(base, true, 0).GetTurns()[0].GetId()
	for what, change := range map[string]func(*parse.Record){
		"time": func(r *parse.Record) { r.Turns[0].At = 2 }, "model": func(r *parse.Record) { r.Turns[0].Model = "m" },
		"groups": func(r *parse.Record) { r.Groups = []parse.Group{{Dimension: "a", Value: "b"}} }, "user": func(r *parse.Record) { r.User = "x" },
	} {
		if id(change) != first {
			t.Errorf("another %s gives another id", what)
		}
	}
	for what, change := range map[string]func(*parse.Record){
		"content": func(r *parse.Record) { r.Turns[0].Content = "x" }, "role": func(r *parse.Record) { r.Turns[0].Role = gpav1.Role_ROLE_TOOL },
		"ordinal": func(r *parse.Record) { r.Turns[0].Ordinal = 9 }, "conversation": func(r *parse.Record) { r.Conversation = "x" },
		"message": func(r *parse.Record) { r.Turns[0].Message = "m1" },
	} {
		if id(change) == first {
			t.Errorf("another %s gives the same id", what)
		}
	}
	named := func(content string) string {
		return id(func(r *parse.Record) { r.Turns[0].Message, r.Turns[0].Content = "m1", content })
	}
	if named("a") != named("b") {
		t.Error("the platform's message id must be the identity, whatever the content")
	}
}

func TestGroupsAreSortedOneADimension(t *testing.T) {
	t.Parallel()
	r := record(1)
	r.Locale = "en-GB"
	r.Groups = []parse.Group{{Dimension: "plan", Value: "free"}, {Dimension: "age", Value: "old"}, {Dimension: "plan", Value: "paid"}}
	mapped := map[string][]parse.Group{"u": {{Dimension: "age", Value: "young"}, {Dimension: "team", Value: "red"}}, "v": {{Dimension: "x", Value: "y"}}}
	for _, c := range []struct {
		name  string
		stamp stamp.Stamp
		want  string
	}{
		{"the record's own", stamp.Stamp{}, "age=old plan=paid"},
		{"the map outranks it", stamp.Stamp{Groups: mapped}, "age=young plan=paid team=red"},
		{"locale on demand", stamp.Stamp{Locale: true}, "age=old locale=en-GB plan=paid"},
	} {
		var got []string
		turns := c.stamp.Turns(r, true, 0)
		for _, g := range turns.GetGroups() {
			got = append(got, g.GetDimension()+"="+g.GetValue())
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: groups are %v, want %s", c.name, got, c.want)
		}
		if turns.GetLocale() != "en-GB" {
			t.Errorf("%s: the locale is %q", c.name, turns.GetLocale())
		}
	}
	if got := (stamp.Stamp{Groups: mapped, Locale: true}).Dimensions(r); strings.Join(got, " ") != "age locale plan team" {
		t.Errorf("dimensions are %v", got)
	}
}

func TestWhatTheRecordSaysIsPassedOn(t *testing.T) {
	t.Parallel()
	r := record(1, 2)
	r.Stratum, r.Intent = "m", "chat"
	r.Turns[0].Intent, r.Turns[1].Model = "debug", "m1"
	got := stamp.Stamp{}.Turns(r, false, 0)
	if got.GetStratum() != "m" || got.GetIntent() != "chat" || got.GetTurns()[0].GetIntent() != "debug" || got.GetTurns()[1].GetModel() != "m1" {
		t.Errorf("stamped as %s", got)
	}
	for i, x := range got.GetTurns() {
		if x.GetOrdinal() != uint32(i) || x.GetRole() != r.Turns[i].Role || x.GetContent() != r.Turns[i].Content {
			t.Errorf("turn %d is %s", i, x)
		}
	}
}

func TestFeedbackHasTheTimeOfItsTurnAtLeast(t *testing.T) {
	t.Parallel()
	r := record(10, 20, 30)
	up := gpav1.Label_LABEL_SAT
	r.Feedback = []parse.Feedback{
		{Ordinal: 1, Label: up, At: none},
		{Ordinal: 1, Label: up, At: 25},
		{Ordinal: 1, Label: up, At: 5, Comment: "early"},
		{Ordinal: 1, Label: up, At: 25, Comment: "late"},
		{Ordinal: 9, Label: up, At: none},
	}
	var got []string
	for _, f := range (stamp.Stamp{}).Turns(r, true, 0).GetFeedback() {
		got = append(got, fmt.Sprintf("%d %q %d", f.GetOrdinal(), f.GetComment(), f.GetTimeUs()))
	}
	want := `1 "" 20, 1 "early" 20, 1 "late" 25, 9 "" 10`
	if strings.Join(got, ", ") != want {
		t.Errorf("feedback is %s, want %s (the repeat left out)", strings.Join(got, ", "), want)
	}
}

func TestObservationsAreStampedAlike(t *testing.T) {
	t.Parallel()
	s := stamp.Stamp{Salt: "s", Groups: map[string][]parse.Group{"u": {{Dimension: "team", Value: "red"}}}}
	o := parse.Observation{
		Record: parse.Record{User: "u", Conversation: "c", Intent: "chat", Stratum: "m", At: none},
		ID:     "o1", Aspects: []string{"a"}, Label: gpav1.Label_LABEL_SAT, Confidence: 0.9, FeedbackType: "positive", Stated: []*gpav1.Stated{{Aspect: "a", Direction: 1, Confidence: 1}},
	}
	user := schema.Salt("s").Pseudonym("user", "u")
	want := &gpav1.Observation{
		Id: schema.Salt("s").Pseudonym("observation", "o1"), Conversation: schema.Salt("s").Pseudonym("conversation", "c"), User: user,
		Shard: schema.Shard(user), Groups: []*gpav1.Group{{Dimension: "team", Value: "red"}}, Intent: "chat", Stratum: "m",
		Aspects: []string{"a"}, Label: gpav1.Label_LABEL_SAT, Confidence: 0.9, Stated: o.Stated, TimeUs: 7, FeedbackType: "positive",
	}
	if got := s.Observation(o, 7); !proto.Equal(got, want) {
		t.Errorf("stamped as\n%s\nwant\n%s", got, want)
	}
	o.At = 5
	if got := s.Observation(o, 7).GetTimeUs(); got != 5 {
		t.Errorf("its own time is lost: %d", got)
	}
	o.Conversation = ""
	p := o
	p.ID = "o2"
	if s.Observation(o, 7).GetConversation() == s.Observation(p, 7).GetConversation() {
		t.Error("observations without conversation share one")
	}
}
