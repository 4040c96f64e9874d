package simulate

import (
	"math"
	"math/rand/v2"
	"sort"
)

// A wheel draws indexes by weight.
type wheel []float64

func newWheel(n int, weight func(int) float64) wheel {
	w, sum := make(wheel, n), 0.0
	for i := range n {
		sum += weight(i)
		w[i] = sum
	}
	return w
}

func shareWheel(list []Share) wheel {
	return newWheel(len(list), func(i int) float64 { return list[i].Share })
}

func (w wheel) draw(rng *rand.Rand) int {
	if len(w) == 0 {
		return 0
	}
	x := rng.Float64() * w[len(w)-1]
	return min(sort.Search(len(w), func(i int) bool { return w[i] > x }), len(w)-1)
}

// mix is a hash of two numbers, for random values that belong to a thing and not to a place in the sequence.
func mix(a, b uint64) uint64 {
	x := a ^ (b+0x9e3779b97f4a7c15)*0xbf58476d1ce4e5b9
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// normal turns a hash into a value that is close to normal with deviation 1: the sum of four uniform ones.
func normal(h uint64) float64 {
	sum := 0.0
	for range 4 {
		sum += float64(h&0xffff) / 0x10000
		h >>= 16
	}
	return (sum - 2) * math.Sqrt(3)
}
