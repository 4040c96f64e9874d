package doctor_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/segmentio/kafka-go"

	"github.com/gpa-stream/gpa/cmd/gpa/internal/doctor"
	"github.com/gpa-stream/gpa/pkg/config"
	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/pkg/stream/kafkastream"
)

// check compares a finding with what was wanted: well or not, and words of what was found and what mends it.
func check(t *testing.T, name string, got doctor.Finding, ok bool, found, mend string) {
	t.Helper()
	if got.OK != ok || !strings.Contains(got.Found, found) || !strings.Contains(got.Mend, mend) {
		t.Errorf("%s: got %+v, want ok %v, %q and %q", name, got, ok, found, mend)
	}
	if !got.OK && got.Mend == "" {
		t.Errorf("%s: nothing says what mends it: %+v", name, got)
	}
}

func TestMigrationsAreNamedWithWhatMendsThem(t *testing.T) {
	t.Parallel()
	check(t, "none", doctor.Migrations("gpa", 0, 3), false, "no tables", "gpa migrate")
	check(t, "older", doctor.Migrations("gpa", 2, 3), false, "2 of 3", "gpa migrate")
	check(t, "newer", doctor.Migrations("gpa", 4, 3), false, "at 4", "newer")
	check(t, "equal", doctor.Migrations("gpa", 3, 3), true, "at 3", "")
}

func TestAnotherSaltThanTheNamespacesIsFound(t *testing.T) {
	t.Parallel()
	ours := schema.Salt("a").Fingerprint()
	check(t, "none", doctor.Salt("", ours), false, "not set", "GPA_SALT")
	check(t, "first", doctor.Salt("a", ""), true, ours[:8], "")
	check(t, "same", doctor.Salt("a", ours), true, ours[:8], "")
	other := doctor.Salt("b", ours)
	check(t, "other", other, false, "begun with another", "postgres.schema")
	if strings.Contains(other.Found+other.Mend, ours) {
		t.Error("the whole fingerprint is shown")
	}
}

func TestClocksMayDifferByWhatTheQuestionTook(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		ahead, within time.Duration
		ok            bool
		found         string
	}{
		{0, 0, true, ""},
		{time.Second, 0, true, ""},
		{-1500 * time.Millisecond, 500 * time.Millisecond, true, ""},
		{1501 * time.Millisecond, 500 * time.Millisecond, false, "1.001s ahead of"},
		{-time.Minute, 0, false, "1m0s behind"},
	} {
		check(t, c.ahead.String(), doctor.Clock(c.ahead, c.within), c.ok, c.found, "")
	}
}

func TestMissingTopicsAreNamed(t *testing.T) {
	t.Parallel()
	counts := map[schema.Topic]int{}
	for _, s := range schema.Topics {
		counts[s.Name] = 4
	}
	check(t, "all", doctor.Topics(schema.Names{Prefix: "gpa."}, counts), true, "all 11", "")
	check(t, "counts", doctor.Partitions(schema.Names{Prefix: "gpa."}, counts), true, "4 of turns", "")
	counts[schema.TopicObservations] = 3
	check(t, "three", doctor.Partitions(schema.Names{Prefix: "gpa."}, counts), false, "has 3 partitions", "make the topic anew")
	delete(counts, schema.TopicExchanges)
	check(t, "missing", doctor.Topics(schema.Names{Prefix: "gpa."}, counts), false, "missing: gpa.exchanges.v1", "gpa topics apply")
	check(t, "unknown", doctor.Partitions(schema.Names{Prefix: "gpa."}, counts), false, "not known", "gpa topics apply")
}

func TestAShortRetentionIsMendedByOneCommand(t *testing.T) {
	t.Parallel()
	c := config.Config{TopicPrefix: "gpa.", Window: time.Hour, Bucket: time.Hour}
	kept := map[schema.Topic]time.Duration{schema.TopicTurns: 4 * time.Hour, schema.TopicExchanges: kafkastream.Forever}
	check(t, "enough", doctor.Retention(kept, nil, c), true, "4h0m0s", "")
	check(t, "not all known", doctor.Retention(kept, errors.New("denied"), c), false, "denied", "4h0m0s")
	kept[schema.TopicExchanges] = time.Hour
	check(t, "short", doctor.Retention(kept, nil, c), false, "gpa.exchanges.v1 keeps records for 1h0m0s",
		"kafka-configs.sh --alter --topic gpa.exchanges.v1 --add-config retention.ms=14400000")
}

func TestABrokerThatLacksARequestIsFound(t *testing.T) {
	t.Parallel()
	keys := []kafka.ApiVersionsResponseApiKey{
		{ApiKey: 0, MinVersion: 0, MaxVersion: 13},
		{ApiKey: 1, MinVersion: 4, MaxVersion: 18},
		{ApiKey: 2, MinVersion: 1, MaxVersion: 11},
		{ApiKey: 3, MinVersion: 0, MaxVersion: 13},
		{ApiKey: 8, MinVersion: 2, MaxVersion: 10},
		{ApiKey: 9, MinVersion: 1, MaxVersion: 10},
		{ApiKey: 10, MaxVersion: 6},
		{ApiKey: 11, MaxVersion: 9},
		{ApiKey: 12, MaxVersion: 4},
		{ApiKey: 14, MaxVersion: 5},
		{ApiKey: 19, MinVersion: 2, MaxVersion: 7},
		{ApiKey: 32, MinVersion: 1, MaxVersion: 4},
	}
	check(t, "4", doctor.Version(keys), true, "4.x (Fetch up to v18)", "")
	keys[1].MinVersion = 0
	check(t, "3", doctor.Version(keys), true, "before 4.0", "")
	keys[4].MinVersion = 3
	check(t, "commit", doctor.Version(keys), false, "OffsetCommit v2", "Kafka")
	check(t, "nothing", doctor.Version(nil), false, "Produce v7", "Kafka")
}

func TestRightsAreJudgedAsFarAsTheyAreKnown(t *testing.T) {
	t.Parallel()
	check(t, "no authorizer", doctor.Access(nil, 0, kafka.SecurityDisabled), true, "everything is allowed", "")
	check(t, "not to be listed", doctor.Access(nil, 0, kafka.ClusterAuthorizationFailed), true, "may not be listed", "")
	check(t, "listed", doctor.Access(nil, 7, nil), true, "7 entries", "")
	check(t, "no answer", doctor.Access(nil, 0, errors.New("odd")), true, "odd", "")
	check(t, "refused", doctor.Access([]string{"group gpa.ingest"}, 7, nil), false, "group gpa.ingest", "gpa topics list --as sh")
}

func TestVersionsThatOnlyTheTopicKnowsAreFound(t *testing.T) {
	t.Parallel()
	held := map[string]int64{"plan/free/chat": 3, "plan/pro/chat": 2}
	check(t, "equal", doctor.Announced(map[string]int64{"plan/free/chat": 3}, held), true, "1 rubrics", "")
	check(t, "behind", doctor.Announced(map[string]int64{"plan/free/chat": 2}, held), true, "no version", "")
	check(t, "ahead", doctor.Announced(map[string]int64{"plan/free/chat": 5, "plan/pro/chat": 2}, held), false, "plan/free/chat 5 (database: 3)", "decide it again")
	many := map[string]int64{}
	for _, id := range []string{"a", "b", "c", "d", "e", "f", "g"} {
		many[id] = 1
	}
	check(t, "many", doctor.Announced(many, nil), false, "7 rubrics", "backup")
}
