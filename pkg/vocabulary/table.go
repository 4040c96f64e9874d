package vocabulary

// A table holds keys at the places that their hashes name, or behind them.
type table struct {
	slots []slot // a power of two, at most two thirds full
	// marked has a bit for each hash, several times as many as there are slots: what is not marked is not in the table.
	marked []uint64
	// from and markFrom are how far a hash is shifted to name a slot and a bit.
	from, markFrom uint8
	size           int32
}

type slot struct {
	key  uint64
	more uint32 // what belongs to the key
	id   int32  // from 1 on, 0 in an empty slot
}

// perSlot is how many bits there are for each slot, as a power of two.
const perSlot = 3

// add gives a new key the next number.
func (t *table) add(k uint64, more uint32) int32 {
	if 3*int(t.size) >= 2*len(t.slots) {
		t.grow()
	}
	t.size++
	t.put(slot{k, more, t.size})
	return t.size - 1
}

func (t *table) grow() {
	old := t.slots
	size, log := 64, uint8(6)
	for size < 2*len(old) {
		size, log = 2*size, log+1
	}
	t.slots, t.marked = make([]slot, size), make([]uint64, size<<perSlot/64)
	t.from, t.markFrom = 64-log, 64-log-perSlot
	for _, s := range old {
		if s.id != 0 {
			t.put(s)
		}
	}
}

func (t *table) put(s slot) {
	h := hash(s.key, s.more)
	i := t.first(h)
	for t.slots[i].id != 0 {
		i = t.after(i)
	}
	t.slots[i] = s
	bit := h >> t.markFrom
	t.marked[bit/64] |= 1 << (bit % 64)
}

// seen says that a hash may be in the table.
func (t *table) seen(h uint64) bool {
	bit := h >> (t.markFrom & 63)
	return bit/64 < uint64(len(t.marked)) && t.marked[bit/64]>>(bit%64)&1 != 0
}

func (t *table) first(h uint64) int { return int(h >> (t.from & 63)) }

func (t *table) after(i int) int { return (i + 1) & (len(t.slots) - 1) }
