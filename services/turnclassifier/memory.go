package turnclassifier

import (
	"bytes"
	"cmp"
	"container/heap"
	"slices"
	"strings"

	"google.golang.org/protobuf/proto"

	gpav1 "github.com/gpa-stream/gpa/pkg/schema/gen/gpa/v1"
)

// memory holds the turns of open windows. A turn is needed until the time has passed its own by two windows; nothing
// is dropped for any other reason.
type memory struct {
	window        int64 // microseconds
	conversations map[string]*conversation
	due           agenda
	// arrived are the offsets of held records in the order of arrival, with what of them is still held.
	arrived []*arrival
}

type conversation struct {
	id       string
	turns    map[said]*turn
	feedback map[said]*rating
}

// said names a turn or a rating by its id and time: the same words may be said again, when an answer is asked for anew.
// If one stood for the other, it would depend on the order of arrival which.
type said struct {
	id string
	at int64
}

func compareSaid(a, b said) int { return cmp.Or(strings.Compare(a.id, b.id), cmp.Compare(a.at, b.at)) }

// A turn is held with the record that brought it.
type turn struct {
	*gpav1.Turn
	record  *gpav1.Turns
	arrival *arrival
	decided bool
}

type rating struct {
	*gpav1.Feedback
	arrival *arrival
}

// An arrival counts what is still held of the record at an offset.
type arrival struct {
	offset int64
	held   int
	trace  string // that the record belongs to, empty for none
}

func newMemory(window int64) *memory {
	return &memory{window: window, conversations: map[string]*conversation{}}
}

// hold takes the turns and ratings of a record in.
func (m *memory) hold(rec *gpav1.Turns, offset int64, trace string) {
	c := m.conversations[rec.GetConversation()]
	if c == nil {
		c = &conversation{id: strings.Clone(rec.GetConversation()), turns: map[said]*turn{}, feedback: map[said]*rating{}}
		m.conversations[c.id] = c
	}
	a := &arrival{offset: offset, trace: trace}
	for _, t := range rec.GetTurns() {
		x := said{t.GetId(), t.GetTimeUs()}
		if old := c.turns[x]; old != nil {
			if smaller(rec, old.record) {
				old.arrival.held--
				old.Turn, old.record, old.arrival = t, rec, a
				a.held++
			}
			continue
		}
		c.turns[x] = &turn{Turn: t, record: rec, arrival: a}
		a.held++
		if t.GetRole() == gpav1.Role_ROLE_ASSISTANT {
			heap.Push(&m.due, entry{at: x.at + m.window, kind: decide, conversation: c.id, said: x})
		}
		heap.Push(&m.due, entry{at: x.at + 2*m.window, kind: forget, conversation: c.id, said: x})
	}
	for _, f := range rec.GetFeedback() {
		x := said{f.GetId(), f.GetTimeUs()}
		if c.feedback[x] != nil {
			continue
		}
		c.feedback[x] = &rating{Feedback: f, arrival: a}
		a.held++
		heap.Push(&m.due, entry{at: x.at + 2*m.window, kind: forgetRating, conversation: c.id, said: x})
	}
	if a.held > 0 {
		m.arrived = append(m.arrived, a)
	}
	m.tidy(c)
}

// smaller says which of two records that bring the same turn holds; they differ when a platform has learned more about
// a user, say.
func smaller(a, b *gpav1.Turns) bool {
	encode := proto.MarshalOptions{Deterministic: true}
	x, errX := encode.Marshal(a)
	y, errY := encode.Marshal(b)
	return errX == nil && errY == nil && bytes.Compare(x, y) < 0
}

// needed is the offset of the oldest record of which something is held; next when nothing is.
func (m *memory) needed(next int64) int64 {
	for len(m.arrived) > 0 && m.arrived[0].held == 0 {
		m.arrived = m.arrived[1:]
	}
	if len(m.arrived) == 0 {
		return next
	}
	return m.arrived[0].offset
}

func (m *memory) forgetTurn(c *conversation, x said) {
	if t := c.turns[x]; t != nil {
		t.arrival.held--
		delete(c.turns, x)
	}
	m.tidy(c)
}

func (m *memory) forgetRating(c *conversation, x said) {
	if f := c.feedback[x]; f != nil {
		f.arrival.held--
		delete(c.feedback, x)
	}
	m.tidy(c)
}

func (m *memory) tidy(c *conversation) {
	if len(c.turns)+len(c.feedback) == 0 {
		delete(m.conversations, c.id)
	}
}

// view is what an answer at that time may see: turns and ratings with event times from one window before it to until,
// at most limit turns, the nearest in time.
func (c *conversation) view(at, window, until int64, limit int) ([]*gpav1.Turn, []*gpav1.Feedback) {
	var turns []*gpav1.Turn
	for _, t := range c.turns {
		if t.GetTimeUs() >= at-window && t.GetTimeUs() <= until {
			turns = append(turns, t.Turn)
		}
	}
	slices.SortFunc(turns, func(a, b *gpav1.Turn) int {
		return cmp.Or(
			cmp.Compare(distance(a.GetTimeUs(), at), distance(b.GetTimeUs(), at)),
			compareSaid(said{a.GetId(), a.GetTimeUs()}, said{b.GetId(), b.GetTimeUs()}),
		)
	})
	var ratings []*gpav1.Feedback
	for _, f := range c.feedback {
		if f.GetTimeUs() >= at-window && f.GetTimeUs() <= until {
			ratings = append(ratings, f.Feedback)
		}
	}
	return turns[:min(len(turns), limit)], ratings
}

func distance(a, b int64) int64 { return max(a-b, b-a) }

// What is due at a time.
type kind int8

const (
	decide kind = iota
	forget
	forgetRating
)

type entry struct {
	at           int64
	kind         kind
	conversation string
	said         said
}

// agenda is a heap by (time, kind, conversation, what was said): a function of what it holds, not of the order of arrival.
type agenda []entry

func (a agenda) Len() int { return len(a) }
func (a agenda) Less(i, j int) bool {
	x, y := a[i], a[j]
	return cmp.Or(cmp.Compare(x.at, y.at), cmp.Compare(x.kind, y.kind), strings.Compare(x.conversation, y.conversation), compareSaid(x.said, y.said)) < 0
}
func (a agenda) Swap(i, j int) { a[i], a[j] = a[j], a[i] }
func (a *agenda) Push(x any)   { *a = append(*a, x.(entry)) } //nolint:errcheck // Only hold pushes.
func (a *agenda) Pop() any {
	old := *a
	x := old[len(old)-1]
	*a = old[:len(old)-1]
	return x
}
