// Package stamp turns a parsed record into the message that the other stages read: pseudonyms for names, ids that any
// replay makes again, times that never run backwards, sorted groups.
//
// It is pure: the same record, salt and map give the same bytes.
package stamp

import (
	"slices"
	"strconv"
	"strings"

	"github.com/gpa-stream/gpa/pkg/schema"
	gpav1 "github.com/gpa-stream/gpa/pkg/schema/gen/gpa/v1"
	"github.com/gpa-stream/gpa/services/ingest/internal/parse"
)

// Kinds of pseudonyms.
const (
	kindUser         = "user"
	kindConversation = "conversation"
	// kindLoner is the user of a conversation that names none.
	kindLoner = "conversation's user"
	kindID    = "observation"
)

// Locale is the dimension of a record's locale, where that is asked for.
const Locale = "locale"

// A Stamp holds what is the same for all records.
type Stamp struct {
	Salt schema.Salt
	// Groups are given to users by their platform id, and outrank what a record says.
	Groups map[string][]parse.Group
	// Locale makes the locale a group dimension.
	Locale bool
	// Only are the dimensions that are kept; all when empty.
	Only []string
	// Users, when there is such a map, remembers them by platform id: a user comes again and again.
	Users map[string]User
}

// A User is a pseudonym and its shard.
type User struct {
	Pseudonym string
	Shard     uint32
}

// mostUsers is how many of them are remembered at once.
const mostUsers = 1 << 16

// Turns is the record's message. Turns without any time get missing, in microseconds since 1970. complete says that
// the record is decided from itself alone.
func (s Stamp) Turns(r parse.Record, complete bool, missing int64) *gpav1.Turns {
	user := s.user(r)
	out := &gpav1.Turns{
		Conversation: s.Salt.Pseudonym(kindConversation, r.Conversation),
		User:         user.Pseudonym,
		Shard:        user.Shard,
		Groups:       s.groups(r),
		Locale:       r.Locale,
		Stratum:      r.Stratum,
		Intent:       r.Intent,
		Complete:     complete,
		Turns:        make([]*gpav1.Turn, len(r.Turns)),
	}
	times := settle(r, missing)
	turns := make([]gpav1.Turn, len(r.Turns))
	for i, t := range r.Turns {
		turn := &turns[i]
		turn.Id = turnID(out.GetConversation(), t)
		turn.Ordinal, turn.Role, turn.Content = uint32(t.Ordinal), t.Role, t.Content
		turn.TimeUs, turn.Model, turn.Intent = times[i], t.Model, t.Intent
		out.Turns[i] = turn
	}
	out.TimeUs = times[0]
	if complete {
		out.TimeUs = times[len(times)-1]
	}
	out.Feedback = feedback(out, r.Feedback)
	return out
}

// Observation is the observation's message. One without a time gets missing.
func (s Stamp) Observation(o parse.Observation, missing int64) *gpav1.Observation {
	conversation := kindConversation
	name := o.Conversation
	if name == "" {
		conversation, name = kindID, o.ID
	}
	user := s.user(o.Record)
	at := o.At
	if at == parse.NoTime {
		at = missing
	}
	return &gpav1.Observation{
		Id:           s.Salt.Pseudonym(kindID, o.ID),
		Conversation: s.Salt.Pseudonym(conversation, name),
		User:         user.Pseudonym,
		Shard:        user.Shard,
		Groups:       s.groups(o.Record),
		Intent:       o.Intent,
		Stratum:      o.Stratum,
		Aspects:      o.Aspects,
		Label:        o.Label,
		Confidence:   o.Confidence,
		Stated:       o.Stated,
		TimeUs:       at,
		FeedbackType: o.FeedbackType,
	}
}

func (s Stamp) user(r parse.Record) User {
	if r.User == "" {
		return userOf(s.Salt.Pseudonym(kindLoner, r.Conversation))
	}
	if u, known := s.Users[r.User]; known {
		return u
	}
	u := userOf(s.Salt.Pseudonym(kindUser, r.User))
	if s.Users != nil {
		if len(s.Users) >= mostUsers {
			clear(s.Users)
		}
		s.Users[strings.Clone(r.User)] = u
	}
	return u
}

func userOf(pseudonym string) User { return User{Pseudonym: pseudonym, Shard: schema.Shard(pseudonym)} }

// groups are sorted by dimension, one a dimension: what the map says of the user, else what the record said last.
func (s Stamp) groups(r parse.Record) []*gpav1.Group {
	all := slices.Clip(r.Groups)
	if s.Locale && r.Locale != "" {
		all = append(all, parse.Group{Dimension: Locale, Value: r.Locale})
	}
	if r.User != "" {
		all = append(all, s.Groups[r.User]...)
	}
	if len(all) == 0 {
		return nil
	}
	room := make([]gpav1.Group, len(all))
	out := make([]*gpav1.Group, 0, len(all))
	for i, g := range all {
		later := slices.ContainsFunc(all[i+1:], func(x parse.Group) bool { return x.Dimension == g.Dimension })
		if !later && (len(s.Only) == 0 || slices.Contains(s.Only, g.Dimension)) {
			room[i].Dimension, room[i].Value = g.Dimension, g.Value
			out = append(out, &room[i])
		}
	}
	slices.SortFunc(out, func(a, b *gpav1.Group) int { return strings.Compare(a.GetDimension(), b.GetDimension()) })
	return out
}

// settle gives every turn its time. A missing one, or one that runs backwards, takes the largest before it; before the
// first timed turn that turn's time holds, so that a default from elsewhere cannot shift a record that has times.
func settle(r parse.Record, missing int64) []int64 {
	now := missing
	if r.At != parse.NoTime {
		now = r.At
	}
	if i := slices.IndexFunc(r.Turns, func(t parse.Turn) bool { return t.At != parse.NoTime }); i >= 0 {
		now = r.Turns[i].At
	}
	times := make([]int64, len(r.Turns))
	for i, t := range r.Turns {
		now = max(now, t.At)
		times[i] = now
	}
	return times
}

func turnID(conversation string, t parse.Turn) string {
	if t.Message != "" {
		return schema.ID("message", conversation, t.Message)
	}
	return schema.ID("turn", conversation, strconv.Itoa(t.Ordinal), t.Role.String(), t.Content)
}

// feedback has its own time, else that of the turn that it rates, and never an earlier one.
func feedback(out *gpav1.Turns, given []parse.Feedback) []*gpav1.Feedback {
	if len(given) == 0 {
		return nil
	}
	at := make(map[uint32]int64, len(out.GetTurns()))
	for _, t := range out.GetTurns() {
		at[t.GetOrdinal()] = t.GetTimeUs()
	}
	seen := make(map[string]bool, len(given))
	var all []*gpav1.Feedback
	for _, f := range given {
		ordinal := uint32(f.Ordinal)
		rated, here := at[ordinal]
		if !here {
			rated = out.GetTurns()[0].GetTimeUs()
		}
		id := schema.ID("feedback", out.GetConversation(), strconv.Itoa(f.Ordinal), f.Label.String(), f.Comment)
		if seen[id] {
			continue
		}
		seen[id] = true
		all = append(all, &gpav1.Feedback{Id: id, Ordinal: ordinal, Label: f.Label, Comment: f.Comment, TimeUs: max(rated, f.At)})
	}
	return all
}

// Dimensions are those of the record's groups, sorted.
func (s Stamp) Dimensions(r parse.Record) []string {
	var names []string
	for _, g := range s.groups(r) {
		names = append(names, g.GetDimension())
	}
	return names
}
