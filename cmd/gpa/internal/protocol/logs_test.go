package protocol

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"slices"

	"google.golang.org/protobuf/proto"

	"github.com/gpa-stream/gpa/pkg/schema"
	gpav1 "github.com/gpa-stream/gpa/pkg/schema/gen/gpa/v1"
	"github.com/gpa-stream/gpa/pkg/stream"
)

// The sizes of the model: partitions of the input, of turns and exchanges, of observations; times in seconds.
const (
	sources      = 3
	conversing   = 4
	observing    = 2
	lateness     = 10
	window       = 60
	bucket       = 100
	second       = int64(1_000_000)
	beginning    = 1_700_000_000 // a multiple of bucket and epoch
	epoch        = 1000 * bucket
	firstUntil   = 1500
	firstMany    = 60
	lastWords    = 4
	secondImport = 3000
)

// An importer brings conversations that begin in a span of time.
type importer struct {
	conversations int
	from, to      int64
	late          bool  // some records come too late
	goesOn        int64 // the time after which the last conversations of an import from 0 go on, if any
}

// A parcel is a record and when it arrives.
type parcel struct {
	when   float64
	record stream.Record
}

// logs makes the source logs of an import, each with its end: disorder below the lateness, repeats, conflicting turns,
// whole conversations, ratings, late records and broken ones. The content comes from r alone, the order of arrival
// from jitter, too. last is the largest event time.
func (im importer) logs(r, jitter *rand.Rand) (out [][]stream.Record, last int64) {
	parcels := make([][]parcel, sources)
	for _, records := range im.bring(r) {
		to := hash(records[0].GetConversation()) % sources
		for _, rec := range records {
			last = max(last, latest(rec)/second-beginning)
			delay := 0.0
			if im.late && r.IntN(25) == 0 {
				delay = pick(r, 30.0, 80, 150, 400)
			}
			when := float64(rec.GetTimeUs()/second) + delay
			made := record(rec)
			parcels[to] = append(parcels[to], parcel{when + jitter.Float64()*(lateness-1), made})
			if r.IntN(20) == 0 { // a repeat, perhaps long after
				parcels[to] = append(parcels[to], parcel{when + jitter.Float64()*200, made})
			}
			if r.IntN(30) == 0 && !rec.GetComplete() { // one that says something else about it
				rec.Stratum = "enriched"
				parcels[to] = append(parcels[to], parcel{when + jitter.Float64()*(lateness-1), record(rec)})
			}
			if r.IntN(100) == 0 {
				parcels[to] = append(parcels[to], parcel{when, stream.Record{Type: schema.TypeTurns, Value: []byte{0xff}}})
			}
		}
	}
	out = make([][]stream.Record, sources)
	for p, all := range parcels {
		slices.SortStableFunc(all, func(a, b parcel) int { return cmp.Compare(a.when, b.when) })
		for _, x := range all {
			out[p] = append(out[p], x.record)
		}
		out[p] = append(out[p], stream.Record{Headers: []stream.Header{{Key: schema.HeaderEnd}}})
	}
	return out, last
}

// bring makes the records of all conversations: at random, then some that end with the import, so that its end decides
// them, and some that go on just behind an end.
func (im importer) bring(r *rand.Rand) [][]*gpav1.Turns {
	var out [][]*gpav1.Turns
	last := im.from
	for c := range im.conversations {
		records := conversation(r, im.name(c), im.from+r.Int64N(im.to-im.from))
		for _, rec := range records {
			last = max(last, latest(rec)/second-beginning)
		}
		out = append(out, records)
	}
	for c := range lastWords {
		name, pace := im.name(im.conversations+c), int64(1)
		if c == 0 {
			last, pace = last+4, 0 // All of it at the very last moment.
		}
		out = append(out, plain(name, 0, 5, last-4*pace, pace))
		if im.goesOn > 0 {
			out = append(out, plain(importer{}.name(firstMany+c), 5, 8, im.goesOn+1, 15))
		}
	}
	return out
}

func (im importer) name(c int) string { return fmt.Sprintf("%d-c%d", im.from, c) }

// plain makes a record for each turn from one to another, in even steps.
func plain(conv string, from, to int, at, pace int64) []*gpav1.Turns {
	var out []*gpav1.Turns
	for o := from; o < to; o++ {
		out = append(out, envelope(conv, []*gpav1.Turn{turn(conv, o, "", at)}, nil))
		at += pace
	}
	return out
}

// latest is the largest event time that a record brings, ratings included.
func latest(rec *gpav1.Turns) int64 {
	most := rec.GetTimeUs()
	for _, t := range rec.GetTurns() {
		most = max(most, t.GetTimeUs())
	}
	for _, f := range rec.GetFeedback() {
		most = max(most, f.GetTimeUs())
	}
	return most
}

