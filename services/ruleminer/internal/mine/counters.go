package mine

import (
	"fmt"
	"math"
)

// Counters remember how many observations of a user and intent were kept in the current epoch: per channel and shard a
// table of 2^16 counters of which only those above zero are stored. They name no user, and empty themselves when an
// epoch begins. The zero value is empty.
type Counters struct {
	epoch    int64
	entered  bool
	channels [channels][]slotCount
}

// Channels: what judgements reveal, and what reactions state. Neither pushes the other out.
const (
	revealed = iota
	stated
	channels
)

// slotCount is a counter above zero; slots are shard*2^16 + place, in increasing order.
type slotCount struct {
	slot uint32
	n    uint16
}

// enter empties the counters when a later epoch begins.
func (c *Counters) enter(epoch int64) {
	if c.entered && epoch <= c.epoch {
		return
	}
	*c = Counters{epoch: epoch, entered: true}
}

const countersVersion = 1

// MarshalBinary is a function of the contents: equal counters have equal bytes.
func (c *Counters) MarshalBinary() ([]byte, error) {
	if !c.entered {
		return nil, nil
	}
	var w writer
	w.uvarint(countersVersion)
	w.varint(c.epoch)
	for _, counts := range c.channels {
		w.length(len(counts))
		before := uint32(0)
		for _, s := range counts {
			w.uvarint(uint64(s.slot - before))
			w.uvarint(uint64(s.n))
			before = s.slot
		}
	}
	return w.b, nil
}

// UnmarshalBinary is the inverse of MarshalBinary; no bytes at all give empty counters.
func (c *Counters) UnmarshalBinary(b []byte) error {
	*c = Counters{}
	if len(b) == 0 {
		return nil
	}
	r := reader{b: b}
	r.version(countersVersion)
	got := Counters{epoch: r.varint(), entered: true}
	for channel := range got.channels {
		counts := make([]slotCount, r.length(2))
		slot := uint64(0)
		for i := range counts {
			step, n := r.uvarint(), r.uvarint()
			slot += step
			if slot >= 64<<16 || step >= 64<<16 || (i > 0 && step == 0) || n > math.MaxUint16 {
				r.fail("a counter out of range")
				break
			}
			counts[i] = slotCount{slot: uint32(slot), n: uint16(n)}
		}
		got.channels[channel] = counts
	}
	if err := r.end(); err != nil {
		return fmt.Errorf("decode cap counters: %w", err)
	}
	*c = got
	return nil
}
