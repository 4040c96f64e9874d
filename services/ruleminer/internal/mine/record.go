package mine

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"math"
	"slices"
)

// record is an observation as it counts, with names as numbers. Its groups, aspects and wishes stand one behind the
// other in the bucket's arena, sorted by number.
type record struct {
	id                      string
	time                    int64
	user, intent, stratum   int32
	from                    int
	groups, aspects, wishes int32
	conversation            uint16
	// q is round(1000(2c-1)) of a SAT or DSAT, 0 for others.
	q     int16
	label Label
	shard uint8
	// defect of a judgement that is none of style.
	defect Defect
}

// reliability is round(1000(2c-1)) of a confidence c, 0 for what tells nothing.
func reliability(confidence float64) int16 {
	if !(confidence > 0.5) {
		return 0
	}
	return int16(math.Round(1000 * (2*min(confidence, 1) - 1)))
}

// revealed says whether the judgement tells anything.
func (r *record) revealed() bool { return r.q > 0 }

// stated says whether the reaction asks for anything.
func (r *record) stated() bool { return r.wishes > 0 && r.label != None }

// wish is an aspect and the signed reliability of what is asked for.
type wish struct {
	aspect int32
	q      int16
}

// same compares two records of one id.
func (b *Bucket) same(x, y *record) bool {
	if x.time != y.time || x.user != y.user || x.intent != y.intent || x.stratum != y.stratum ||
		x.groups != y.groups || x.aspects != y.aspects || x.wishes != y.wishes ||
		x.conversation != y.conversation || x.q != y.q || x.label != y.label || x.shard != y.shard || x.defect != y.defect {
		return false
	}
	return slices.Equal(b.parts(x), b.parts(y))
}

func (b *Bucket) parts(r *record) []int32 {
	return b.arena[r.from : r.from+int(r.groups)+int(r.aspects)+2*int(r.wishes)]
}

func (b *Bucket) groupsOf(r *record) []int32 { return b.arena[r.from : r.from+int(r.groups)] }

func (b *Bucket) aspectsOf(r *record) []int32 {
	from := r.from + int(r.groups)
	return b.arena[from : from+int(r.aspects)]
}

// wishesOf are pairs of an aspect and its signed reliability.
func (b *Bucket) wishesOf(r *record) []int32 {
	from := r.from + int(r.groups) + int(r.aspects)
	return b.arena[from : from+2*int(r.wishes)]
}

// content is a hash of what a record says, by name, so that it does not depend on the order of arrival.
func (b *Bucket) content(r *record) [sha256.Size]byte {
	var m []byte
	number := func(x int64) { m = binary.BigEndian.AppendUint64(m, uint64(x)) }
	for _, x := range []int64{r.time, int64(r.conversation), int64(r.q), int64(r.label), int64(r.shard), int64(r.defect)} {
		number(x)
	}
	m = appendPart(m, b.users.names[r.user])
	m = appendPart(m, b.names.names[r.intent])
	m = appendPart(m, b.names.names[r.stratum])
	groups := make([]Group, 0, r.groups)
	for _, g := range b.groupsOf(r) {
		groups = append(groups, b.group(g))
	}
	slices.SortFunc(groups, compareGroups)
	number(int64(len(groups)))
	for _, g := range groups {
		m = appendPart(appendPart(m, g.Dimension), g.Value)
	}
	aspects := b.namesOf(b.aspectsOf(r))
	slices.Sort(aspects)
	number(int64(len(aspects)))
	for _, a := range aspects {
		m = appendPart(m, a)
	}
	wishes := make([]string, 0, r.wishes)
	for at, list := 0, b.wishesOf(r); at < len(list); at += 2 {
		text := appendPart(nil, b.names.names[list[at]])
		wishes = append(wishes, string(binary.BigEndian.AppendUint32(text, uint32(list[at+1]))))
	}
	slices.Sort(wishes)
	for _, w := range wishes {
		m = append(m, w...)
	}
	return sha256.Sum256(m)
}

func (b *Bucket) namesOf(numbers []int32) []string {
	names := make([]string, len(numbers))
	for i, n := range numbers {
		names[i] = b.names.names[n]
	}
	return names
}

func compareGroups(x, y Group) int {
	return cmp.Or(cmp.Compare(x.Dimension, y.Dimension), cmp.Compare(x.Value, y.Value))
}
