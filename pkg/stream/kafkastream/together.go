package kafkastream

import (
	"context"
	"maps"
	"slices"

	"github.com/segmentio/kafka-go"
	"github.com/segmentio/kafka-go/protocol"
	produceapi "github.com/segmentio/kafka-go/protocol/produce"
	"golang.org/x/sync/errgroup"

	"github.com/gpa-stream/gpa/pkg/stream"
)

// A parcel are messages to one partition.
type parcel struct {
	to       stream.Partition
	messages []stream.Message
}

// weight is about what a message takes in a request.
func weight(m *stream.Message) int { return len(m.Value) + len(m.Key) + 200 }

// fits says whether all messages go into one request.
func fits(messages []stream.Message) bool {
	size := 0
	for i := range messages {
		if size += weight(&messages[i]); size > batchBytes {
			return false
		}
	}
	return true
}

// together sends parcels with one request to each leader of their partitions, once, and returns those that it did not see
// acknowledged: they are to be sent one by one, which tries again and tells reasons apart. A statement of time goes to
// every partition, and a request for each would cost a broker more than the records do.
//
// kafka.Client.Produce knows one partition a request, so kafka-go's transport is given the request as it goes out.
func (b *Broker) together(ctx context.Context, parcels []parcel) (left []parcel) {
	byLeader, left := b.byLeader(ctx, parcels)
	unseen := make([][]parcel, len(byLeader))
	var g errgroup.Group
	for i, same := range byLeader {
		g.Go(func() error {
			if unseen[i] = b.deliver(ctx, same); len(unseen[i]) > 0 && b.retried != nil {
				b.retried()
			}
			return nil
		})
	}
	_ = g.Wait()
	return append(left, slices.Concat(unseen...)...)
}

// byLeader parts parcels by the broker that leads their partitions, as far as one is known. kafka-go answers from what it
// has heard last: nothing is asked here.
func (b *Broker) byLeader(ctx context.Context, parcels []parcel) (byLeader [][]parcel, unknown []parcel) {
	var topics []string
	for _, p := range parcels {
		if !slices.Contains(topics, p.to.Topic) {
			topics = append(topics, p.to.Topic)
		}
	}
	meta, err := b.client.Metadata(ctx, &kafka.MetadataRequest{Topics: topics})
	if err != nil {
		return nil, parcels
	}
	leaders := map[stream.Partition]int{}
	for _, t := range meta.Topics {
		for _, p := range t.Partitions {
			if p.Error == nil && p.Leader.Host != "" {
				leaders[stream.Partition{Topic: t.Name, Index: int32(p.ID)}] = p.Leader.ID
			}
		}
	}
	led := map[int][]parcel{}
	for _, p := range parcels {
		if leader, known := leaders[p.to]; known {
			led[leader] = append(led[leader], p)
		} else {
			unknown = append(unknown, p)
		}
	}
	return slices.Collect(maps.Values(led)), unknown
}

// deliver makes one request and returns what was not acknowledged.
func (b *Broker) deliver(ctx context.Context, parcels []parcel) []parcel {
	ctx, cancel := context.WithTimeout(ctx, requestTimeout)
	defer cancel()
	answer, err := b.transport.RoundTrip(ctx, b.client.Addr, requestOf(parcels))
	if err != nil {
		return parcels
	}
	done := map[stream.Partition]bool{}
	if res, ok := answer.(*produceapi.Response); ok {
		for _, t := range res.Topics {
			for _, p := range t.Partitions {
				done[stream.Partition{Topic: t.Topic, Index: p.Partition}] = p.ErrorCode == 0
			}
		}
	}
	return slices.DeleteFunc(parcels, func(p parcel) bool { return done[p.to] })
}

// requestOf puts parcels, each for another partition, into one request.
func requestOf(parcels []parcel) *produceapi.Request {
	req := &produceapi.Request{Acks: int16(kafka.RequireAll), Timeout: int32(requestTimeout.Milliseconds() / 2)}
	for _, p := range parcels {
		i := slices.IndexFunc(req.Topics, func(t produceapi.RequestTopic) bool { return t.Topic == p.to.Topic })
		if i < 0 {
			i = len(req.Topics)
			req.Topics = append(req.Topics, produceapi.RequestTopic{Topic: p.to.Topic})
		}
		req.Topics[i].Partitions = append(req.Topics[i].Partitions, produceapi.RequestPartition{
			Partition: p.to.Index, RecordSet: protocol.RecordSet{Records: newRecords(p.to.Topic, p.messages)},
		})
	}
	return req
}
