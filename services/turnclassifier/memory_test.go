package turnclassifier

import (
	"container/heap"
	"slices"
	"testing"

	gpav1 "github.com/gpa-stream/gpa/pkg/schema/gen/gpa/v1"
)

func answer(id string, at int64) *gpav1.Turn {
	return &gpav1.Turn{Id: id, Role: gpav1.Role_ROLE_ASSISTANT, TimeUs: at}
}

func bring(m *memory, offset int64, turns ...*gpav1.Turn) *gpav1.Turns {
	rec := &gpav1.Turns{Conversation: "c", Turns: turns}
	m.hold(rec, offset, "")
	return rec
}

func TestTheOldestRecordOfWhichSomethingIsHeldIsNeeded(t *testing.T) {
	t.Parallel()
	m := newMemory(60)
	if n := m.needed(7); n != 7 {
		t.Errorf("with nothing held %d is needed, want what comes next", n)
	}
	bring(m, 3, answer("a", 10), answer("b", 50))
	bring(m, 5, answer("d", 20))
	c := m.conversations["c"]
	for _, step := range []struct {
		forget said
		want   int64
	}{{said{"a", 10}, 3}, {said{"a", 10}, 3}, {said{"b", 50}, 5}, {said{"d", 20}, 9}} {
		m.forgetTurn(c, step.forget)
		if n := m.needed(9); n != step.want {
			t.Errorf("after %v is forgotten %d is needed, want %d", step.forget, n, step.want)
		}
	}
	if len(m.conversations) != 0 {
		t.Error("an empty conversation is kept")
	}
}

func TestARepeatIsNotNeeded(t *testing.T) {
	t.Parallel()
	m := newMemory(60)
	bring(m, 3, answer("a", 10))
	bring(m, 8, answer("a", 10))
	m.forgetTurn(m.conversations["c"], said{"a", 10})
	if n := m.needed(9); n != 9 {
		t.Errorf("%d is needed, want nothing", n)
	}
	if n := m.due.Len(); n != 2 {
		t.Errorf("%d things are due, want the decision and the forgetting of one turn", n)
	}
}

func TestARecordThatHoldsNothingNewLeavesNothing(t *testing.T) {
	t.Parallel()
	m := newMemory(60)
	m.hold(&gpav1.Turns{Conversation: "c"}, 3, "")
	if len(m.conversations) > 0 || m.needed(4) != 4 {
		t.Errorf("an empty record is held: %v", m.conversations)
	}
}

func TestRatingsAreHeldAsLongAsTurns(t *testing.T) {
	t.Parallel()
	m := newMemory(60)
	m.hold(&gpav1.Turns{Conversation: "c", Feedback: []*gpav1.Feedback{{Id: "f", TimeUs: 30}, {Id: "f", TimeUs: 30}}}, 3, "")
	if n := m.due.Len(); n != 1 || m.due[0].at != 150 || m.due[0].kind != forgetRating {
		t.Fatalf("due are %+v, want one forgetting at 150", m.due)
	}
	m.forgetRating(m.conversations["c"], said{"f", 30})
	if len(m.conversations) > 0 || m.needed(4) != 4 {
		t.Error("a rating that was forgotten is held")
	}
}

func TestWhatIsDueComesInAnOrderThatArrivalDoesNotChange(t *testing.T) {
	t.Parallel()
	entries := []entry{
		{at: 1, kind: decide, conversation: "a", said: said{"x", 1}},
		{at: 1, kind: decide, conversation: "b", said: said{"x", 1}},
		{at: 1, kind: decide, conversation: "b", said: said{"y", 0}},
		{at: 1, kind: decide, conversation: "b", said: said{"y", 1}},
		{at: 1, kind: forget, conversation: "a", said: said{"x", 1}},
		{at: 2, kind: decide, conversation: "a", said: said{"x", 1}},
	}
	for shift := range entries {
		var a agenda
		for i := range entries {
			heap.Push(&a, entries[(i*5+shift)%len(entries)])
		}
		var got []entry
		for a.Len() > 0 {
			got = append(got, heap.Pop(&a).(entry))
		}
		if !slices.Equal(got, entries) {
			t.Errorf("pushed from %d on: %v, want %v", shift, got, entries)
		}
	}
}

func TestAViewHoldsTheNearestTurnsOfItsTime(t *testing.T) {
	t.Parallel()
	m := newMemory(60)
	bring(m, 0, answer("a", 39), answer("b", 40), answer("d", 70), answer("e", 130), answer("f", 160), answer("g", 161), answer("e", 70))
	c := m.conversations["c"]
	for _, x := range []struct {
		until int64
		limit int
		want  []said
	}{
		{160, 9, []said{{"d", 70}, {"e", 70}, {"e", 130}, {"b", 40}, {"f", 160}}},
		{160, 2, []said{{"d", 70}, {"e", 70}}},
		{130, 9, []said{{"d", 70}, {"e", 70}, {"e", 130}, {"b", 40}}},
		{39, 9, nil},
	} {
		turns, _ := c.view(100, 60, x.until, x.limit)
		var got []said
		for _, t := range turns {
			got = append(got, said{t.GetId(), t.GetTimeUs()})
		}
		if !slices.Equal(got, x.want) {
			t.Errorf("until %d, at most %d: %v, want %v", x.until, x.limit, got, x.want)
		}
	}
}

func TestOfTwoRecordsTheSmallerIsTheSameBothWays(t *testing.T) {
	t.Parallel()
	a, b := &gpav1.Turns{Conversation: "c", Stratum: "a"}, &gpav1.Turns{Conversation: "c", Stratum: "b"}
	if !smaller(a, b) || smaller(b, a) || smaller(a, a) {
		t.Errorf("a before b: %t, b before a: %t, a before itself: %t", smaller(a, b), smaller(b, a), smaller(a, a))
	}
}
