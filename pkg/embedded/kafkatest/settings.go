//go:build unix

package kafkatest

import (
	"cmp"
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
	// Name in capitals, and Protocol: PLAINTEXT, SSL, SASL_PLAINTEXT or SASL_SSL.
	Name, Protocol string
	// Advertised is the address that clients are told; empty is the listener's own. A proxy stands there.
	Advertised string
	// Properties are settings of this listener, without its prefix.
	Properties []string
}

// A place is where a node stands.
type place struct {
	id               int
	host             string
	port, controller int
	// voters are the controllers of a cluster, ID@HOST:PORT; empty for a node that is alone.
	voters []string
}

// properties are settings that make a node start, rebalance and recover quickly.
func properties(data string, at place, o Options, ports []int) []byte {
	local := func(p int) string { return net.JoinHostPort(at.host, strconv.Itoa(p)) }
	protocols := []string{"PLAINTEXT:PLAINTEXT", "CONTROLLER:PLAINTEXT"}
	listeners := []string{"PLAINTEXT://" + local(at.port), "CONTROLLER://" + local(at.controller)}
	advertised := slices.Clone(listeners)
	lines := slices.Clone(o.Properties)
	for i, l := range o.Listeners {
		protocols = append(protocols, l.Name+":"+l.Protocol)
		listeners = append(listeners, l.Name+"://"+local(ports[i]))
		advertised = append(advertised, l.Name+"://"+cmp.Or(l.Advertised, local(ports[i])))
		for _, p := range l.Properties {
			lines = append(lines, "listener.name."+strings.ToLower(l.Name)+"."+p)
		}
	}
	lines = append(lines,
		"node.id="+strconv.Itoa(at.id),
		"process.roles=broker,controller",
		"controller.listener.names=CONTROLLER",
		"listener.security.protocol.map="+strings.Join(protocols, ","),
		"listeners="+strings.Join(listeners, ","),
		"advertised.listeners="+strings.Join(advertised, ","),
		"log.dirs="+data,
		"auto.create.topics.enable=false",
		"num.partitions=1",
		"offsets.topic.num.partitions=4",
		"transaction.state.log.num.partitions=4",
		"share.coordinator.state.topic.num.partitions=4",
		"group.initial.rebalance.delay.ms=0",
		"group.min.session.timeout.ms=1000",
		"log.cleaner.dedupe.buffer.size=33554432",
	)
	lines = append(lines, at.quorum(local(at.controller))...)
	return []byte(strings.Join(lines, "\n") + "\n")
}

// quorum are settings that depend on whether there are others.
func (at place) quorum(controller string) []string {
	if len(at.voters) == 0 {
		return append(copies(1, 1),
			"controller.quorum.bootstrap.servers="+controller,
			// A killed broker is let in again as soon as its controller has given up on it.
			"broker.session.timeout.ms=1000",
			"broker.heartbeat.interval.ms=200",
		)
	}
	return append(copies(len(at.voters), len(at.voters)-1),
		"controller.quorum.voters="+strings.Join(at.voters, ","),
		"broker.session.timeout.ms=3000",
		"broker.heartbeat.interval.ms=500",
		"replica.lag.time.max.ms=5000",
	)
}

// copies say on how many nodes everything stands, and on how many a record must stand before it is acknowledged.
func copies(all, enough int) []string {
	var lines []string
	for _, log := range []string{"transaction.state.log", "share.coordinator.state.topic"} {
		lines = append(lines, fmt.Sprintf("%s.replication.factor=%d", log, all), fmt.Sprintf("%s.min.isr=%d", log, enough))
	}
	return append(lines,
		fmt.Sprintf("offsets.topic.replication.factor=%d", all),
		fmt.Sprintf("default.replication.factor=%d", all),
		fmt.Sprintf("min.insync.replicas=%d", enough),
	)
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
