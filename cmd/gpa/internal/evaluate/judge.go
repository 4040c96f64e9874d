package evaluate

import (
	"cmp"
	"math"
	"slices"

	"github.com/gpa-stream/gpa/pkg/schema"
)

// answer is a question with a direction.
type answer struct {
	question
	more bool
}

// An Outcome is what came of one world.
type Outcome struct {
	Miner, Naive Published
	// Beside is what the miner did with the other settings on the same data, if there were any.
	Beside *Published
	// Ratios are estimates over the truth at publication, Covered how many of the Intervals held the truth then; CoveredAtEnd
	// and IntervalsAtEnd the same of the rules that are live and true at the end.
	Ratios                       []float64
	Covered, Intervals           int
	CoveredAtEnd, IntervalsAtEnd int
	// Sizes are the observations behind a rule when it was published, by planted effect.
	Sizes map[float64][]int64
	Drift Drift
	// Checks are of what the rules and verdicts said.
	Checks Checks
	// Spammed says that a spammed rule was ever live.
	Spammed bool
}

// Published is what one procedure did.
type Published struct {
	// EverFalse counts rules that were false in whole their life; FalseAtEnd those at the end, of LiveAtEnd.
	EverFalse, FalseAtEnd, LiveAtEnd int
	// Found are the planted effects that were published at the end, of Planted, by size and kind.
	Found, Planted map[Size]int
}

// Size is a kind and size of planted effects.
type Size struct {
	Kind   string  `json:"kind"`
	Effect float64 `json:"effect"`
}

// Drift is how fast a procedure followed a change, in days; what it never did counts as long as it could have taken.
type Drift struct {
	// Flipped and Vanished are how long rules stayed that were no longer true, Opposite how long it took until the opposite
	// of a flipped one was live.
	Flipped, Vanished, Opposite []float64
	// StableLost of Stable rules that stayed true were not live at the end.
	Stable, StableLost int
	// NaiveStays counts flipped and vanished claims of the z-test that stood at the end, of NaiveWrong.
	NaiveStays, NaiveWrong int
}

// judge holds what is published against the truth, day by day.
type judge struct {
	w            *world
	ever, naive  map[answer]bool
	live, claim  map[answer]bool
	before       map[answer]bool
	claimsBefore map[answer]bool
	gone, came   map[answer]int
	out          Outcome
}

func newJudge(w *world) *judge {
	return &judge{
		w: w, ever: map[answer]bool{}, naive: map[answer]bool{}, gone: map[answer]int{}, came: map[answer]int{},
		out: Outcome{Sizes: map[float64][]int64{}},
	}
}

// rules looks at the live rules of a day.
func (j *judge) rules(day int, rules []schema.Rule) {
	live := map[answer]bool{}
	for _, r := range rules {
		q, ok := j.w.askedBy(r)
		if !ok || !r.Live() {
			continue
		}
		a := answer{q, r.Direction == schema.More}
		live[a] = true
		if day == j.w.s.Days-1 {
			j.atEnd(q, r)
		}
		if !j.ever[a] {
			j.ever[a] = true
			j.publication(day, q, r)
		}
	}
	j.follow(day, j.live, live)
	j.live = live
}

// publication compares a rule with the truth when it is published.
func (j *judge) publication(day int, q question, r schema.Rule) {
	if j.w.s.Spam != nil && q.intent == 0 && q.aspect == 0 {
		j.out.Spammed = true
	}
	truth := j.w.now(day, j.w.truth.of(q))
	if !right(truth, r.Effect) || (j.w.s.Change > 0 && day >= j.w.s.Change) {
		return
	}
	shown := j.w.now(day, j.w.looksLike(q))
	j.out.Ratios = append(j.out.Ratios, r.Effect/shown)
	j.out.Intervals++
	if r.Interval[0] <= shown && shown <= r.Interval[1] {
		j.out.Covered++
	}
	if p, ok := j.w.truth.sizes[q]; ok {
		j.out.Sizes[p.Effect] = append(j.out.Sizes[p.Effect], r.Support.Observations)
	}
}

