package linear

// Hash is the hash of a text under a seed, which keeps the features of one template apart from those of another.
func Hash(seed uint64, text string) uint64 {
	h := seed ^ 14695981039346656037
	for i := 0; i < len(text); i++ {
		h = (h ^ uint64(text[i])) * 1099511628211
	}
	return h
}

// Mix joins two hashes, in order.
func Mix(a, b uint64) uint64 {
	x := a*0x9e3779b97f4a7c15 + b
	x ^= x >> 32
	x *= 0xd6e8feb86659fd93
	x ^= x >> 29
	return x
}

// Index is the place of a hash in any table.
func Index(h uint64) uint32 {
	h ^= h >> 33
	h *= 0xff51afd7ed558ccd
	h ^= h >> 33
	return uint32(h >> 8)
}
