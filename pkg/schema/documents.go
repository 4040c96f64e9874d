package schema

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math"
	"time"
)

// Schemas of the documents.
const (
	RulesSchema   = "gpa.rules/v1"
	RubricsSchema = "gpa.rubrics/v1"
)

// Kinds, directions, channels and states of a rule.
const (
	Divergence = "divergence"
	Preference = "preference"

	More = "more"
	Less = "less"

	Revealed = "revealed"
	StatedBy = "stated"

	Emerging  = "emerging"
	Confirmed = "confirmed"
	Kept      = "kept"
	Retracted = "retracted"
)

// Verdicts and states of a rubric.
const (
	Different = "different"
	Same      = "same"
	Unknown   = "unknown"

	Draft     = "draft"
	Proposed  = "proposed"
	Published = "published"
	Rejected  = "rejected"
	Retired   = "retired"
)

// Rules is the document rules.json.
type Rules struct {
	Schema     string   `json:"schema"`
	Dimensions []string `json:"dimensions"`
	Rules      []Rule   `json:"rules"`
}

// Rule is one finding: of a pair of groups (divergence) or within one group (preference), for one intent and aspect.
type Rule struct {
	ID        string `json:"id"`
	Kind      string `json:"kind"`
	Dimension string `json:"dimension"`
	Group     string `json:"group"`
	Versus    string `json:"versus,omitempty"`
	Intent    string `json:"intent"`
	Aspect    string `json:"aspect"`
	// Direction is the group's: more or less of the aspect than Versus wants.
	Direction string `json:"direction"`
	Channel   string `json:"channel"`
	State     string `json:"state"`
	// Reason says why a rule was retracted.
	Reason string `json:"reason,omitempty"`
	// Effect is in satisfaction probability (stated channel: mean direction), positive for more, inside Interval.
	Effect         float64    `json:"effect"`
	Interval       [2]float64 `json:"interval"`
	LogE           float64    `json:"log_e"`
	Support        Support    `json:"support"`
	GroupEffect    float64    `json:"group_effect"`
	VersusEffect   float64    `json:"versus_effect"`
	FirstConfirmed *time.Time `json:"first_confirmed,omitempty"`
	LastChanged    *time.Time `json:"last_changed,omitempty"`
}

// Live says whether the rule holds now.
func (r Rule) Live() bool { return r.State == Confirmed || r.State == Kept }

// Support says on how much a rule rests: both groups together, except the two certified lower bounds for the smaller one.
type Support struct {
	Observations  int64 `json:"observations"`
	WithAspect    int64 `json:"with_aspect"`
	UsersAtLeast  int64 `json:"users_at_least"`
	Conversations int64 `json:"conversations"`
}

// RuleID is the identity of a finding: it stays the same however often the finding comes and goes.
func RuleID(kind, dimension, group, versus, intent, aspect, direction, channel string) string {
	return ID("rule", kind, dimension, group, versus, intent, aspect, direction, channel)[:16]
}

// RuleSet is what the miner knows after a bucket: the rules, and every rubric key that was looked at.
type RuleSet struct {
	Rules []Rule `json:"rules"`
	Seen  []Seen `json:"seen"`
}

// Seen is a (dimension, group, intent) that the miner has met, with what is known when no rule is live on it.
type Seen struct {
	Dimension string `json:"dimension"`
	Group     string `json:"group"`
	Intent    string `json:"intent"`
	// Same: every aspect with enough support is shown to differ by less than the smallest effect of interest.
	Same bool `json:"same"`
	// Groups is how many groups the dimension has.
	Groups int `json:"groups"`
	// Quality is what was called wrong with answers; absent for fewer users than a rule needs.
	Quality *Quality `json:"quality,omitempty"`
}

// Quality says how often users called answers defective, in the last one to two epochs. It is shown and makes no rule.
type Quality struct {
	// Judged answers that count, those called defective included.
	Judged       int64 `json:"judged"`
	ErrorReports int64 `json:"error_reports"`
	Corrections  int64 `json:"corrections"`
	Refusals     int64 `json:"refusals"`
	// Defective is the share of defective answers among the judged.
	Defective float64 `json:"defective"`
}

// Rubrics is the document rubrics.json.
type Rubrics struct {
	Schema  string   `json:"schema"`
	Rubrics []Rubric `json:"rubrics"`
}

// Rubric is the card for one (dimension, group, intent).
type Rubric struct {
	ID        string `json:"id"`
	Dimension string `json:"dimension"`
	Group     string `json:"group"`
	Intent    string `json:"intent"`
	Version   int    `json:"version"`
	Status    string `json:"status"`
	Verdict   string `json:"verdict"`
	// Items is empty unless the verdict is different.
	Items       []Item     `json:"items"`
	ContentHash string     `json:"content_hash"`
	PublishedAt *time.Time `json:"published_at,omitempty"`
	Supersedes  int        `json:"supersedes,omitempty"`
}

// Item is one line of a rubric.
type Item struct {
	RuleIDs     []string `json:"rule_ids"`
	Aspect      string   `json:"aspect"`
	Direction   string   `json:"direction"`
	Instruction string   `json:"instruction"`
	// Strength is the size of the effect that the item rests on, 0 to 1.
	Strength float64  `json:"strength"`
	Channels []string `json:"channels"`
	// Versus names the other group when the dimension has more than two.
	Versus string `json:"versus,omitempty"`
	// Against are live rules that say the opposite: what people state, where what they show leads.
	Against []string `json:"against,omitempty"`
}

// RubricID names a rubric: dimension/group/intent.
func RubricID(dimension, group, intent string) string {
	return dimension + "/" + group + "/" + intent
}

// Round rounds to 1e-9, so that documents do not differ in the last bits between machines.
func Round(x float64) float64 { return math.Round(x*1e9)/1e9 + 0 } // + 0: a zero has no sign in JSON stores

// Digest is the hash of rules and rubrics as written: equal results have equal digests.
func Digest(rules Rules, rubrics Rubrics) (string, error) {
	h := sha256.New()
	for _, doc := range []any{rules, rubrics} {
		b, err := json.Marshal(doc)
		if err != nil {
			return "", fmt.Errorf("encode for digest: %w", err)
		}
		h.Write(b)
	}
	return "sha256:" + hex.EncodeToString(h.Sum(nil)), nil
}
