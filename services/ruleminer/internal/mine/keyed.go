package mine

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"hash"

	"github.com/gpa-stream/gpa/pkg/schema"
)

// keyed makes the same keyed hashes as schema.Salt, without preparing the key anew each time.
type keyed struct {
	mac     hash.Hash
	message []byte
	sum     []byte
}

func newKeyed(salt schema.Salt) *keyed {
	return &keyed{mac: hmac.New(sha256.New, []byte(salt))}
}

// priority equals schema.Salt.Priority.
func (k *keyed) priority(id string) uint64 { return k.hash("priority", id, "") }

// slot is where the counter of a user and intent stands in its shard's table.
func (k *keyed) slot(user, intent string) uint32 {
	return uint32(k.hash("cap", user, intent) >> 48)
}

func (k *keyed) hash(kind, first, second string) uint64 {
	m := appendPart(k.message[:0], kind)
	m = appendPart(m, first)
	if second != "" {
		m = appendPart(m, second)
	}
	k.message = m
	k.mac.Reset()
	_, _ = k.mac.Write(m)
	k.sum = k.mac.Sum(k.sum[:0])
	return binary.BigEndian.Uint64(k.sum)
}

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
