package schema

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
)

// Shards is the number of user shards (J in docs/statistics.md).
const Shards = 64

// A Salt keys every pseudonym and priority of a namespace. It is secret.
type Salt string

// Pseudonym is the keyed hash of a name of that kind (user, conversation), 32 hex digits.
func (s Salt) Pseudonym(kind, name string) string {
	return hex.EncodeToString(s.sum(kind, name)[:16])
}

// priority is the purpose of the hashes by which caps choose.
const priority = "priority"

// Priority is the keyed hash by which caps choose among observations: whoever does not know the salt cannot aim at it.
// Keyed("priority") makes the same ones faster.
func (s Salt) Priority(id string) uint64 {
	return s.Keyed(priority).String(id)
}

// Fingerprint tells salts apart without giving them away.
func (s Salt) Fingerprint() string {
	return hex.EncodeToString(s.sum("fingerprint", "")[:16])
}

func (s Salt) sum(kind, name string) []byte {
	mac := hmac.New(sha256.New, []byte(s))
	writeParts(mac.Write, kind, name)
	return mac.Sum(nil)
}

// Shard is the shard of a user's pseudonym, 0 to Shards-1.
func Shard(pseudonym string) uint32 {
	sum := sha256.Sum256([]byte(pseudonym))
	return uint32(sum[0]) % Shards
}

// ShardPartition is the observation partition of a shard; partitions is a power of two up to Shards.
func ShardPartition(shard uint32, partitions int) int32 {
	return int32(shard) * int32(partitions) / Shards
}

// ID is the identity made of those parts, 32 hex digits: the same parts give the same id, whoever makes it.
func ID(parts ...string) string {
	h := sha256.New()
	writeParts(h.Write, parts...)
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// writeParts writes each part behind its length, so that no two lists of parts look alike.
func writeParts(write func([]byte) (int, error), parts ...string) {
	var n [8]byte
	for _, p := range parts {
		binary.BigEndian.PutUint64(n[:], uint64(len(p)))
		_, _ = write(n[:])
		_, _ = write([]byte(p))
	}
}