// atEnd compares a rule with the truth when all is over, where the truth was one all the time.
func (j *judge) atEnd(q question, r schema.Rule) {
	if e := j.w.truth.of(q); j.w.s.Change > 0 || !right(e.before, r.Effect) {
		return
	}
	shown := j.w.looksLike(q).before
	j.out.IntervalsAtEnd++
	if r.Interval[0] <= shown && shown <= r.Interval[1] {
		j.out.CoveredAtEnd++
	}
}

// follow notes when rules go and come after the change.
func (j *judge) follow(day int, before, now map[answer]bool) {
	change := j.w.s.Change
	if change == 0 || day < change {
		return
	}
	if day == change {
		j.before, j.claimsBefore = before, j.claim
	}
	for a := range j.before {
		if _, known := j.gone[a]; !known && !now[a] {
			j.gone[a] = day - change + 1
		}
	}
	for a := range now {
		if _, known := j.came[a]; !known {
			j.came[a] = day - change + 1
		}
	}
}

// claims looks at what the z-test publishes.
func (j *judge) claims(_ int, claims []claim) {
	j.claim = map[answer]bool{}
	for _, c := range claims {
		a := answer{c.q, c.z > 0}
		j.claim[a] = true
		j.naive[a] = true
	}
}

func (j *judge) outcome() Outcome {
	j.out.Miner = j.published(j.ever, j.live)
	j.out.Naive = j.published(j.naive, j.claim)
	j.drift()
	return j.out
}

func (j *judge) published(ever, end map[answer]bool) Published {
	p := Published{Found: map[Size]int{}, Planted: map[Size]int{}, LiveAtEnd: len(end)}
	for a := range ever {
		if e := j.w.truth.of(a.question); !a.right(e.before) && !a.right(e.after) {
			p.EverFalse++
		}
	}
	last := j.w.s.Days - 1
	for a := range end {
		if !a.right(j.w.now(last, j.w.truth.of(a.question))) {
			p.FalseAtEnd++
		}
	}
	for q, planted := range j.w.truth.sizes {
		e := j.w.now(last, j.w.truth.of(q))
		if planted.Then != "" || e == 0 {
			continue
		}
		size := Size{planted.Kind, planted.Effect}
		p.Planted[size]++
		if end[answer{q, e > 0}] {
			p.Found[size]++
		}
	}
	return p
}

func (a answer) right(e float64) bool {
	direction := -1.0
	if a.more {
		direction = 1
	}
	return right(e, direction)
}

// drift sums up what follow noted.
func (j *judge) drift() {
	if j.w.s.Change == 0 {
		return
	}
	d, longest := &j.out.Drift, float64(j.w.s.Days-j.w.s.Change+1)
	for _, q := range j.w.truth.plantedQuestions() {
		e := j.w.truth.of(q)
		a := answer{q, e.before > 0}
		if j.claimsBefore[a] && j.w.truth.sizes[q].Then != "" {
			d.NaiveWrong++
			if j.claim[a] {
				d.NaiveStays++
			}
		}
		if !j.before[a] {
			continue
		}
		switch j.w.truth.sizes[q].Then {
		case Flipped:
			d.Flipped = append(d.Flipped, dayOf(j.gone, a, longest))
			d.Opposite = append(d.Opposite, dayOf(j.came, answer{q, !a.more}, longest))
		case Vanished:
			d.Vanished = append(d.Vanished, dayOf(j.gone, a, longest))
		default:
			d.Stable++
			if !j.live[a] {
				d.StableLost++
			}
		}
	}
}

func dayOf(days map[answer]int, a answer, longest float64) float64 {
	if day, ok := days[a]; ok {
		return float64(day)
	}
	return longest
}

// quantile is that of a list, NaN for none.
func quantile(list []float64, share float64) float64 {
	if len(list) == 0 {
		return math.NaN()
	}
	sorted := slices.SortedFunc(slices.Values(list), cmp.Compare[float64])
	return sorted[min(int(share*float64(len(sorted))), len(sorted)-1)]
}
