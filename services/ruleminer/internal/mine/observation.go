package mine

// A Label is how a user took a response. The numbers are those of gpa.v1.Label.
type Label int8

// Labels.
const (
	None Label = iota
	SAT
	Neutral
	DSAT
)

// A Group is one part of a dimension, e.g. expertise = novice.
type Group struct{ Dimension, Value string }

// Stated is a wish that a reaction voiced: +1 asks for more of the aspect, -1 for less.
type Stated struct {
	Aspect     string
	Direction  int8
	Confidence float64
}

// An Observation is one exchange as the miner counts it.
type Observation struct {
	ID string
	// User is a pseudonym.
	User string
	// Shard is 0 to 63 and a function of the user.
	Shard   int
	Groups  []Group
	Intent  string
	Stratum string
	// Aspects names what the response has.
	Aspects []string
	Label   Label
	// Confidence is P(label) / (P(SAT) + P(DSAT)) of a SAT or DSAT.
	Confidence float64
	// Defect is what a DSAT complains about, if it is not style.
	Defect       Defect
	Stated       []Stated
	Conversation string
	// Time is the event time in microseconds since 1970.
	Time int64
}

// Counts are numbers of distinct observations.
//
// SAT + Neutral + DSAT = Kept + Capped + Unused once the bucket is closed. Unused are those that say nothing: neutral
// without a stated wish, or a confidence of one half.
type Counts struct {
	Exchanges, SAT, Neutral, DSAT, Kept, Capped, Unused int64
}

// Add adds other to c.
func (c *Counts) Add(other Counts) {
	c.Exchanges += other.Exchanges
	c.SAT += other.SAT
	c.Neutral += other.Neutral
	c.DSAT += other.DSAT
	c.Kept += other.Kept
	c.Capped += other.Capped
	c.Unused += other.Unused
}
