package turnclassifier_test

import (
	"context"
	"math"
	"strings"
	"testing"

	"google.golang.org/protobuf/proto"

	gpav1 "github.com/gpa-stream/gpa/pkg/schema/gen/gpa/v1"
	"github.com/gpa-stream/gpa/services/turnclassifier"
)

// verdict always judges the same.
type verdict struct{ gpav1.Judgement }

func (v *verdict) Judge(_ context.Context, _ turnclassifier.Case, given string, out *gpav1.Exchange) error {
	out.Intent, out.Domain, out.IntentConfidence = "read: "+given, "programming", 0.7
	out.Judgement = proto.Clone(&v.Judgement).(*gpav1.Judgement)
	return nil
}

func reads(label gpav1.Label) *verdict {
	v := &verdict{}
	v.Label, v.PSat, v.PNeutral, v.PDsat = label, 0.2, 0.3, 0.5
	v.FeedbackType, v.Tier, v.Model, v.Evidence = "correction", "local", "m1", &gpav1.Span{Ordinal: 2, End: 2, Text: "no"}
	return v
}

// whole decides one conversation of three turns.
func whole(t *testing.T, j turnclassifier.Judge, change func(*gpav1.Turns)) *gpav1.Exchange {
	t.Helper()
	b := newBench(t, config(), j)
	rec := envelope(turn("c/0", 0), turn("c/1", 10), turn("c/2", 20))
	rec.Complete = true
	change(rec)
	b.process(b.append("io.gpa.turns.v1", rec))
	b.gather()
	if n := len(b.batch.Messages); n != 1 {
		t.Fatalf("%d exchanges, want 1", n)
	}
	var x gpav1.Exchange
	if err := proto.Unmarshal(b.batch.Messages[0].Value, &x); err != nil {
		t.Fatal(err)
	}
	return &x
}

func TestAnExchangeCarriesWhatTheRecordSays(t *testing.T) {
	t.Parallel()
	x := whole(t, reads(gpav1.Label_LABEL_DSAT), func(r *gpav1.Turns) {
		r.Turns[1].Model = "model of the answer"
		r.TimeUs = us(20)
	})
	want := &gpav1.Exchange{
		Id: "c/1", Conversation: "c", User: "user of c", Shard: 7, Groups: []*gpav1.Group{{Dimension: "plan", Value: "free"}},
		Locale: "en", Stratum: "model of the answer", Intent: "read: how_to", IntentConfidence: 0.7, Domain: "programming", TimeUs: us(20),
		Prompt: "text of c/0", Response: "text of c/1", Reaction: []*gpav1.Turn{turn("c/2", 20)}, Judgement: x.GetJudgement(),
	}
	if !proto.Equal(x, want) {
		t.Errorf("exchange\n%s\nwant\n%s", x, want)
	}
}

func TestWhatIsNearerToTheAnswerOutranks(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name            string
		change          func(*gpav1.Turns)
		intent, stratum string
	}{
		{"nothing given", func(r *gpav1.Turns) { r.Intent = "" }, "read: ", ""},
		{"the record's", func(r *gpav1.Turns) { r.Stratum, r.Turns[1].Model = "s", "m" }, "read: how_to", "s"},
		{"the request's intent", func(r *gpav1.Turns) { r.Turns[0].Intent = "debug" }, "read: debug", ""},
		{"a later intent says nothing of it", func(r *gpav1.Turns) { r.Turns[2].Intent = "debug" }, "read: how_to", ""},
	} {
		x := whole(t, reads(gpav1.Label_LABEL_DSAT), c.change)
		if x.GetIntent() != c.intent || x.GetStratum() != c.stratum {
			t.Errorf("%s: intent %q, stratum %q; want %q, %q", c.name, x.GetIntent(), x.GetStratum(), c.intent, c.stratum)
		}
	}
}

func TestARatingOutranksWhatTheWordsSay(t *testing.T) {
	t.Parallel()
	const sat, neutral, dsat = gpav1.Label_LABEL_SAT, gpav1.Label_LABEL_NEUTRAL, gpav1.Label_LABEL_DSAT
	for _, c := range []struct {
		rated, read gpav1.Label
		p           [3]float64
		kind        string
		evidence    bool
	}{
		{sat, dsat, [3]float64{0.95, 0, 0.05}, "positive", false},
		{dsat, sat, [3]float64{0.05, 0, 0.95}, "none", false},
		{dsat, dsat, [3]float64{0.05, 0, 0.95}, "correction", true},
		{neutral, dsat, [3]float64{0.025, 0.95, 0.025}, "none", false},
		{gpav1.Label_LABEL_UNSPECIFIED, dsat, [3]float64{0.025, 0.95, 0.025}, "none", false},
	} {
		x := whole(t, reads(c.read), func(r *gpav1.Turns) { r.Feedback = []*gpav1.Feedback{rating(1, c.rated, 12)} })
		j := x.GetJudgement()
		want := c.rated
		if want == gpav1.Label_LABEL_UNSPECIFIED {
			want = neutral
		}
		for i, p := range []float64{j.GetPSat(), j.GetPNeutral(), j.GetPDsat()} {
			if math.Abs(p-c.p[i]) > 1e-12 {
				t.Errorf("rated %s: p is %v, %v, %v; want %v", c.rated, j.GetPSat(), j.GetPNeutral(), j.GetPDsat(), c.p)
				break
			}
		}
		if j.GetLabel() != want || !j.GetExplicit() || j.GetFeedbackType() != c.kind || (j.GetEvidence() != nil) != c.evidence || j.GetTier() != "explicit" {
			t.Errorf("rated %s where the words say %s: %s", c.rated, c.read, j)
		}
		if x.GetIntent() != "read: how_to" {
			t.Errorf("rated %s: the intent is %q, and should be read all the same", c.rated, x.GetIntent())
		}
	}
}

func TestAllAnswersWithAChanceOfAReactionAreAnswered(t *testing.T) {
	t.Parallel()
	b := newBench(t, config(), echo{})
	rec := envelope(turn("c/1", 0), turn("c/2", 10), turn("c/3", 20), turn("c/4", 30), turn("c/5", 40), turn("c/7", 50))
	rec.Feedback = []*gpav1.Feedback{rating(7, gpav1.Label_LABEL_SAT, 60)}
	answers, err := b.stage.Answers(t.Context(), rec)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, a := range answers {
		got = append(got, a.Exchange.GetJudgement().GetModel()+" behind "+strings.Join(a.Requests, "+"))
		if a.Exchange.GetId() != rec.GetConversation()+"/"+string(rune('0'+a.Ordinal)) {
			t.Errorf("answer %d is exchange %s", a.Ordinal, a.Exchange.GetId())
		}
	}
	want := []string{
		"asked , answered c/2 behind ", "asked c/2, answered c/4 behind text of c/2",
		"after c/2 asked c/4, answered  behind text of c/2+text of c/4",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("answers\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestAnswersSayWhichConversationCouldNotBeJudged(t *testing.T) {
	t.Parallel()
	b := newBench(t, config(), echo{fails: map[string]bool{"c/1": true}})
	_, err := b.stage.Answers(t.Context(), envelope(turn("c/0", 0), turn("c/1", 10), turn("c/2", 20)))
	if err == nil || !strings.Contains(err.Error(), "judge conversation c") {
		t.Errorf("error = %v", err)
	}
}
