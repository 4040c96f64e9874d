package turnclassifier_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/gpa-stream/gpa/pkg/schema"
	gpav1 "github.com/gpa-stream/gpa/pkg/schema/gen/gpa/v1"
	"github.com/gpa-stream/gpa/pkg/stream"
)

func TestAnExchangeIsDecidedWhenTheTimeHasPassedItsWindowNeverEarlier(t *testing.T) {
	t.Parallel()
	b := newBench(t, config(), echo{})
	b.turn("c/0", 0)
	b.turn("c/1", 10)
	b.turn("c/2", 20)
	b.time(69)
	b.want()
	b.time(70) // The window's end itself may still bring something.
	b.want()
	b.time(71)
	b.want("c/1 at 10: asked c/0, answered c/2")
	b.time(1000)
	b.want() // Once is enough.
}

func TestAnExchangeSeesExactlyItsWindow(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name             string
		prompt, reaction int64
		want             string
	}{
		{"both at the edge", 40, 160, "c/1 at 100: asked c/0, answered c/2"},
		{"the reaction beyond", 40, 161, "c/1 at 100"},
		{"the request beyond", 39, 160, ""},
		{"both at once", 100, 100, "c/1 at 100: asked c/0, answered c/2"},
	} {
		for _, order := range [][3]int{{0, 1, 2}, {2, 1, 0}, {1, 2, 0}} {
			b := newBench(t, config(), echo{})
			turns := []*gpav1.Turn{turn("c/0", c.prompt), turn("c/1", 100), turn("c/2", c.reaction)}
			for _, i := range order {
				b.turns(turns[i])
			}
			b.time(161)
			if got := b.out(); got != c.want {
				t.Errorf("%s, order %v: %q, want %q", c.name, order, got, c.want)
			}
		}
	}
}

func TestOfTwoTurnsInOnePlaceTheEarlierHoldsWhicheverArrivesFirst(t *testing.T) {
	t.Parallel()
	for _, first := range []bool{true, false} {
		b := newBench(t, config(), echo{})
		b.turn("c/0", 0)
		pair := []*gpav1.Turn{turn("c/1", 10), turn("c/1b", 12)}
		if !first {
			pair[0], pair[1] = pair[1], pair[0]
		}
		b.turns(pair[0])
		b.turns(pair[1])
		b.turn("c/2", 20)
		b.time(200)
		b.want("c/1 at 10: asked c/0, answered c/2") // The one that loses makes no exchange.
	}
}

func TestOfTwoTurnsAtOneTimeTheSmallerIDHolds(t *testing.T) {
	t.Parallel()
	b := newBench(t, config(), echo{})
	b.turn("c/2z", 20)
	b.turn("c/0", 0)
	b.turn("c/1", 10)
	b.turn("c/2a", 20)
	b.time(200)
	b.want("c/1 at 10: asked c/0, answered c/2a")
}

func TestWhatWasSaidLongAgoDoesNotHoldAPlace(t *testing.T) {
	t.Parallel()
	b := newBench(t, config(), echo{}) // Somebody goes on with the conversation, and asks for another answer.
	b.turn("c/0", 0)
	b.turn("c/1", 10)
	b.turn("c/0 again", 100)
	b.turn("c/1 again", 105)
	b.turn("c/2", 110)
	b.time(300)
	b.want("c/1 at 10", "c/1 again at 105: asked c/0 again, answered c/2")
}

func TestTheSameWordsSaidAgainAreAnotherTurnWhicheverArrivesFirst(t *testing.T) {
	t.Parallel()
	for _, order := range [][]int{{0, 1, 2, 3, 4}, {4, 3, 2, 1, 0}, {2, 0, 3, 1, 4}} {
		b := newBench(t, config(), echo{})
		turns := []*gpav1.Turn{turn("c/0", 0), turn("c/1", 10), turn("c/0", 100), turn("c/1", 105), turn("c/2", 110)}
		for _, i := range order {
			b.turns(turns[i])
		}
		b.time(300)
		b.want("c/1 at 10", "c/1 at 105: asked c/0, answered c/2")
	}
}

func TestTheSameWordsWithinTheWindowCountOnce(t *testing.T) {
	t.Parallel()
	b := newBench(t, config(), echo{})
	b.turn("c/1", 12)
	b.turn("c/0", 0)
	b.turn("c/1", 10)
	b.turn("c/2", 20)
	b.time(300)
	b.want("c/1 at 10: asked c/0, answered c/2")
}

