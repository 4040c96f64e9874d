package mine

import (
	"encoding/binary"

	"github.com/gpa-stream/gpa/pkg/schema"
)

// keyed makes the hashes that nobody may foresee: the priorities by which caps choose, and the places of their counters.
type keyed struct{ priorities, slots schema.Keyed }

func newKeyed(salt schema.Salt) keyed {
	return keyed{priorities: salt.Keyed("priority"), slots: salt.Keyed("cap")}
}

// priority equals schema.Salt.Priority.
func (k keyed) priority(id string) uint64 { return k.priorities.String(id) }

// slot is where the counter of a user and intent, each given by its own hash, stands in its shard's table.
func (k keyed) slot(user, intent uint64) uint32 { return uint32(k.slots.Pair(user, intent) >> 48) }

// part is the hash of a name for slot.
func (k keyed) part(name string) uint64 { return k.slots.String(name) }

func appendPart(to []byte, part string) []byte {
	to = binary.BigEndian.AppendUint64(to, uint64(len(part)))
	return append(to, part...)
}

// spread is a plain hash for sets of users and conversations, whose names are keyed hashes already.
func spread(s string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	h ^= h >> 33
	h *= 0xff51afd7ed558ccd
	h ^= h >> 33
	h *= 0xc4ceb9fe1a85ec53
	return h ^ h>>33
}
