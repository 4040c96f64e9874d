package cli

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/gpa-stream/gpa/pkg/database"
	"github.com/gpa-stream/gpa/pkg/embedded/pgtest"
	"github.com/gpa-stream/gpa/services/rubricpublisher"
)

// daily writes observations of some days since 1970 to a file: free users want length, paying ones do not.
func daily(t *testing.T, from, to int) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "observations.jsonl")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines := json.NewEncoder(f)
	for day := from; day < to; day++ {
		rng := rand.New(rand.NewPCG(2, uint64(day)))
		for i := range 150 {
			user, aspects, p := rng.IntN(300), []string{}, 0.5
			if rng.IntN(2) == 0 {
				aspects, p = []string{"length"}, 0.5+0.35*float64(1-2*(user%2))
			}
			label := "DSAT"
			if rng.Float64() < p {
				label = "SAT"
			}
			err := lines.Encode(map[string]any{
				"id": fmt.Sprint("o", day, "-", i), "user": fmt.Sprint("u", user), "groups": map[string]string{"plan": []string{"free", "paid"}[user%2]},
				"intent": "how_to", "aspects": aspects, "label": label, "confidence": 0.9, "conversation_id": fmt.Sprint("c", day, "-", i),
				"at": time.Unix(int64(day)*86400+int64(i), 0).UTC().Format(time.RFC3339),
			})
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	return path
}

// A system that adopts what was mined from old logs holds the rules of one that had seen them first. Ten days are an
// epoch, and the seam lies between two of them.
func TestAdoptedLogsGiveTheRulesOfARunOverAll(t *testing.T) {
	t.Parallel()
	url, _ := pgtest.Schema(t)
	common := []string{"--postgres.url=" + url, "--salt=s", "--miner.epoch=240h", "--miner.keep_tallies=2400h", "--set=MinArm=10"}
	name := strings.ToLower(t.Name()[4:12]) + strconv.Itoa(os.Getpid())
	mine := func(run string, from, to int) string {
		t.Helper()
		must(t, append([]string{"mine", daily(t, from, to), "--from=observations", "--through=kafka", "--run=" + name + run, "--keep", "--out=" + t.TempDir()}, common...)...)
		return "gpa_mine_" + name + run
	}
	history, running, all := mine("h", 20520, 20530), mine("r", 20530, 20540), mine("a", 20520, 20540)
	in := func(schema string, args ...string) []string {
		return append(append(args, "--postgres.schema="+schema, "--miner.bucket=24h", "--set=AlphaPub=0.05"), common...)
	}
	rules := func(schema string) string { return must(t, in(schema, "rules", "list", "--json")...) }
	before, want := rules(running), rules(all)
	if before == want {
		t.Fatal("the old logs make no difference: nothing is compared")
	}
	if out := must(t, in(running, "adopt", history, "--dry-run")...); !strings.Contains(out, "would adopt 1,500 observations in 10 buckets") || rules(running) != before {
		t.Errorf("a dry run says\n%s", out)
	}
	if out := must(t, in(running, "adopt", history)...); !strings.Contains(out, "adopted 1,500 observations in 10 buckets") {
		t.Errorf("it says\n%s", out)
	}
	if out := must(t, in(running, "rules", "what-if", "MinEffect=0.9")...); !strings.Contains(out, "with the tallies since 2026-03-08T00:00:00Z") || !strings.Contains(out, " 0 the same") {
		t.Errorf("no rule has such an effect, yet:\n%s", out)
	}
	// The publisher, which stands before the last bucket again, brings the rubrics up to date.
	publisherTakes(t, url, running)
	if got := rules(running); got != want {
		t.Errorf("adopted rules are\n%s\nwant those of a run over all\n%s", got, want)
	}
	for what, args := range map[string][]string{
		"itself":               in(running, "adopt", running),
		"other parameters":     append(in(running, "adopt", history), "--set=RidgeN=9"),
		"nobody":               in(running, "adopt", "gpa_mine_nobody"),
		"what-if of a cap":     in(running, "rules", "what-if", "CapUser=2"),
		"what-if of a mistake": in(running, "rules", "what-if", "AlphaPib=0.2"),
	} {
		if code, out, _ := gpa(t, args...); code == 0 {
			t.Errorf("%s went through: %s", what, out)
		}
	}
}

func publisherTakes(t *testing.T, url, schema string) {
	t.Helper()
	pool, err := database.Open(t.Context(), url, schema)
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	publisher := rubricpublisher.New(rubricpublisher.Config{}, rubricpublisher.NewPostgresStore(pool, "test"))
	took, err := publisher.Step(t.Context())
	if err != nil || !took {
		t.Fatalf("the publisher took a bucket: %v, %v", took, err)
	}
}