func TestOfTwoRecordsOfOneTurnTheSameHoldsWhicheverArrivesFirst(t *testing.T) {
	t.Parallel()
	plain, enriched := envelope(turn("c/1", 10)), envelope(turn("c/1", 10))
	enriched.Stratum = "model-a"
	var out [2]string
	for i, records := range [][]*gpav1.Turns{{plain, enriched}, {enriched, plain, enriched}} {
		b := newBench(t, config(), echo{})
		b.turn("c/0", 0)
		for _, rec := range records {
			b.process(b.append(schema.TypeTurns, rec))
		}
		b.time(100)
		if n := len(b.batch.Messages); n != 1 {
			t.Fatalf("%d exchanges, want 1", n)
		}
		out[i] = string(b.batch.Messages[0].Value)
		if p, _ := b.task.Position(); p.Offset != 0 {
			t.Errorf("reads again from %d, want 0", p.Offset)
		}
		b.time(200)
		if p, _ := b.task.Position(); p.Offset != int64(len(b.log)) {
			t.Errorf("reads again from %d, though nothing of %d records is needed", p.Offset, len(b.log))
		}
	}
	if out[0] != out[1] {
		t.Errorf("one order gives\n%q\nthe other\n%q", out[0], out[1])
	}
}

func TestWhatLiesBehindTheTimeIsDroppedAndCounted(t *testing.T) {
	t.Parallel()
	b := newBench(t, config(), echo{})
	b.time(100)
	b.turn("c/0", 99)
	b.turn("c/1", 100)
	b.turn("c/2", 101)
	b.time(300)
	b.want()
	if n := b.stage.Behind(); n != 1 {
		t.Errorf("%d records are behind, want 1", n)
	}
}

func TestTheSlowestSourceHolds(t *testing.T) {
	t.Parallel()
	b := newBench(t, config(), echo{})
	b.turn("c/0", 0)
	b.turn("c/1", 10)
	say := func(source string, at int64) {
		b.statement(&gpav1.Statement{Source: source, Count: 2, TimeUs: us(at), State: live})
	}
	say("raw/0", 500)
	b.settle()
	b.want() // The other has not spoken: there is no time yet.
	say("raw/1", 70)
	b.want()
	say("raw/1", 71)
	b.want("c/1 at 10")
}

func TestTheEndDecidesOutOfWhatLiesUpToIt(t *testing.T) {
	t.Parallel()
	b := newBench(t, config(), echo{})
	b.turn("c/0", 0)
	b.turn("c/1", 10)
	b.turn("c/2", 51) // Overtakes the end: it belongs to what comes after.
	b.turn("d/0", 45)
	b.turn("d/1", 50)
	b.turn("e/0", 51)
	b.turn("e/1", 52)
	b.end(1, 50)
	b.want("c/1 at 10", "d/1 at 50")
	b.turn("e/2", 53)
	b.end(2, 60)
	b.want("e/1 at 52: asked e/0, answered e/2")
}

func TestTheTimeIsJustAfterTheEnd(t *testing.T) {
	t.Parallel()
	b := newBench(t, config(), echo{})
	b.turn("c/0", 40)
	b.end(1, 50)
	b.turn("d/0", 50) // A repeat, or too late: the end has decided without it.
	b.turn("d/1", 51)
	b.settle()
	b.want("turnclassifier/3 of 1: ended@4 time -10 ends 1 at 50")
	if n := b.stage.Behind(); n != 1 {
		t.Errorf("%d records are behind, want the one at the end", n)
	}
}

func TestSeveralEndsAtOnceAreGoneThroughInTurn(t *testing.T) {
	t.Parallel()
	b := newBench(t, config(), echo{})
	say := func(source string, ends uint32, most int64) {
		b.statement(&gpav1.Statement{Source: source, Count: 2, TimeUs: us(0), State: ended, Ends: ends, MostUs: us(most)})
	}
	say("raw/0", 1, 30)
	say("raw/0", 2, 80)
	b.turn("c/0", 10)
	b.turn("c/1", 20)
	b.turn("c/2", 50)
	b.turn("c/3", 60)
	say("raw/1", 2, 70)
	b.want() // The first end of raw/1 was not heard of: it comes again, or the statement was read already.
	say("raw/1", 1, 25)
	b.want("c/1 at 20", "c/3 at 60")
}

func TestWholeConversationsAreDecidedAtOnce(t *testing.T) {
	t.Parallel()
	b := newBench(t, config(), echo{})
	rec := envelope(turn("c/0", 0), turn("c/1", 10), turn("c/2", 90_000), turn("c/3", 90_001), turn("c/4", 90_002))
	rec.Complete, rec.TimeUs = true, us(90_002)
	b.process(b.append(schema.TypeTurns, rec))
	b.want("c/1 at 90002: asked c/0, answered c/2", "c/3 at 90002: after c/0 asked c/2, answered c/4")
	b.time(200_000)
	b.want() // Nothing of it is held.
	if p, ok := b.task.Position(); !ok || p.Offset != 2 {
		t.Errorf("position %+v, %t; want offset 2", p, ok)
	}
}

