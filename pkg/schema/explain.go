package schema

import "time"

// ExplainSchema names the document explain.json.
const ExplainSchema = "gpa.explain/v1"

// Explanations is the document explain.json: why the rules of rules.json are what they are, and what stands apart from
// them. No digest covers it.
type Explanations struct {
	Schema  string        `json:"schema"`
	Rules   []Explanation `json:"rules"`
	Quality []Seen        `json:"quality"`
	// Rates are how observations came in, for planning.
	Rates []Rate `json:"rates"`
	// Evicted are names that the bounded dictionary left out when an epoch began.
	Evicted []Evicted `json:"evicted"`
}

// Explanation is the evidence behind one rule. Numbers of a divergence are of the difference, group minus versus.
type Explanation struct {
	Rule string `json:"rule"`
	// Needed is the log e-value that confirms a rule of this family, given how many others are confirmed; Kept is that
	// at which a live rule stays.
	Needed float64 `json:"needed_log_e"`
	Kept   float64 `json:"kept_log_e"`
	// Hypotheses of the family, and how many of them are confirmed.
	Hypotheses int `json:"hypotheses"`
	Confirmed  int `json:"confirmed"`
	// Looks are e-values over time, thinned out as they grow many; they begin when the evidence was worth remembering.
	Looks   []Look   `json:"looks"`
	Windows []Window `json:"windows"`
	Shards  Agreeing `json:"shards"`
	// Channels hold what each channel says of the same question.
	Channels []ChannelView `json:"channels"`
	// Strata hold what each stratum says, when there are several; their variance is that of the whole.
	Strata []StratumView `json:"strata,omitempty"`
	// Aliases are aspects that cannot be told apart from the rule's: it is about one of them.
	Aliases []string `json:"aliases,omitempty"`
	// Expected is how many more observations, as they have come so far, are expected until the rule is confirmed; nil
	// when it is live, or when the effect seen so far would not do it.
	Expected *int64 `json:"observations_expected,omitempty"`
	// Days is how long those take at the rate of the last one to two epochs.
	Days *float64 `json:"days_expected,omitempty"`
	// Contradiction is what speaks against a live rule since its publication, and Limit where that retracts it.
	Contradiction float64 `json:"contradiction"`
	Limit         float64 `json:"contradiction_limit"`
}

// A Look is the e-value at the end of a bucket; nil when no evidence counted.
type Look struct {
	At   time.Time `json:"at"`
	LogE *float64  `json:"log_e"`
}

// A Window is a stretch of evidence: old, young, long_old, long_young or reset.
type Window struct {
	Name  string    `json:"window"`
	Since time.Time `json:"since"`
	// SameAs names an earlier window that holds the same evidence.
	SameAs       string `json:"same_as,omitempty"`
	Observations int64  `json:"observations"`
	WithAspect   int64  `json:"with_aspect"`
	UsersAtLeast int64  `json:"users_at_least"`
	// Effect, Interval and Adjusted (with the other aspects held fixed) are absent without enough support.
	Effect   *float64    `json:"effect,omitempty"`
	Interval *[2]float64 `json:"interval,omitempty"`
	Adjusted *float64    `json:"adjusted,omitempty"`
	LogE     *float64    `json:"log_e,omitempty"`
	// Note says why the window does not count.
	Note string `json:"note,omitempty"`
}

// Agreeing says how many of the user shards that saw the aspect agree with a rule's direction.
type Agreeing struct {
	Agree int `json:"agree"`
	Of    int `json:"of"`
}

// A ChannelView is what one channel says of a question; LogE is of the rule's direction.
type ChannelView struct {
	Channel  string     `json:"channel"`
	Effect   float64    `json:"effect"`
	Interval [2]float64 `json:"interval"`
	LogE     *float64   `json:"log_e"`
}

// A StratumView is what one stratum says of a question.
type StratumView struct {
	Stratum      string     `json:"stratum"`
	Observations int64      `json:"observations"`
	Effect       float64    `json:"effect"`
	Interval     [2]float64 `json:"interval"`
}

// A Rate is how observations of a group and intent came in over the last one to two epochs, and what they tell.
type Rate struct {
	Dimension string    `json:"dimension"`
	Group     string    `json:"group"`
	Intent    string    `json:"intent"`
	Since     time.Time `json:"since"`
	Days      float64   `json:"days"`
	// Observations that count, and a lower bound of the users they are from.
	Observations int64 `json:"observations"`
	UsersAtLeast int64 `json:"users_at_least"`
	// Noise is the variance of outcomes times the design effect of users who come back.
	Noise float64 `json:"noise"`
	// Hypotheses about divergences in the dimension, and about preferences.
	Hypotheses  int          `json:"hypotheses"`
	Preferences int          `json:"preference_hypotheses"`
	Aspects     []AspectRate `json:"aspects"`
}

// An AspectRate is the share of answers that have an aspect, and what an observation tells of its effect.
type AspectRate struct {
	Aspect      string  `json:"aspect"`
	Share       float64 `json:"share"`
	Information float64 `json:"information"`
}

// Evicted is a name that the dictionary left out, with its evidence: at the start of that epoch.
type Evicted struct {
	At time.Time `json:"at"`
	// Kind is dimension, group, intent, aspect, stated aspect or conjunction; Within is the dimension or intent that it belonged to.
	Kind   string `json:"kind"`
	Within string `json:"within,omitempty"`
	Name   string `json:"name"`
	// Support is how many observations it had.
	Support int64 `json:"support"`
}
