//go:build linux

package kafkatest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os/exec"
	"strconv"
	"strings"
)

// A network joins network namespaces by a switch that stands in one of its own, where no rules of the machine's
// firewall apply. The test is at the switch, too.
type network struct {
	name, subnet string
	spaces       []string
}

// newNetwork makes one with that many hosts.
func newNetwork(ctx context.Context, hosts int) (*network, error) {
	n := &network{name: newName(), subnet: fmt.Sprintf("10.%d.%d.", 64+rand.IntN(64), rand.IntN(256))}
	if err := n.make(ctx, hosts); err != nil {
		return nil, errors.Join(err, n.remove(ctx))
	}
	return n, nil
}

func (n *network) make(ctx context.Context, hosts int) error {
	hub, bridge := n.hub(), "switch"
	n.spaces = append(n.spaces, hub)
	steps := []string{
		"netns add " + hub,
		"-n " + hub + " link add " + bridge + " type bridge",
		"-n " + hub + " link set " + bridge + " up",
		"link add " + n.name + " type veth peer name test netns " + hub,
		"-n " + hub + " link set test master " + bridge + " up",
		"addr add " + n.subnet + "254/24 dev " + n.name,
		"link set " + n.name + " up",
	}
	for i := range hosts {
		space := n.space(i)
		n.spaces = append(n.spaces, space)
		steps = append(steps,
			"netns add "+space,
			"-n "+hub+" link add "+port(i)+" type veth peer name eth0 netns "+space,
			"-n "+hub+" link set "+port(i)+" master "+bridge+" up",
			"-n "+space+" addr add "+n.host(i)+"/24 dev eth0",
			"-n "+space+" link set eth0 up",
			"-n "+space+" link set lo up",
		)
	}
	for _, step := range steps {
		if err := ip(ctx, step); err != nil {
			return err
		}
	}
	return nil
}

// remove takes everything away; the interfaces go with their namespaces.
func (n *network) remove(ctx context.Context) error {
	var failed []error
	for _, space := range n.spaces {
		failed = append(failed, ip(ctx, "netns del "+space))
	}
	n.spaces = nil
	return errors.Join(failed...)
}

// link turns the host's port of the switch up or down.
func (n *network) link(ctx context.Context, host int, state string) error {
	return ip(ctx, "-n "+n.hub()+" link set "+port(host)+" "+state)
}

func (n *network) hub() string           { return n.name + "-hub" }
func (n *network) space(host int) string { return n.name + "-" + strconv.Itoa(host+1) }
func (n *network) host(host int) string  { return n.subnet + strconv.Itoa(host+1) }

func port(host int) string { return "port" + strconv.Itoa(host+1) }

// ip runs the command of that name.
func ip(ctx context.Context, args string) error {
	out, err := exec.CommandContext(ctx, ipCommand, strings.Fields(args)...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("ip %s: %w: %s (it takes root and iproute2)", args, err, strings.TrimSpace(string(out)))
	}
	return nil
}
