package cli

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/segmentio/kafka-go"

	"github.com/gpa-stream/gpa/cmd/gpa/internal/audit"
	"github.com/gpa-stream/gpa/pkg/embedded/pgtest"
	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/pkg/stream"
)

// accounts runs the audit and gives its lines by stage.
func accounts(t *testing.T, want int, args ...string) map[string]audit.Line {
	t.Helper()
	code, out, messages := gpa(t, append([]string{"doctor", "--audit", "--json"}, args...)...)
	if code != want {
		t.Fatalf("the audit ended with %d, want %d: %s\n%s", code, want, messages, out)
	}
	var lines []audit.Line
	if err := json.Unmarshal([]byte(out), &lines); err != nil {
		t.Fatalf("%v in %q", err, out)
	}
	by := map[string]audit.Line{}
	for _, l := range lines {
		if l.In != l.Out+l.Dead+l.Late+l.Repeated+l.Missing {
			t.Errorf("the account of %s does not add up: %+v", l.Stage, l)
		}
		by[l.Stage] = l
	}
	return by
}

func TestAnAuditFindsEveryRecordAndNamesTheOneThatIsMissing(t *testing.T) {
	t.Parallel()
	addr, k := cluster(t)
	url, _ := pgtest.Schema(t)
	base := []string{"--kafka.brokers=" + addr, "--postgres.url=" + url, "--salt=s"}
	must(t, append([]string{"mine", planted(t, 1500), "--through=kafka", "--run=audited", "--keep", "--out=" + t.TempDir()}, base...)...)
	// Nothing is late in mine.
	settings := append(base, "--kafka.topic_prefix=gpa.mine.audited.", "--postgres.schema=gpa_mine_audited", "--miner.bucket=24h", "--ingest.lateness=100000h")
	found := accounts(t, 0, settings...)
	if in := found["ingest"]; in.In != 1500 || in.Out != 1500 {
		t.Errorf("ingest: %+v, want 1,500 conversations in and out", in)
	}
	for _, next := range [][2]string{{"turnclassifier", "attrextractor"}, {"attrextractor", "ruleminer"}} {
		if found[next[0]].Out == 0 || found[next[0]].Out != found[next[1]].In {
			t.Errorf("%s gives %d, %s takes %d", next[0], found[next[0]].Out, next[1], found[next[1]].In)
		}
	}
	if m := found["ruleminer"].Models; len(m) != 1 {
		t.Errorf("judged by %v, want one model", m)
	}
	if out := must(t, append([]string{"doctor", "--audit"}, settings...)...); !strings.Contains(out, "judged ") || !strings.Contains(out, "+ missing") {
		t.Errorf("the table is\n%s", out)
	}

	// An exchange that attrextractor has committed as read, and of which nothing came.
	exchanges := stream.Partition{Topic: "gpa.mine.audited." + string(schema.TopicExchanges)}
	if err := k.Publish(t.Context(), []stream.Message{{Partition: exchanges, Type: schema.TypeExchange, ID: "lost"}}); err != nil {
		t.Fatal(err)
	}
	res, err := k.Client().OffsetCommit(t.Context(), &kafka.OffsetCommitRequest{
		GroupID: "gpa.mine.audited.attrextractor", GenerationID: -1,
		Topics: map[string][]kafka.OffsetCommit{exchanges.Topic: {{Partition: 0, Offset: end(t, k, exchanges.Topic, 0)}}},
	})
	if err != nil || res.Topics[exchanges.Topic][0].Error != nil {
		t.Fatalf("commit: %v, %+v", err, res)
	}
	found = accounts(t, 1, settings...)
	if l := found["attrextractor"]; l.Missing != 1 || len(l.Examples) != 1 || !strings.Contains(l.Examples[0], exchanges.Topic+"/0@") {
		t.Errorf("attrextractor: %+v, want the one that is missing, by its place", l)
	}
	if l := found["ingest"]; l.Missing != 0 {
		t.Errorf("ingest: %+v, want nothing missing", l)
	}
}

func TestTheAuditorAccountsForEachStageAndBucket(t *testing.T) {
	t.Parallel()
	addr, k := cluster(t)
	s := newSide(t, k, addr, "accounted.", "--audit.every=50ms")
	must(t, append([]string{"import", planted(t, 1000), "--close"}, s.flags...)...)
	pool, err := pgxpool.New(t.Context(), s.url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(pool.Close)
	chain := []string{"ingest", "turnclassifier", "attrextractor", "ruleminer"}
	var sums map[string]audit.Counts
	sum := func() bool {
		kept, err := audit.Kept(t.Context(), pool)
		if err != nil {
			t.Fatal(err)
		}
		sums = map[string]audit.Counts{}
		for stage, buckets := range kept {
			total := audit.Line{}
			for _, b := range buckets {
				if b.In != b.Out+b.Dead+b.Late+b.Repeated+b.Missing {
					t.Errorf("%s, bucket %d: %+v does not add up", stage, b.Number, b)
				}
				total.Add(b.Counts)
			}
			sums[stage] = total.Counts
		}
		return sums["ruleminer"].Out > 0 && sums["ruleminer"].In == sums["turnclassifier"].Out
	}
	await(t, "the accounts to be complete", sum)
	if sums["ingest"].Out != 1000 || len(sums) != len(chain) {
		t.Errorf("the accounts are %+v, want 1,000 out of ingest", sums)
	}
	for i, stage := range chain[1:] {
		if sums[stage].Missing != 0 || i > 0 && sums[stage].In != sums[chain[i]].Out {
			t.Errorf("%s: %+v, before it %+v", stage, sums[stage], sums[chain[i]])
		}
	}
	if out := must(t, append([]string{"doctor", "--audit"}, s.flags...)...); !strings.Contains(out, "  from 20") {
		t.Errorf("no buckets in\n%s", out)
	}
}
