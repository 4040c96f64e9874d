package evaluate

import (
	"math"
	"sort"
	"strconv"

	"github.com/gpa-stream/gpa/pkg/schema"
)

type user struct {
	name  string
	shard int
	// group is what the log says, side what the user is like: they differ only where groups are shuffled.
	group, side int
	mood        float64
	// tastes are the user's own effects by aspect; nil for none.
	tastes []float64
}

func (w *world) populate(seed uint64) {
	s, salt := w.s, schema.Salt(strconv.FormatUint(seed, 10))
	sum := 0.0
	for i := range s.Users {
		u := user{name: salt.Pseudonym("user", strconv.Itoa(i)), side: i % len(s.Groups), mood: s.Mood * w.rng.NormFloat64()}
		u.group = u.side
		u.shard = int(schema.Shard(u.name))
		taste := s.Taste
		if s.Heavy != nil && i < s.Heavy.Users {
			taste = s.Heavy.Taste
		}
		if taste > 0 {
			u.tastes = make([]float64, s.Aspects)
			for a := range u.tastes {
				u.tastes[a] = taste * w.rng.NormFloat64()
			}
		}
		w.users = append(w.users, u)
		sum += math.Exp(s.Activity * min(w.rng.NormFloat64(), 3))
		w.activity = append(w.activity, sum)
	}
	if s.Shuffled {
		w.rng.Shuffle(len(w.users), func(i, k int) { w.users[i].group, w.users[k].group = w.users[k].group, w.users[i].group })
	}
}

// pick draws an index by cumulated weights.
func (w *world) pick(cumulated []float64) int {
	if len(cumulated) == 0 {
		return 0
	}
	return sort.SearchFloat64s(cumulated, w.rng.Float64()*cumulated[len(cumulated)-1])
}
