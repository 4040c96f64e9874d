package mine

// windows are the overlapping generations of one group and intent: two at each of two scales, so that one of them
// always has some age, and a reset one after a contradiction. In the cell's first epoch all are the same.
type windows [generations]*generation

const (
	old = iota
	young
	longOld
	longYoung
	reset
	generations
)

// weights of the generations, fixed in advance.
var weights = []float64{0.2, 0.2, 0.2, 0.2, 0.2}

func newWindows(g *generation) *windows {
	return &windows{old: g, young: g, longOld: g, longYoung: g}
}

// distinct are the generations, each once.
func (w *windows) distinct() []*generation {
	var all []*generation
	for i, g := range w {
		if g != nil && w.first(i) == i {
			all = append(all, g)
		}
	}
	return all
}

// first is the first window that holds the same generation.
func (w *windows) first(i int) int {
	for j := range i {
		if w[j] == w[i] {
			return j
		}
	}
	return i
}

// rotate begins an epoch with fresh evidence; long says whether it begins one of the long scale as well.
func (w *windows) rotate(fresh *generation, long bool) {
	w[old], w[young] = w[young], fresh
	if long {
		w[longOld], w[longYoung] = w[longYoung], fresh
	}
	if w[reset] != nil && w[old].start >= w[reset].start {
		w[reset] = nil
	}
}

// openReset begins a generation with fresh evidence, unless there is one.
func (w *windows) openReset(fresh *generation) {
	if w[reset] == nil {
		w[reset] = fresh
	}
}

func (w *windows) empty() bool {
	for _, g := range w {
		if g != nil && !g.empty() {
			return false
		}
	}
	return true
}
