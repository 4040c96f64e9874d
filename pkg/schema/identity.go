package schema

import (
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
	return digits(s.sum(kind, name))
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
	return s.Pseudonym("fingerprint", "")
}

// sum is HMAC-SHA-256 (RFC 2104) of both parts, each behind its length. Names are short and there are several in every
// record: two hashes of bytes on the stack take a third of what crypto/hmac takes.
func (s Salt) sum(kind, name string) [sha256.Size]byte {
	key := [sha256.BlockSize]byte{}
	if len(s) > len(key) {
		hashed := sha256.Sum256([]byte(s))
		copy(key[:], hashed[:])
	} else {
		copy(key[:], s)
	}
	var room [4 * sha256.BlockSize]byte
	message := room[:0]
	for _, k := range key {
		message = append(message, k^0x36)
	}
	message = appendPart(appendPart(message, kind), name)
	inner := sha256.Sum256(message)
	var outer [sha256.BlockSize + sha256.Size]byte
	for i, k := range key {
		outer[i] = k ^ 0x5c
	}
	copy(outer[sha256.BlockSize:], inner[:])
	return sha256.Sum256(outer[:])
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
	var room [16 * sha256.BlockSize]byte // For most turns it is enough.
	message := room[:0]
	for _, p := range parts {
		message = appendPart(message, p)
	}
	return digits(sha256.Sum256(message))
}

// digits are the first half of a hash, 32 hex digits.
func digits(sum [sha256.Size]byte) string {
	var text [sha256.Size]byte
	hex.Encode(text[:], sum[:sha256.Size/2])
	return string(text[:])
}

// appendPart adds a part behind its length, so that no two lists of parts look alike.
func appendPart(to []byte, part string) []byte {
	to = binary.BigEndian.AppendUint64(to, uint64(len(part)))
	return append(to, part...)
}
