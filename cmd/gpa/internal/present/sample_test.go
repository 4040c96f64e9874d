package present

import (
	"time"

	"github.com/gpa-stream/gpa/pkg/schema"
)

var start = time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)

func day(n int) *time.Time {
	t := start.AddDate(0, 0, n)
	return &t
}

// rule is a live divergence of expert and novice.
func rule(intent, aspect, channel string, effect, half, logE float64, own, other float64) schema.Rule {
	direction := schema.More
	if effect < 0 {
		direction = schema.Less
	}
	return schema.Rule{
		ID: intent + aspect + channel, Kind: schema.Divergence, Dimension: "expertise", Group: "expert", Versus: "novice", Intent: intent, Aspect: aspect,
		Direction: direction, Channel: channel, State: schema.Confirmed, Effect: effect, Interval: [2]float64{effect - half, effect + half}, LogE: logE,
		Support: schema.Support{Observations: 4210, WithAspect: 1987, UsersAtLeast: 212, Conversations: 1804}, GroupEffect: own, VersusEffect: other,
		FirstConfirmed: day(3), LastChanged: day(5),
	}
}

// grown is an explanation with a look a day.
func grown(id string, logE ...float64) schema.Explanation {
	x := schema.Explanation{Rule: id, Needed: 9.2}
	for i, l := range logE {
		x.Looks = append(x.Looks, schema.Look{At: *day(i + 1), LogE: &l})
	}
	return x
}

func preference(intent, group, aspect string, effect float64) schema.Rule {
	return schema.Rule{
		ID: "p" + intent + group + aspect, Kind: schema.Preference, Dimension: "expertise", Group: group, Intent: intent, Aspect: aspect, Direction: schema.More,
		Channel: schema.Revealed, State: schema.Kept, Effect: effect, Interval: [2]float64{effect - 0.1, effect + 0.1}, LogE: 9,
	}
}

func rubric(intent, group, verdict string, instructions ...string) schema.Rubric {
	r := schema.Rubric{
		ID: schema.RubricID("expertise", group, intent), Dimension: "expertise", Group: group, Intent: intent, Version: 2, Status: schema.Published, Verdict: verdict,
	}
	for _, s := range instructions {
		r.Items = append(r.Items, schema.Item{Instruction: s})
	}
	return r
}

// sample has every kind of place: different, same and unknown, with shared, leaning and retracted rules.
func sample() Results {
	leaning := rule("tool_choice", "alternatives", schema.Revealed, 0.12, 0.2, 3, 0.06, -0.06)
	leaning.State = schema.Emerging
	gone := rule("code_debugging", "warmth", schema.Revealed, -0.15, 0.1, 2, -0.1, 0.05)
	gone.State, gone.Reason = schema.Retracted, "contradicted by later data"
	against := rule("code_debugging", "length", schema.Revealed, 0.11, 0.06, 12.5, 0.09, -0.02)
	return Results{
		Rules: schema.Rules{Schema: schema.RulesSchema, Dimensions: []string{"expertise"}, Rules: []schema.Rule{
			rule("code_debugging", "step_by_step", schema.Revealed, -0.31, 0.13, 19.8, -0.07, 0.24),
			rule("code_debugging", "step_by_step", schema.StatedBy, -0.6, 0.2, 11, -0.3, 0.3),
			rule("code_debugging", "technical_depth", schema.Revealed, 0.27, 0.12, 15.1, 0.26, -0.01),
			rule("code_debugging", "length", schema.StatedBy, -0.4, 0.2, 8.1, -0.3, 0.1),
			against,
			preference("code_debugging", "expert", "verification", 0.14),
			preference("code_debugging", "novice", "verification", 0.18),
			preference("code_debugging", "novice", "example", 0.18),
			leaning, gone,
		}},
		Rubrics: schema.Rubrics{Schema: schema.RubricsSchema, Rubrics: []schema.Rubric{
			rubric("code_debugging", "expert", schema.Different, "Leave numbered steps out.", "Go into technical depth."),
			rubric("how_to", "expert", schema.Same),
			rubric("tool_choice", "expert", schema.Unknown),
			rubric("billing", "expert", schema.Unknown),
			rubric("code_debugging", "novice", schema.Different, "Give numbered steps, one action each.", "Keep it plain."),
			rubric("how_to", "novice", schema.Same),
			rubric("tool_choice", "novice", schema.Unknown),
			rubric("billing", "novice", schema.Same),
		}},
		Start: start,
		Why: schema.Explanations{Rules: []schema.Explanation{
			{Rule: leaning.ID, Days: new(3.6)},
			grown("code_debuggingstep_by_step"+schema.Revealed, 2, 5, 4, 9, 14, 19.8),
			grown("code_debuggingtechnical_depth"+schema.Revealed, 1, 3, 7, 11, 15.1),
			grown("code_debugginglength"+schema.Revealed, -1, 4, 8, 12.5),
		}},
		Lacking: map[string]string{Place("expertise", "billing"): "about 3 more days at this rate"},
	}
}

func sampleReport() Report {
	return Report{
		Input:        Input{Records: 13512, Conversations: 13500, Turns: 42847, Bad: 2, Duplicates: 10},
		Exchanges:    Exchanges{Total: 16128, Judged: Judged{SAT: 6442, DSAT: 4384, Neutral: 2393}},
		Observations: Observations{Total: 13219, Kept: 10210, Capped: 616, Unused: 2393},
		Seconds:      map[string]float64{"total": 8.25, "ingest": 1.5, "classify": 4},
		Digest:       "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
		BadRecords: []BadRecord{
			{File: "chats.jsonl", Line: 1207, Reason: `turns[3].role is "wizard"; expected user, assistant, system, developer or tool`},
			{File: "chats.jsonl", Line: 1300, Reason: "turns is empty"},
		},
		Warnings: map[string]int64{"feedback out of range": 3},
	}
}

// threeGroups has pairs among three groups, more differences than a card has lines, and an aspect of no pack.
func threeGroups() Results {
	var r Results
	add := func(group, versus, aspect string, effect float64) {
		x := rule("support", aspect, schema.Revealed, effect, 0.1, 14, effect/2, -effect/2)
		x.ID += group + versus
		x.Dimension, x.Group, x.Versus, x.State = "plan", group, versus, schema.Kept
		r.Rules.Rules = append(r.Rules.Rules, x)
	}
	add("business", "free", "length", -0.25)
	add("business", "trial", "length", -0.22)
	add("free", "trial", "warmth", 0.35)
	add("business", "free", "policy_link", 0.3)
	add("business", "free", "table", 0.12)
	add("business", "trial", "summary", 0.18)
	add("business", "trial", "emoji", -0.41)
	for _, g := range []string{"business", "free", "trial"} {
		x := rubric("support", g, schema.Different, "Do it.")
		x.Dimension = "plan"
		r.Rubrics.Rubrics = append(r.Rubrics.Rubrics, x)
	}
	return r
}
