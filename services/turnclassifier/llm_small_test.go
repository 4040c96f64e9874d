//go:build llm

package turnclassifier

import (
	"testing"
	"time"

	"github.com/gpa-stream/gpa/pkg/llm/llmtest"
)

// TestARealModelIsAskedOnceAndRemembered looks at the mechanics over a real server. The model is far too weak to judge:
// its answer may be valid or not, and both are outcomes that are kept.
func TestARealModelIsAskedOnceAndRemembered(t *testing.T) {
	t.Parallel()
	url, store := llmtest.Small(t), fresh()
	patient := func(c *AskerConfig) { c.Care.Timeout, c.Care.Concurrency = 5*time.Minute, 1 }
	a := asker(t, url, store, patient)
	first := judge(t, a, "x1", "thanks, that worked perfectly")
	got := a.Tally()
	if got.Calls < 1 || got.Calls > tries || got.Usage.Input < 500 || got.Usage.Output < 10 {
		t.Errorf("tally is %+v", got)
	}
	if got.Outcomes[answered]+got.Outcomes[invalid] != 1 {
		t.Errorf("outcomes are %v", got.Outcomes)
	}
	t.Logf("%v; %d calls, %+v, judged by %s", got.Outcomes, got.Calls, got.Usage, first.GetTier())

	again := asker(t, url, store, patient)
	if second := judge(t, again, "x1", "thanks, that worked perfectly"); second.String() != first.String() {
		t.Errorf("judged %v, then %v", first, second)
	}
	if got := again.Tally(); got.Calls != 0 || got.MemoHits != 1 {
		t.Errorf("the replay's tally is %+v", got)
	}
}
