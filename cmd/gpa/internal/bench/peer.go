package bench

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/services/ingest"
	"github.com/gpa-stream/gpa/services/turnclassifier"
)

// cores is how many processes of the peer work: Python needs one for each core.
const cores = 2

// peerConversations is how long the peer's log is: a part of the other, for the sake of time.
const peerConversations = 5000

// peer measures a pipeline in Python over a part of the log, and the two stages that do its work, and more, over all.
func (b *bench) peer(ctx context.Context) (python, ours Figure, err error) {
	part, err := b.log.part(peerConversations)
	if err != nil {
		return python, ours, err
	}
	if python, err = b.python(ctx, part); err != nil {
		return python, ours, fmt.Errorf("the pipeline in Python: %w", err)
	}
	b.say(python)
	err = b.within(ctx, "same", b.log, func(s *space) error {
		ours, err = b.judging(ctx, s)
		return err
	})
	b.say(ours)
	return python, ours, err
}

func (b *bench) python(ctx context.Context, part *log) (f Figure, err error) {
	s, err := b.place.space(ctx, "peer", nil)
	if err != nil {
		return f, err
	}
	out, group, in := s.env.Config.Group("judged"), s.env.Config.Group("peer"), s.topic(schema.TopicRaw)
	if err := makeTopic(ctx, s, out); err != nil {
		return f, err
	}
	f, err = b.measure(ctx, s, job{
		name: "Quix Streams and scikit-learn, two processes", program: b.Python, instances: cores, group: group, topic: in, log: part,
		args:  []string{"-W", "ignore", b.Peer, "--broker", b.place.brokers, "--group", group, "--in", in, "--out", out, "--rows", b.Rows},
		ready: saysReady,
		begin: func(ctx context.Context) error { return s.fill(ctx, part) },
	})
	return f, errors.Join(err, dropTopics(ctx, s, out), s.drop(ctx))
}

// saysReady waits until each process says that it runs, and then as long as it takes them to share the partitions out:
// kafka-go cannot read what members of this kind tell the broker about themselves.
func saysReady(ctx context.Context, all []*process) error {
	err := until(ctx, all, func() (bool, error) {
		for _, p := range all {
			text, err := os.ReadFile(p.log)
			if err != nil || !bytes.Contains(text, []byte("now processing")) {
				return false, err
			}
		}
		return true, nil
	})
	if err != nil {
		return err
	}
	shared := time.Now().Add(sharing)                                                     //nolint:forbidigo // What is measured is time.
	return until(ctx, all, func() (bool, error) { return time.Now().After(shared), nil }) //nolint:forbidigo // What is measured is time.
}

// sharing is how long Python's members take to share partitions out: two heartbeats, which they send each three seconds.
const sharing = 8 * time.Second

// judging measures ingest and turnclassifier in one process: the peer's work, and more.
func (b *bench) judging(ctx context.Context, s *space) (Figure, error) {
	j := b.up(s, "ingest and turnclassifier, one process", ingest.Name, schema.TopicRaw, ingest.Name, turnclassifier.Service)
	j.done = func(ctx context.Context) error {
		client, n := s.env.Broker.Client(), s.env.Config.Partitions
		return until(ctx, nil, func() (bool, error) {
			for _, hop := range []struct {
				group string
				topic schema.Topic
			}{{ingest.Name, schema.TopicRaw}, {turnclassifier.Service, schema.TopicTurns}} {
				till, err := ends(ctx, client, s.topic(hop.topic), n)
				if err != nil {
					return false, err
				}
				if ok, err := committed(ctx, client, s.env.Config.Group(hop.group), s.topic(hop.topic), till); !ok || err != nil {
					return false, err
				}
			}
			return true, nil
		})
	}
	return b.measure(ctx, s, j)
}
