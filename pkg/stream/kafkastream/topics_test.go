package kafkastream_test

import (
	"context"
	"errors"
	"net"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/segmentio/kafka-go"
	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kfake"
	"github.com/twmb/franz-go/pkg/kmsg"

	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/pkg/stream/kafkastream"
)

var gpa = schema.Names{Prefix: "gpa."}

// locked is a broker on which nobody may create topics. As long as trouble holds an error, its metadata report that
// of every topic; the topics of the namespace are there only if made is set.
func locked(t *testing.T, made bool, trouble *atomic.Int32) *kafkastream.Broker {
	t.Helper()
	c, err := kfake.NewCluster(kfake.NumBrokers(1))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	host, portText, err := net.SplitHostPort(c.ListenAddrs()[0])
	if err != nil {
		t.Fatal(err)
	}
	port, err := strconv.Atoi(portText)
	if err != nil {
		t.Fatal(err)
	}
	c.ControlKey(int16(kmsg.Metadata), func(kreq kmsg.Request) (kmsg.Response, error, bool) {
		c.KeepControl()
		if code := int16(trouble.Load()); code != 0 || made {
			return metadata(kreq, host, port, code), nil, true
		}
		return nil, nil, false
	})
	c.ControlKey(int16(kmsg.CreateTopics), func(kreq kmsg.Request) (kmsg.Response, error, bool) {
		c.KeepControl()
		req, isCreate := kreq.(*kmsg.CreateTopicsRequest)
		if !isCreate {
			return nil, errors.New("no request to create topics"), true
		}
		res := req.ResponseKind().(*kmsg.CreateTopicsResponse)
		for _, topic := range req.Topics {
			one := kmsg.NewCreateTopicsResponseTopic()
			one.Topic, one.ErrorCode = topic.Topic, kerr.TopicAuthorizationFailed.Code
			res.Topics = append(res.Topics, one)
		}
		return res, nil, true
	})
	k, err := kafkastream.New(kafkastream.Config{Brokers: c.ListenAddrs()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(k.Close)
	return k
}

// metadata is an answer that knows every topic of the namespace, each with that error.
func metadata(req kmsg.Request, host string, port int, code int16) kmsg.Response {
	res := req.ResponseKind().(*kmsg.MetadataResponse)
	broker := kmsg.NewMetadataResponseBroker()
	broker.Host, broker.Port = host, int32(port)
	res.Brokers = append(res.Brokers, broker)
	for _, spec := range schema.Topics {
		topic := kmsg.NewMetadataResponseTopic()
		name := gpa.Of(spec.Name)
		topic.Topic, topic.ErrorCode = &name, code
		topic.Partitions = append(topic.Partitions, kmsg.NewMetadataResponseTopicPartition())
		res.Topics = append(res.Topics, topic)
	}
	return res
}

func TestATopicWithoutALeaderForTheMomentIsNotMissing(t *testing.T) {
	t.Parallel()
	var trouble atomic.Int32
	trouble.Store(int32(kerr.LeaderNotAvailable.Code))
	k := locked(t, true, &trouble)
	if counts, err := k.Partitions(t.Context(), gpa); !errors.Is(err, kafka.LeaderNotAvailable) {
		t.Fatalf("got %v, %v; want an error that says what the topics lack", counts, err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	done := make(chan error, 1)
	go func() {
		_, err := k.Ensure(ctx, gpa, 1)
		done <- err
	}()
	trouble.Store(0)
	if err := <-done; err != nil {
		t.Errorf("got %v; want a start on the topics that there are", err)
	}
}

func TestWhoMayNotCreateTopicsHearsWhichAreMissing(t *testing.T) {
	t.Parallel()
	k := locked(t, false, new(atomic.Int32))
	_, err := k.Ensure(t.Context(), gpa, 1)
	if !errors.Is(err, kafka.TopicAuthorizationFailed) || !strings.Contains(err.Error(), "gpa.raw.v1") || !strings.Contains(err.Error(), "gpa topics list --as sh") {
		t.Errorf("got %v; want the first topic that is missing, and what mends it", err)
	}
}

func TestATopicThatMayNotBeSeenEndsTheStart(t *testing.T) {
	t.Parallel()
	var trouble atomic.Int32
	trouble.Store(int32(kerr.TopicAuthorizationFailed.Code))
	k := locked(t, true, &trouble)
	_, err := k.Ensure(t.Context(), gpa, 1)
	if !errors.Is(err, kafka.TopicAuthorizationFailed) || !strings.Contains(err.Error(), "gpa.raw.v1") {
		t.Errorf("got %v; want the topic that may not be seen", err)
	}
}
