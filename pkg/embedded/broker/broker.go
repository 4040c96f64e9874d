// Package broker is a Kafka-protocol broker inside this process, for the demo, for tests and for a try on one machine.
//
// It speaks the protocol over loopback, so stages meet it exactly as they meet Apache Kafka. It is no production
// broker: one node, no replication, and it never listens on anything but loopback.
package broker

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"sync"
	"time"

	"github.com/twmb/franz-go/pkg/kfake"

	"github.com/gpa-stream/gpa/pkg/schema"
)

// Options say how the broker is run. The zero value is a broker on a free port that forgets everything when stopped.
type Options struct {
	// DataDir keeps topics, records and committed offsets for the next start; empty keeps them in memory.
	DataDir string
	// Partitions of topics that are made without a number; default 8.
	Partitions int
	// Port to listen on; 0 takes a free one.
	Port int
	// MinSession is the shortest session timeout that a group member may ask for; default 100 ms.
	MinSession time.Duration
	// Sync writes every batch through to the disk before it is acknowledged. Without it a crash of the machine, not
	// of the process, may lose what was acknowledged last.
	Sync bool
}

// A Broker runs until it is stopped.
type Broker struct {
	cluster *kfake.Cluster
	addr    string
	stop    sync.Once
}

// Start runs a broker until Stop is called. ctx bounds the start only: what uses the broker drains when its own context
// is done, and needs it a little longer.
func Start(ctx context.Context, o Options) (*Broker, error) {
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("start embedded broker: %w", err)
	}
	cluster, err := kfake.NewCluster(settings(o)...)
	if err != nil {
		return nil, fmt.Errorf("start embedded broker%s: %w", where(o), err)
	}
	addrs := cluster.ListenAddrs()
	if len(addrs) != 1 {
		cluster.Close()
		return nil, errors.New("start embedded broker: it listens on " + strconv.Itoa(len(addrs)) + " addresses, want 1")
	}
	return &Broker{cluster: cluster, addr: addrs[0]}, nil
}

// Addr is the broker's address, host:port.
func (b *Broker) Addr() string { return b.addr }

// Stop ends the broker and returns when its data are written. It may be called more than once.
func (b *Broker) Stop() {
	b.stop.Do(b.cluster.Close)
}

func settings(o Options) []kfake.Opt {
	partitions := o.Partitions
	if partitions == 0 {
		partitions = 8
	}
	session := o.MinSession
	if session == 0 {
		session = 100 * time.Millisecond
	}
	opts := []kfake.Opt{
		kfake.Ports(o.Port),
		kfake.ClusterID("gpa-embedded"),
		kfake.DefaultNumPartitions(partitions),
		kfake.GroupMinSessionTimeout(session),
		kfake.BrokerConfigs(map[string]string{
			"message.max.bytes": strconv.Itoa(schema.MaxMessageBytes),
		}),
	}
	if o.DataDir != "" {
		opts = append(opts, kfake.DataDir(o.DataDir))
	}
	if o.Sync {
		opts = append(opts, kfake.SyncWrites())
	}
	return opts
}

func where(o Options) string {
	if o.DataDir == "" {
		return ""
	}
	return " with data in " + o.DataDir
}