// conversation makes the records of one conversation, or the one that holds all of it.
func conversation(r *rand.Rand, conv string, start int64) []*gpav1.Turns {
	var (
		turns    []*gpav1.Turn
		feedback []*gpav1.Feedback
		at       = start
	)
	for o := range 2 + r.IntN(8) {
		turns = append(turns, turn(conv, o, "", at))
		if r.IntN(16) == 0 { // the same place once more, with other content
			turns = append(turns, turn(conv, o, "'", at+pick[int64](r, 0, 5, 50, 130)))
		}
		if r.IntN(25) == 0 { // the same words once more
			turns = append(turns, turn(conv, o, "", at+pick[int64](r, 5, 50, 70, 130, 200)))
		}
		if o%2 == 1 && r.IntN(10) == 0 {
			feedback = append(feedback, rating(conv, o, at+pick[int64](r, 0, 20, 59, 60, 61, 125)))
		}
		at += pick[int64](r, 1, 3, 10, 20, 30, 40, 59, 60, 61, 90, 125)
	}
	if r.IntN(5) == 0 {
		whole := envelope(conv, turns, feedback)
		whole.Complete = true
		for _, t := range turns {
			whole.TimeUs = max(whole.TimeUs, t.GetTimeUs())
		}
		return []*gpav1.Turns{whole}
	}
	var out []*gpav1.Turns
	for i := 0; i < len(turns); {
		n := 1
		if r.IntN(6) == 0 && i+1 < len(turns) && turns[i+1].GetTimeUs() >= turns[i].GetTimeUs() {
			n = 2 // as request logs bring them
		}
		out = append(out, envelope(conv, turns[i:i+n], nil))
		i += n
	}
	for _, f := range feedback { // a rating comes with a turn that is not younger
		for _, rec := range slices.Backward(out) {
			if rec.GetTimeUs() <= f.GetTimeUs() {
				rec.Feedback = append(rec.Feedback, f)
				break
			}
		}
	}
	return out
}

func envelope(conv string, turns []*gpav1.Turn, feedback []*gpav1.Feedback) *gpav1.Turns {
	user := fmt.Sprintf("u%d", hash("user", conv)%13)
	group := pick2(hash("group", user), "expert", "novice")
	return &gpav1.Turns{
		Conversation: conv, User: user, Shard: schema.Shard(user),
		Groups: []*gpav1.Group{{Dimension: "expertise", Value: group}},
		Intent: pick2(hash("intent", conv)/3, "how_to", "how_to", "how_to", "how_to", "how_to", "how_to", "how_to", "why"),
		TimeUs: turns[0].GetTimeUs(), Turns: turns, Feedback: feedback,
	}
}

func turn(conv string, ordinal int, variant string, at int64) *gpav1.Turn {
	t := &gpav1.Turn{
		Id: fmt.Sprintf("%s/%d%s", conv, ordinal, variant), Ordinal: uint32(ordinal),
		Role: gpav1.Role_ROLE_USER, TimeUs: (beginning + at) * second,
	}
	h := hash("content", t.GetId())
	if ordinal%2 == 1 {
		t.Role = gpav1.Role_ROLE_ASSISTANT
		t.Content = pick2(h, "1. Open the lid.\n2. Remove the screw.\n3. Lift the board.", "It depends on the lid.")
		return t
	}
	t.Content = pick2(h, "how do I open it?", "and then?", "too long, shorter please", "more examples please")
	return t
}

func rating(conv string, ordinal int, at int64) *gpav1.Feedback {
	id := fmt.Sprintf("%s/%d rated", conv, ordinal)
	return &gpav1.Feedback{
		Id: id, Ordinal: uint32(ordinal), TimeUs: (beginning + at) * second,
		Label: pick2(hash(id), gpav1.Label_LABEL_SAT, gpav1.Label_LABEL_DSAT),
	}
}

func record(t *gpav1.Turns) stream.Record {
	value, err := proto.Marshal(t)
	if err != nil {
		panic(err)
	}
	return stream.Record{Type: schema.TypeTurns, ID: t.GetTurns()[0].GetId(), Key: []byte(t.GetConversation()), Value: value}
}

func pick[T any](r *rand.Rand, from ...T) T { return from[r.IntN(len(from))] }

// pick2 chooses by a hash, so that the same thing is chosen each time.
func pick2[T any](h uint64, from ...T) T { return from[h%uint64(len(from))] }

func hash(parts ...string) uint64 {
	h := fnv.New64a()
	for _, p := range parts {
		_, _ = h.Write([]byte(p))
		_, _ = h.Write([]byte{0})
	}
	x := h.Sum64() // its low bits are those of the last letters: spread them
	x = (x ^ x>>29) * 0x9e3779b97f4a7c15
	return x >> 11
}
