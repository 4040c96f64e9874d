package mine

import (
	"bytes"
	"slices"

	"github.com/gpa-stream/gpa/pkg/schema"
)

// A Bucket is the open set of observations of one time bucket in one partition. It is not safe for concurrent use.
type Bucket struct {
	p     Params
	keyed keyed

	byID    map[string]int32
	records []record
	arena   []int32

	users    interner
	userBits []uint16
	names    interner
	// groupAt numbers pairs of a dimension and a value, which stand in groups.
	groupAt map[[2]int32]int32
	groups  [][2]int32

	// wishes is scratch space.
	wishes []wish
}

// NewBucket is an empty set.
func NewBucket(p Params, salt schema.Salt) *Bucket {
	return &Bucket{
		p: p, keyed: newKeyed(salt), byID: map[string]int32{},
		users: newInterner(), names: newInterner(), groupAt: map[[2]int32]int32{},
	}
}

// Add puts an observation into the set. The order of Adds does not matter, and an observation that is in it already
// changes nothing; of two contents under one id the one with the smaller hash holds.
func (b *Bucket) Add(o Observation) {
	r := b.record(&o)
	at, known := b.byID[o.ID]
	if !known {
		b.byID[o.ID] = int32(len(b.records))
		b.records = append(b.records, r)
		return
	}
	was := &b.records[at]
	if b.same(was, &r) {
		b.arena = b.arena[:r.from]
		return
	}
	before, now := b.content(was), b.content(&r)
	if bytes.Compare(now[:], before[:]) < 0 {
		*was = r
		return
	}
	b.arena = b.arena[:r.from]
}

// Len is the number of observations in the set.
func (b *Bucket) Len() int { return len(b.records) }

// Counts counts the set as it is; Kept and Capped are 0 until it is closed (Tally.Counts).
func (b *Bucket) Counts() Counts {
	var c Counts
	for i := range b.records {
		c.count(&b.records[i])
	}
	return c
}

func (c *Counts) count(r *record) {
	c.Exchanges++
	switch r.label {
	case SAT:
		c.SAT++
	case DSAT:
		c.DSAT++
	case Neutral:
		c.Neutral++
	default:
		return
	}
	if !r.revealed() && !r.stated() {
		c.Unused++
	}
}

// record numbers the names of an observation and puts its parts at the end of the arena.
func (b *Bucket) record(o *Observation) record {
	r := record{
		id: o.ID, time: o.Time, user: b.user(o.User), from: len(b.arena),
		intent: b.names.number(o.Intent), stratum: b.names.number(o.Stratum),
		label: o.Label, shard: uint8(uint(o.Shard) % schema.Shards),
	}
	if o.Label < None || o.Label > DSAT {
		r.label = None
	}
	if r.label == SAT || r.label == DSAT {
		r.q = reliability(o.Confidence)
	}
	// Without a conversation the user stands for it: still a lower bound.
	r.conversation = uint16(spread(o.Conversation) % conversationBits)
	if o.Conversation == "" {
		r.conversation = uint16(spread(o.User) % conversationBits)
	}
	for i, g := range o.Groups {
		if firstOfDimension(o.Groups, i) {
			b.arena = append(b.arena, b.groupNumber(g))
		}
	}
	r.groups = b.settle(r.from)
	from := len(b.arena)
	for _, a := range o.Aspects {
		b.arena = append(b.arena, b.names.number(a))
	}
	r.aspects = b.settle(from)
	r.wishes = b.addWishes(o.Stated)
	r.defect = o.defect(r.wishes)
	return r
}

// settle sorts what the arena holds from there on, drops repetitions, and counts the rest.
func (b *Bucket) settle(from int) int32 {
	part := b.arena[from:]
	slices.Sort(part)
	part = slices.Compact(part)
	b.arena = b.arena[:from+len(part)]
	return int32(len(part))
}

// addWishes keeps one wish per aspect: the most reliable, and of equally reliable ones that for more.
func (b *Bucket) addWishes(stated []Stated) int32 {
	b.wishes = b.wishes[:0]
	for _, s := range stated {
		q := reliability(s.Confidence)
		if q == 0 || s.Direction == 0 {
			continue
		}
		if s.Direction < 0 {
			q = -q
		}
		b.wishes = append(b.wishes, wish{aspect: b.names.number(s.Aspect), q: q})
	}
	slices.SortFunc(b.wishes, func(x, y wish) int {
		if x.aspect != y.aspect {
			return int(x.aspect - y.aspect)
		}
		if byReliability := abs16(y.q) - abs16(x.q); byReliability != 0 {
			return byReliability
		}
		return int(y.q) - int(x.q)
	})
	b.wishes = slices.CompactFunc(b.wishes, func(x, y wish) bool { return x.aspect == y.aspect })
	for _, w := range b.wishes {
		b.arena = append(b.arena, w.aspect, int32(w.q))
	}
	return int32(len(b.wishes))
}

func abs16(x int16) int {
	if x < 0 {
		return -int(x)
	}
	return int(x)
}

// firstOfDimension keeps a user in one group of a dimension: the alphabetically first that is claimed.
func firstOfDimension(groups []Group, i int) bool {
	for j, g := range groups {
		if j != i && g.Dimension == groups[i].Dimension && g.Value < groups[i].Value {
			return false
		}
	}
	return true
}

func (b *Bucket) user(name string) int32 {
	n := b.users.number(name)
	if int(n) == len(b.userBits) {
		b.userBits = append(b.userBits, uint16(spread(name)%userBits))
	}
	return n
}

func (b *Bucket) groupNumber(g Group) int32 {
	key := [2]int32{b.names.number(g.Dimension), b.names.number(g.Value)}
	n, ok := b.groupAt[key]
	if !ok {
		n = int32(len(b.groups))
		b.groupAt[key] = n
		b.groups = append(b.groups, key)
	}
	return n
}

func (b *Bucket) group(n int32) Group {
	key := b.groups[n]
	return Group{Dimension: b.names.names[key[0]], Value: b.names.names[key[1]]}
}
