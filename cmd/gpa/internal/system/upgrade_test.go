//go:build linux && kafka

package system_test

import (
	"encoding/binary"
	"encoding/json"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"google.golang.org/protobuf/proto"

	"github.com/gpa-stream/gpa/cmd/gpa/internal/audit"
	"github.com/gpa-stream/gpa/pkg/embedded/pgtest"
	"github.com/gpa-stream/gpa/pkg/schema"
	gpav1 "github.com/gpa-stream/gpa/pkg/schema/gen/gpa/v1"
)

func TestAnUpgradeUnderLoadCountsEveryExchangeOnce(t *testing.T) {
	want := calmly(t)
	newer := newerBuild(t)
	space := newNamespace(t, brokerForAll(t), pgtest.URL(t))
	fleet := launch(t, space, 2)
	fleet.awaitStart()
	run := space.flow(t, trouble())
	// As Kubernetes does it: a new one first, then an old one goes. From the end, so that the classifiers meet the log
	// in its middle.
	space.binary = newer
	older := slices.Clone(fleet.members)
	slices.Reverse(older)
	for _, old := range older {
		stage, _, _ := strings.Cut(old.name, "-")
		fresh := fleet.join(stage)
		fleet.awaitStart()
		time.Sleep(trouble() / time.Duration(2*len(older)))
		leaves(t, old)
		t.Logf("%s took over from %s", fresh.name, old.name)
	}
	space.await(run, "import", patience)
	got := space.outcome(t)
	if fell := fleet.fallen(); len(fell) > 0 {
		t.Errorf("processes ended by themselves: %v", fell)
	}
	got.turns.equals(t, "turns", want.turns)
	got.exchanges.equals(t, "exchanges", want.exchanges)
	got.observations.equals(t, "observations", want.observations)

	lines := space.audit(t)
	for stage, l := range lines {
		if l.Missing > 0 {
			t.Errorf("%s misses %d: %v", stage, l.Missing, l.Examples)
		}
	}
	miner, all := lines["ruleminer"], int64(len(want.observations.ids))
	t.Logf("judged by %v, %d by both; %d records repeated", miner.Models, miner.Several, got.repeated())
	if counted := space.counted(t); counted != all || miner.Out != all {
		t.Errorf("the buckets count %d observations, the audit %d, want %d", counted, miner.Out, all)
	}
	judged := miner.Several
	for _, n := range miner.Models {
		judged += n
	}
	if inTopic := len(space.passed(t, schema.TopicObservations, schema.TypeObservation, judgedID).ids); judged != int64(inTopic) || len(miner.Models) != 2 {
		t.Errorf("the mix is %v and %d of both, want two models and %d together", miner.Models, miner.Several, inTopic)
	}
}

// judgedID is the id of an observation that a model judged.
func judgedID(value []byte) ([]string, error) {
	var o gpav1.Observation
	if err := proto.Unmarshal(value, &o); err != nil || o.GetModel() == "" {
		return nil, err
	}
	return []string{o.GetId()}, nil
}

// counted is how many observations all buckets count.
func (n *namespace) counted(t *testing.T) int64 {
	t.Helper()
	return int64(n.number(t, "SELECT sum((counts->>'Exchanges')::bigint)::text FROM miner_buckets"))
}

// newerBuild is the command with other weights: it judges the same reactions with less confidence.
func newerBuild(t *testing.T) string {
	t.Helper()
	out, err := exec.Command("go", "list", "-f", "{{.Dir}}", "github.com/gpa-stream/gpa/services/turnclassifier").Output()
	if err != nil {
		t.Fatalf("find the weights: %v", err)
	}
	file := filepath.Join(strings.TrimSpace(string(out)), "internal", "weights", "weights.bin")
	weights, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	// The first number behind the line that names the format is the temperature of chats.
	at := slices.Index(weights, '\n') + 1
	temperature := math.Float64frombits(binary.LittleEndian.Uint64(weights[at:]))
	binary.LittleEndian.PutUint64(weights[at:], math.Float64bits(1.25*temperature))
	dir := t.TempDir()
	other, overlay, built := filepath.Join(dir, "weights.bin"), filepath.Join(dir, "overlay.json"), filepath.Join(dir, "gpa")
	list, err := json.Marshal(map[string]any{"Replace": map[string]string{file: other}})
	if err != nil {
		t.Fatal(err)
	}
	for path, content := range map[string][]byte{other: weights, overlay: list} {
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := build(built, "-overlay", overlay); err != nil {
		t.Fatal(err)
	}
	return built
}

// audit is gpa doctor --audit, by stage.
func (n *namespace) audit(t *testing.T) map[string]audit.Line {
	t.Helper()
	var lines []audit.Line
	if err := json.Unmarshal(n.gpa("doctor", "--audit", "--json"), &lines); err != nil {
		t.Fatalf("read the audit: %v", err)
	}
	by := map[string]audit.Line{}
	for _, l := range lines {
		by[l.Stage] = l
	}
	return by
}