func TestAStatementSaysTheTimeLessTheWindow(t *testing.T) {
	t.Parallel()
	b := newBench(t, config(), echo{})
	b.settle()
	b.want()
	b.time(100)
	b.settle()
	b.want("turnclassifier/3 of 1: live@1 time 40")
	b.settle()
	b.want() // Nothing new was heard.
	b.statement(&gpav1.Statement{Source: "raw/0", TimeUs: us(90), State: idle})
	b.settle()
	b.want("turnclassifier/3 of 1: idle@2 time 40")
}

func TestAnEndCutsTheBatch(t *testing.T) {
	t.Parallel()
	b := newBench(t, config(), echo{})
	cut := stream.Batch{}
	cut.Cut()
	b.end(1, 50)
	if fmt.Sprint(b.batch) != fmt.Sprint(cut) {
		t.Errorf("batch is %+v, want a cut one", b.batch)
	}
}

func TestTheNearestTurnsAreSeenWhenThereAreTooMany(t *testing.T) {
	t.Parallel()
	c := config()
	c.MaxTurns = 3
	b := newBench(t, c, echo{})
	for i, at := range []int64{0, 20, 30, 35, 38, 70} {
		b.turn(fmt.Sprint("c/", i), at)
	}
	b.time(96) // Of the answer at 35 the nearest are 38 and 30; that at 20 sees the request at 30, not the one at 0.
	b.want("c/3 at 35: asked c/2, answered c/4")
}

func TestRatingsInTheWindowCount(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		at   int64
		want string
	}{
		{10, "c/1 at 10: asked c/0, answered  rated SAT"},
		{70, "c/1 at 10: asked c/0, answered  rated SAT"},
		{71, "c/1 at 10"},
	} {
		b := newBench(t, config(), echo{})
		b.turn("c/0", 0)
		rec := envelope(turn("c/1", 10))
		rec.Feedback = []*gpav1.Feedback{rating(1, gpav1.Label_LABEL_SAT, c.at)}
		b.process(b.append(schema.TypeTurns, rec))
		b.time(71)
		if got := b.out(); got != c.want {
			t.Errorf("rated at %d: %q, want %q", c.at, got, c.want)
		}
	}
}

func TestTheLastRatingHolds(t *testing.T) {
	t.Parallel()
	b := newBench(t, config(), echo{})
	rec := envelope(turn("c/0", 0), turn("c/1", 10))
	rec.Feedback = []*gpav1.Feedback{
		rating(1, gpav1.Label_LABEL_SAT, 30), rating(1, gpav1.Label_LABEL_DSAT, 20), rating(3, gpav1.Label_LABEL_DSAT, 40),
	}
	b.process(b.append(schema.TypeTurns, rec))
	b.time(100)
	b.want("c/1 at 10: asked c/0, answered  rated SAT")
}

func TestWhatNobodyReactedToIsCountedOnly(t *testing.T) {
	t.Parallel()
	calls := 0
	b := newBench(t, config(), echo{calls: &calls})
	b.turn("c/0", 0)
	b.turn("c/1", 10)
	b.turn("c/3", 11)
	b.time(100)
	b.want("c/1 at 10", "c/3 at 11")
	if calls > 0 {
		t.Errorf("the judge was asked %d times", calls)
	}
}

func TestAnAnswerWithoutARequestIsNoExchange(t *testing.T) {
	t.Parallel()
	b := newBench(t, config(), echo{})
	b.turn("c/1", 10)
	b.turn("c/2", 20)
	b.time(100)
	b.want()
}

func TestManyAreJudgedAtOnceAndLeaveInOrder(t *testing.T) {
	t.Parallel()
	b := newBench(t, config(), slow{slots: 3})
	var want []string
	for i := range 50 {
		conv := fmt.Sprintf("c%02d", i)
		at := int64(i)
		b.turn(conv+"/0", at)
		b.turn(conv+"/1", at)
		b.turn(conv+"/2", at)
		want = append(want, fmt.Sprintf("%s/1 at %d: asked %s/0, answered %s/2", conv, at, conv, conv))
	}
	b.time(500)
	b.want(want...)
}

func TestAJudgeThatFailsStopsTheTask(t *testing.T) {
	t.Parallel()
	for _, slots := range []int{0, 1, 4} {
		b := newBench(t, config(), slow{echo{fails: map[string]bool{"c/1": true}}, slots})
		b.turn("c/0", 0)
		b.turn("c/1", 10)
		b.turn("c/2", 20)
		r := b.append(schema.TypeStatement, &gpav1.Statement{Source: "raw/0", Count: 1, TimeUs: us(100), State: live})
		err := b.task.Process(t.Context(), r, &b.batch)
		if err == nil {
			err = b.task.(stream.Gatherer).Gather(t.Context(), &b.batch)
		}
		if !errors.Is(err, errJudge) || stream.IsPermanent(err) || !strings.Contains(err.Error(), "c/1") {
			t.Errorf("%d slots: error = %v; want one that a retry may mend", slots, err)
		}
	}
}
