package turnclassifier_test

import (
	"strings"
	"testing"

	"google.golang.org/protobuf/proto"

	gpav1 "github.com/gpa-stream/gpa/pkg/schema/gen/gpa/v1"
	"github.com/gpa-stream/gpa/services/turnclassifier"
)

// guess is a judge that knows the level of whoever says so.
type guess struct {
	echo
	p float64
}

func (g guess) Expertise(requests []string) (string, float64) {
	all := strings.Join(requests, " ")
	for _, level := range []string{"novice", "expert"} {
		if strings.Contains(all, level) {
			return level, g.p
		}
	}
	return turnclassifier.AbstainExpertise, 1
}

// groupsOf are the groups of one exchange, as text.
func groupsOf(t *testing.T, p float64, infer []string, change func(*gpav1.Turns)) string {
	t.Helper()
	c := config()
	c.Infer = infer
	b := newBench(t, c, guess{p: p})
	rec := envelope(turn("c/0", 0), turn("c/1", 10), turn("c/2", 20))
	rec.Complete = true
	change(rec)
	b.process(b.append("io.gpa.turns.v1", rec))
	b.gather()
	var x gpav1.Exchange
	if err := proto.Unmarshal(b.batch.Messages[0].Value, &x); err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, g := range x.GetGroups() {
		out = append(out, g.GetDimension()+"="+g.GetValue())
	}
	return strings.Join(out, " ")
}

func TestGroupsAreInferredWhereNoneIsGiven(t *testing.T) {
	t.Parallel()
	all := []string{"locale", "expertise", "language"}
	says := func(request, reaction, locale string) func(*gpav1.Turns) {
		return func(r *gpav1.Turns) {
			r.Turns[0].Content, r.Turns[2].Content, r.Locale = request, reaction, locale
		}
	}
	for _, c := range []struct {
		name, want string
		p          float64
		infer      []string
		change     func(*gpav1.Turns)
	}{
		{"nothing is asked for", "plan=free", 0.9, nil, says("a novice", "x", "de-AT")},
		{"all", "expertise=novice language=de locale=de-AT plan=free", 0.9, all, says("a novice", "x", "de-AT")},
		{"the reaction says nothing about the group", "plan=free", 0.9, all, says("x", "an expert", "")},
		{"not sure enough", "plan=free", 0.5, all, says("a novice", "x", "")},
		{"other forms of a locale", "language=pt plan=free", 0.9, []string{"language"}, says("x", "x", "PT_br")},
		{"what is given holds", "expertise=expert plan=free", 0.9, all, func(r *gpav1.Turns) {
			says("a novice", "x", "")(r)
			r.Groups = append(r.Groups, &gpav1.Group{Dimension: "expertise", Value: "expert"})
		}},
	} {
		if got := groupsOf(t, c.p, c.infer, c.change); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

func TestNothingSensitiveIsInferred(t *testing.T) {
	t.Parallel()
	c := config()
	c.Infer = []string{"gender"}
	if _, err := turnclassifier.New(c, guess{}); err == nil || !strings.Contains(err.Error(), "sensitive") {
		t.Errorf("error %v, want that it is refused", err)
	}
	c.Infer = []string{"expertise"}
	if _, err := turnclassifier.New(c, echo{}); err == nil || !strings.Contains(err.Error(), "cannot tell") {
		t.Errorf("error %v, want that the judge cannot tell", err)
	}
}

func TestExpertiseIsThatOfTheFieldOfTheRequest(t *testing.T) {
	t.Parallel()
	judge, err := turnclassifier.LoadJudge(t.Context(), "general")
	if err != nil {
		t.Fatal(err)
	}
	code := "Fix the bug in my Java function: under load the p99 tail latency doubles because of false sharing and GC pauses"
	level, _ := judge.Expertise([]string{code, "Fix the bug in my C program"})
	if level != "expert" {
		t.Errorf("behind a request of the same field: %s, want expert", level)
	}
	if level, _ = judge.Expertise([]string{code, "Write a poem about autumn"}); level != turnclassifier.AbstainExpertise {
		t.Errorf("behind a request of another field: %s, want abstain", level)
	}
	if level, _ = judge.Expertise(nil); level != turnclassifier.AbstainExpertise {
		t.Errorf("without a word: %s, want abstain", level)
	}
}
