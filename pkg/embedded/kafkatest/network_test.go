//go:build linux && kafka

package kafkatest

import (
	"context"
	"os/exec"
	"testing"
	"time"
)

func TestAHostIsOutOfReachWhileItsLinkIsDown(t *testing.T) {
	n, err := newNetwork(t.Context(), 2)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := n.remove(context.WithoutCancel(t.Context())); err != nil {
			t.Error(err)
		}
	})
	for _, step := range []struct {
		state string
		want  bool
	}{{"up", true}, {"down", false}, {"up", true}} {
		if err := n.link(t.Context(), 1, step.state); err != nil {
			t.Fatal(err)
		}
		for _, from := range []string{n.space(0), ""} {
			if got := reaches(t, from, n.host(1)); got != step.want {
				t.Errorf("link %s: from %q host 1 answers: %v, want %v", step.state, from, got, step.want)
			}
		}
	}
}

// reaches connects to a port on which nobody listens: a host that is there refuses at once.
func reaches(t *testing.T, from, host string) bool {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
	defer cancel()
	args := []string{"-c", "exec 3<>/dev/tcp/" + host + "/9"}
	cmd := exec.CommandContext(ctx, "bash", args...)
	if from != "" {
		cmd = exec.CommandContext(ctx, ipCommand, append([]string{"netns", "exec", from, "bash"}, args...)...)
	}
	_, err := cmd.CombinedOutput()
	return err != nil && ctx.Err() == nil
}
