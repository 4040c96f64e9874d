//go:build linux && kafka

package system_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/segmentio/kafka-go"

	"github.com/gpa-stream/gpa/pkg/embedded/pgtest"
)

func TestJoiningAndLeavingChangesNothing(t *testing.T) {
	space := newNamespace(t, brokerForAll(t), pgtest.URL(t))
	fleet, _ := disturbed(t, space, func(f *fleet) {
		space.shared(t, 2)
		time.Sleep(trouble() / 5)
		first := f.members
		for _, stage := range stages {
			f.join(stage)
		}
		space.shared(t, 3)
		time.Sleep(trouble() / 5)
		for i := range stages {
			leaves(t, first[2*i])
		}
		space.shared(t, 2)
	})
	if fell := fleet.fallen(); len(fell) > 0 {
		t.Errorf("processes ended by themselves: %v", fell)
	}
}

// leaves asks a member to end, which it must do well and soon.
func leaves(t *testing.T, m *member) {
	t.Helper()
	took, err := m.leave(10 * time.Second)
	if err != nil || took > 3*time.Second {
		t.Errorf("%s left after %s (%v), want within 3 s", m.name, took, err)
	}
	if p := m.current(); p.err != nil {
		t.Errorf("%s left with %v: %s", m.name, p.err, tail(m.log))
	}
}

// shared waits until that many instances of each stage that reads a topic have partitions.
func (n *namespace) shared(t *testing.T, instances int) {
	t.Helper()
	transport := &kafka.Transport{}
	defer transport.CloseIdleConnections()
	client := &kafka.Client{Addr: kafka.TCP(n.brokers), Timeout: 10 * time.Second, Transport: transport}
	for _, stage := range stages[:4] {
		eventually(t, fmt.Sprintf("%d instances of %s to share the partitions", instances, stage), func() bool {
			res, err := client.DescribeGroups(t.Context(), &kafka.DescribeGroupsRequest{GroupIDs: []string{n.prefix + stage}})
			if err != nil || len(res.Groups) != 1 {
				return false
			}
			busy := 0
			for _, m := range res.Groups[0].Members {
				for _, topic := range m.MemberAssignments.Topics {
					if len(topic.Partitions) > 0 {
						busy++
					}
				}
			}
			return busy == instances && len(res.Groups[0].Members) == instances
		})
	}
}
