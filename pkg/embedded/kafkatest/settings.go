//go:build unix

package kafkatest

import (
	"context"
	"fmt"
	"net"
	"slices"
	"strconv"
	"strings"
)

// clusterID is any valid one: 16 bytes in URL-safe base64.
const clusterID = "R1BBLXRlc3QtY2x1c3Rlcg"

// Options are settings of a broker that differ from test to test.
type Options struct {
	// Listeners stand beside the plain one of Addr.
	Listeners []Listener
	// Scram are users with their passwords, known from the start.
	Scram map[string]string
	// Properties are further lines of the broker's settings.
	Properties []string
	// Optimised lets the broker's JVM compile what it runs often as well as it can: slow to start, quick in the end.
	Optimised bool
}

// A Listener is a way in for clients.
type Listener struct {
	// Name in capitals, and Protocol: SSL, SASL_PLAINTEXT or SASL_SSL.
	Name, Protocol string
	// Properties are settings of this listener, without its prefix.
	Properties []string
}

// properties are settings that make one node start, rebalance and recover quickly.
func properties(data string, port, controller int, o Options, ports []int) []byte {
	local := func(p int) string { return "127.0.0.1:" + strconv.Itoa(p) }
	protocols := []string{"PLAINTEXT:PLAINTEXT", "CONTROLLER:PLAINTEXT"}
	listeners := []string{"PLAINTEXT://" + local(port), "CONTROLLER://" + local(controller)}
	lines := slices.Clone(o.Properties)
	for i, l := range o.Listeners {
		protocols = append(protocols, l.Name+":"+l.Protocol)
		listeners = append(listeners, l.Name+"://"+local(ports[i]))
		for _, p := range l.Properties {
			lines = append(lines, "listener.name."+strings.ToLower(l.Name)+"."+p)
		}
	}
	lines = append(lines,
		"node.id=1",
		"process.roles=broker,controller",
		"controller.quorum.bootstrap.servers="+local(controller),
		"controller.listener.names=CONTROLLER",
		"listener.security.protocol.map="+strings.Join(protocols, ","),
		"listeners="+strings.Join(listeners, ","),
		"advertised.listeners="+strings.Join(listeners, ","),
		"log.dirs="+data,
		"auto.create.topics.enable=false",
		"num.partitions=1",
		"offsets.topic.replication.factor=1",
		"offsets.topic.num.partitions=4",
		"transaction.state.log.replication.factor=1",
		"transaction.state.log.min.isr=1",
		"transaction.state.log.num.partitions=4",
		"share.coordinator.state.topic.replication.factor=1",
		"share.coordinator.state.topic.min.isr=1",
		"share.coordinator.state.topic.num.partitions=4",
		"group.initial.rebalance.delay.ms=0",
		"group.min.session.timeout.ms=1000",
		"log.cleaner.dedupe.buffer.size=33554432",
		// A killed broker is let in again as soon as its controller has given up on it.
		"broker.session.timeout.ms=1000",
		"broker.heartbeat.interval.ms=200",
	)
	return []byte(strings.Join(lines, "\n") + "\n")
}

// freePorts finds n different ports by holding them all at once.
func freePorts(ctx context.Context, n int) ([]int, error) {
	var lc net.ListenConfig
	ports := make([]int, 0, n)
	for range n {
		l, err := lc.Listen(ctx, "tcp", "127.0.0.1:0")
		if err != nil {
			return nil, fmt.Errorf("find a free port: %w", err)
		}
		defer l.Close()
		addr, ok := l.Addr().(*net.TCPAddr)
		if !ok {
			return nil, fmt.Errorf("find a free port: %v is no TCP address", l.Addr())
		}
		ports = append(ports, addr.Port)
	}
	return ports, nil
}
