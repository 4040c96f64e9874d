//go:build linux

package kafkatest

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/sync/errgroup"
)

// A Cluster is nodes on hosts of their own: network namespaces, joined by a switch that a node can be taken from.
// Everything stands on all nodes, and what is acknowledged on all but one at least. It takes root.
type Cluster struct {
	Nodes []*Broker
	net   *network
}

// StartCluster runs that many nodes until the test ends.
func StartCluster(t testing.TB, nodes int) *Cluster {
	t.Helper()
	libs := jars(t)
	if os.Geteuid() != 0 {
		t.Fatal("nodes on hosts of their own are network namespaces, which take root")
	}
	c := &Cluster{}
	t.Cleanup(func() {
		if err := c.stop(context.WithoutCancel(t.Context())); err != nil {
			t.Errorf("stop the cluster: %v", err)
		}
	})
	if err := c.start(t.Context(), libs, t.TempDir(), nodes); err != nil {
		t.Fatal(err)
	}
	return c
}

// Addr is the addresses of all nodes.
func (c *Cluster) Addr() string {
	all := make([]string, len(c.Nodes))
	for i, b := range c.Nodes {
		all[i] = b.Addr()
	}
	return strings.Join(all, ",")
}

// Isolate takes a node from the network; Rejoin brings it back. It goes on running.
func (c *Cluster) Isolate(ctx context.Context, node int) error { return c.net.link(ctx, node, "down") }

// Rejoin brings an isolated node back.
func (c *Cluster) Rejoin(ctx context.Context, node int) error { return c.net.link(ctx, node, "up") }

func (c *Cluster) start(ctx context.Context, libs, dir string, nodes int) (err error) {
	if c.net, err = newNetwork(ctx, nodes); err != nil {
		return fmt.Errorf("make a network: %w", err)
	}
	const port, controller = 9092, 9093
	var voters []string
	for i := range nodes {
		voters = append(voters, strconv.Itoa(i+1)+"@"+net.JoinHostPort(c.net.host(i), strconv.Itoa(controller)))
	}
	var ready errgroup.Group
	for i := range nodes {
		b := &Broker{
			dir: filepath.Join(dir, strconv.Itoa(i)), within: c.net.space(i),
			place: place{id: i + 1, host: c.net.host(i), port: port, controller: controller, voters: voters},
		}
		c.Nodes = append(c.Nodes, b)
		ready.Go(func() error {
			if err := os.Mkdir(b.dir, 0o700); err != nil {
				return err
			}
			if err := b.prepare(ctx, libs, Options{}, nil); err != nil {
				return fmt.Errorf("prepare Kafka: %w", err)
			}
			return b.Restart(ctx)
		})
	}
	return ready.Wait()
}

func (c *Cluster) stop(ctx context.Context) error {
	var stopped errgroup.Group
	for _, b := range c.Nodes {
		stopped.Go(func() error { return b.Stop(ctx) })
	}
	err := stopped.Wait()
	if c.net == nil {
		return err
	}
	return errors.Join(err, c.net.remove(ctx))
}

// newName is short enough for the name of an interface, and unlike any other.
func newName() string { return "gpa" + strings.ToLower(rand.Text()[:6]) }
