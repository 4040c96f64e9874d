//go:build linux && kafka && soak

package system_test

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/gpa-stream/gpa/cmd/gpa/internal/simulate"
	"github.com/gpa-stream/gpa/pkg/embedded/pgtest"
)

// pace is how many conversations a second flow in a soak; a conversation has about three turns.
const pace = 200

// TestSoak lets conversations flow for SOAK (1h) through a process of each stage, looks at the processes every minute,
// and wants that none of them grows, that nobody falls behind, and that nothing is missing in the end.
func TestSoak(t *testing.T) {
	length := time.Hour
	if text := os.Getenv("SOAK"); text != "" {
		var err error
		if length, err = time.ParseDuration(text); err != nil {
			t.Fatalf("SOAK: %v", err)
		}
	}
	space := newNamespace(t, brokerForAll(t), pgtest.URL(t))
	f := &fleet{t: t, space: space}
	t.Cleanup(f.clear)
	var watched []*vitals
	for _, stage := range stages {
		address := local(freePort(t))
		watched = append(watched, &vitals{member: f.join(stage, "GPA_HTTP_LISTEN="+address), metrics: "http://" + address + "/metrics"})
	}
	f.awaitStart()
	run := space.flood(t, int(pace*length.Seconds()))
	for _, at := range moments(length) {
		time.Sleep(time.Until(at))
		line := []string{at.Format(time.TimeOnly)}
		for _, v := range watched {
			v.look(t)
			line = append(line, v.String())
		}
		t.Log(strings.Join(line, " | "))
	}
	space.await(run, "import", patience)
	if fell := f.fallen(); len(fell) > 0 {
		t.Errorf("processes ended by themselves: %v", fell)
	}
	for _, v := range watched {
		v.judge(t)
	}
	for stage, l := range space.audit(t) {
		t.Logf("%s: %d in, %d out, %d missing", stage, l.In, l.Out, l.Missing)
	}
	verdict := "passed"
	if t.Failed() {
		verdict = "failed"
	}
	t.Logf("soak of %s: %s", length, verdict)
}

// moments are those at which the processes are looked at: every minute, and ten times at least.
func moments(length time.Duration) []time.Time {
	every := min(time.Minute, length/10)
	var all []time.Time
	begin := time.Now()
	for at := every; at <= length; at += every {
		all = append(all, begin.Add(at))
	}
	return all
}

// flood sends so many simulated conversations at the pace, and an end; the log is written while it is read.
func (n *namespace) flood(t *testing.T, conversations int) *process {
	t.Helper()
	s, err := shipped("crash")
	if err != nil {
		t.Fatal(err)
	}
	// As many a day as in that scenario.
	s.Days = max(1, s.Days*conversations/s.Conversations)
	s.Conversations = conversations
	r, w := io.Pipe()
	done := make(chan error, 1)
	go func() {
		enc := json.NewEncoder(w)
		_, err := simulate.Generate(t.Context(), s, 1, func(c simulate.Conversation) error { return enc.Encode(c) })
		done <- w.CloseWithError(err)
	}()
	t.Cleanup(func() {
		_ = r.Close()
		<-done
	})
	var out bytes.Buffer
	p, err := feed(n.binary, n.log("import"), n.env(), r, &out, "import", "-", "--as-turns", "--close", "--rate", strconv.Itoa(pace))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = p.cmd.Process.Kill()
		<-p.done
	})
	return p
}
