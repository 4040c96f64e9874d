package kafkastream_test

import (
	"fmt"
	"sync/atomic"
	"testing"

	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kfake"
	"github.com/twmb/franz-go/pkg/kmsg"

	"github.com/gpa-stream/gpa/pkg/stream"
	"github.com/gpa-stream/gpa/pkg/stream/kafkastream"
)

const spread, width = "spread", 6

// counted are brokers with a topic of six partitions that count the requests to produce; the first few are refused, as
// by brokers that no longer lead.
func counted(t *testing.T, brokers int, refused int32) (k *kafkastream.Broker, requests *atomic.Int32) {
	t.Helper()
	c, err := kfake.NewCluster(kfake.NumBrokers(brokers), kfake.SeedTopics(width, spread))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	requests = new(atomic.Int32)
	c.ControlKey(int16(kmsg.Produce), func(kreq kmsg.Request) (kmsg.Response, error, bool) {
		c.KeepControl()
		if requests.Add(1) > refused {
			return nil, nil, false
		}
		return notLeading(kreq.(*kmsg.ProduceRequest)), nil, true
	})
	k, err = kafkastream.New(kafkastream.Config{Brokers: c.ListenAddrs()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(k.Close)
	if _, err := k.PartitionCount(t.Context(), spread); err != nil {
		t.Fatal(err)
	}
	return k, requests
}

// notLeading refuses every partition of a request.
func notLeading(req *kmsg.ProduceRequest) kmsg.Response {
	res := req.ResponseKind().(*kmsg.ProduceResponse)
	for _, t := range req.Topics {
		topic := kmsg.NewProduceResponseTopic()
		topic.Topic = t.Topic
		for _, p := range t.Partitions {
			one := kmsg.NewProduceResponseTopicPartition()
			one.Partition, one.ErrorCode = p.Partition, kerr.NotLeaderForPartition.Code
			topic.Partitions = append(topic.Partitions, one)
		}
		res.Topics = append(res.Topics, topic)
	}
	return res
}

// everywhere sends two messages to each partition and reads them there, in their order and once each.
func everywhere(t *testing.T, k *kafkastream.Broker) {
	t.Helper()
	var messages []stream.Message
	for _, id := range []string{"first", "second"} {
		for i := range int32(width) {
			to := stream.Partition{Topic: spread, Index: i}
			messages = append(messages, stream.Message{Partition: to, ID: id, Type: "t", Value: fmt.Appendf(nil, "%s for %d", id, i)})
		}
	}
	if err := k.Publish(t.Context(), messages); err != nil {
		t.Fatal(err)
	}
	for i := range int32(width) {
		r, err := k.Read(t.Context(), stream.Partition{Topic: spread, Index: i}, 0)
		if err != nil {
			t.Fatal(err)
		}
		records, atEnd, err := r.Fetch(t.Context())
		if err != nil || !atEnd || len(records) != 2 {
			t.Fatalf("partition %d: %d records, at its end: %v, %v; want two and its end", i, len(records), atEnd, err)
		}
		for n, id := range []string{"first", "second"} {
			if want := fmt.Sprintf("%s for %d", id, i); string(records[n].Value) != want {
				t.Errorf("partition %d, record %d is %q, want %q", i, n, records[n].Value, want)
			}
		}
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestOneRequestGoesToEachLeader(t *testing.T) {
	t.Parallel()
	for _, brokers := range []int{1, 3} {
		t.Run(fmt.Sprintf("%d brokers", brokers), func(t *testing.T) {
			t.Parallel()
			k, requests := counted(t, brokers, 0)
			everywhere(t, k)
			if got := int(requests.Load()); got > brokers {
				t.Errorf("%d requests, want one to each of %d brokers at most", got, brokers)
			}
		})
	}
}

func TestWhatIsNotAcknowledgedTogetherIsSentAlone(t *testing.T) {
	t.Parallel()
	k, requests := counted(t, 1, 1)
	everywhere(t, k)
	if got := int(requests.Load()); got != 1+width {
		t.Errorf("%d requests, want one for all and one for each of %d partitions", got, width)
	}
}
