//go:build linux && kafka

package system_test

import (
	"context"
	"testing"
	"time"

	"github.com/segmentio/kafka-go"

	"github.com/gpa-stream/gpa/pkg/embedded/kafkatest"
	"github.com/gpa-stream/gpa/pkg/embedded/pgtest"
)

func TestALostNodeOfThreeChangesNothing(t *testing.T) {
	calmly(t)
	cluster := kafkatest.StartCluster(t, 3)
	fleet, _ := disturbed(t, newNamespace(t, cluster.Addr(), pgtest.URL(t)), func(*fleet) {
		time.Sleep(trouble() / 10)
		if err := cluster.Nodes[0].Kill(); err != nil {
			t.Fatal(err)
		}
		awaitNodes(t, cluster.Nodes[1], 2)
		time.Sleep(trouble() / 10)
		if err := cluster.Nodes[0].Restart(t.Context()); err != nil {
			t.Fatal(err)
		}
		awaitNodes(t, cluster.Nodes[1], 3)
		time.Sleep(trouble() / 10)

		// It goes on running, and takes itself for what it was.
		if err := cluster.Isolate(t.Context(), 1); err != nil {
			t.Fatal(err)
		}
		awaitNodes(t, cluster.Nodes[2], 2)
		time.Sleep(trouble() / 10)
		if err := cluster.Rejoin(t.Context(), 1); err != nil {
			t.Fatal(err)
		}
		awaitNodes(t, cluster.Nodes[2], 3)
	})
	if fell := fleet.fallen(); len(fell) > 0 {
		t.Errorf("processes ended because a node was away: %v", fell)
	}
}

// awaitNodes waits until that node knows of so many, and everything has a leader and all its copies.
func awaitNodes(t *testing.T, of *kafkatest.Broker, want int) {
	t.Helper()
	transport := &kafka.Transport{}
	defer transport.CloseIdleConnections()
	client := &kafka.Client{Addr: kafka.TCP(of.Addr()), Timeout: 5 * time.Second, Transport: transport}
	eventually(t, "the nodes to agree", func() bool {
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		defer cancel()
		meta, err := client.Metadata(ctx, &kafka.MetadataRequest{})
		if err != nil || len(meta.Brokers) != want {
			return false
		}
		for _, topic := range meta.Topics {
			for _, p := range topic.Partitions {
				if p.Error != nil || len(p.Isr) != want {
					return false
				}
			}
		}
		return true
	})
}
