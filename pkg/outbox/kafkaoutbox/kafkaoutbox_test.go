package kafkaoutbox_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/segmentio/kafka-go"

	"github.com/gpa-stream/gpa/pkg/embedded/broker"
	"github.com/gpa-stream/gpa/pkg/outbox"
	"github.com/gpa-stream/gpa/pkg/outbox/kafkaoutbox"
)

func topic(t *testing.T) kafkaoutbox.Topic {
	t.Helper()
	b, err := broker.Start(t.Context(), broker.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(b.Stop)
	transport := &kafka.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	client := &kafka.Client{Addr: kafka.TCP(b.Addr()), Timeout: 10 * time.Second, Transport: transport}
	res, err := client.CreateTopics(t.Context(), &kafka.CreateTopicsRequest{Topics: []kafka.TopicConfig{{
		Topic: "rubrics", NumPartitions: 1, ReplicationFactor: 1,
		ConfigEntries: []kafka.ConfigEntry{{ConfigName: "cleanup.policy", ConfigValue: "compact"}},
	}}})
	if err != nil || res.Errors["rubrics"] != nil {
		t.Fatal(err, res.Errors)
	}
	return kafkaoutbox.Topic{Client: client, Name: "rubrics"}
}

func event(key string, version int, payload string) outbox.Event {
	e := outbox.Event{
		ID: outbox.EventID("rubric", key, strconv.Itoa(version)), Kind: "rubric", Key: key, Type: "changed",
		Headers: outbox.Attributes("me", key, time.Unix(0, 0), int64(version)),
	}
	if payload != "" {
		e.Payload = []byte(payload)
	}
	return e
}

type record struct {
	key, value string
	headers    map[string]string
	time       time.Time
}

func records(t *testing.T, tp kafkaoutbox.Topic) []record {
	t.Helper()
	var out []record
	for offset := int64(0); ; {
		res, err := tp.Client.Fetch(t.Context(), &kafka.FetchRequest{Topic: tp.Name, Offset: offset, MinBytes: 1, MaxBytes: 1 << 20, MaxWait: 100 * time.Millisecond})
		if err != nil || res.Error != nil {
			t.Fatal(err, res)
		}
		if offset >= res.HighWatermark {
			return out
		}
		for {
			r, err := res.Records.ReadRecord()
			if err != nil {
				break
			}
			offset = r.Offset + 1
			key, err := kafka.ReadAll(r.Key)
			if err != nil {
				t.Fatal(err)
			}
			value := []byte("null")
			if r.Value != nil {
				if value, err = kafka.ReadAll(r.Value); err != nil {
					t.Fatal(err)
				}
			}
			rec := record{key: string(key), value: string(value), headers: map[string]string{}, time: r.Time}
			for _, h := range r.Headers {
				rec.headers[h.Key] = string(h.Value)
			}
			out = append(out, rec)
		}
	}
}

func TestARecordIsACloudEvent(t *testing.T) {
	t.Parallel()
	tp := topic(t)
	if err := tp.Publish(t.Context(), []outbox.Event{event("a/b/c", 3, `{"version":3}`), event("a/b/c", 4, "")}); err != nil {
		t.Fatal(err)
	}
	got := records(t, tp)
	if len(got) != 2 {
		t.Fatalf("there are %d records, want 2", len(got))
	}
	if got[0].key != "a/b/c" || got[0].value != `{"version":3}` || got[1].value != "null" {
		t.Errorf("records are %+v", got)
	}
	for name, want := range map[string]string{
		"ce_specversion": "1.0", "ce_id": outbox.EventID("rubric", "a/b/c", "3"), "ce_type": "changed", "ce_source": "me",
		"ce_subject": "a/b/c", "ce_time": "1970-01-01T00:00:00Z", "ce_sequence": "0000000003", "content-type": "application/json",
	} {
		if got[0].headers[name] != want {
			t.Errorf("header %s is %q, want %q", name, got[0].headers[name], want)
		}
	}
	if _, there := got[1].headers["content-type"]; there {
		t.Error("a tombstone has a content type")
	}
	if got[0].time.Year() < 2020 {
		t.Errorf("the record's time is %s: event times make retention delete it", got[0].time)
	}
}

func TestTheTailIsTheLastOfEachKey(t *testing.T) {
	t.Parallel()
	tp := topic(t)
	if tail, err := tp.Tail(t.Context()); err != nil || len(tail) != 0 {
		t.Errorf("the tail of an empty topic is %v, %v", tail, err)
	}
	for _, batch := range [][]outbox.Event{
		{event("a", 1, "{}"), event("b", 1, "{}"), event("a", 2, "{}")}, {event("a", 1, "{}")}, {event("c", 1, "{}"), event("c", 2, "")},
	} {
		if err := tp.Publish(t.Context(), batch); err != nil {
			t.Fatal(err)
		}
	}
	tail, err := tp.Tail(t.Context())
	if err != nil || len(tail) != 3 {
		t.Fatalf("the tail is %v, %v", tail, err)
	}
	for key, version := range map[string]string{"a": "1", "b": "1", "c": "2"} {
		if want := outbox.EventID("rubric", key, version); tail[key] != want {
			t.Errorf("the last of %s is %s, want version %s", key, tail[key], version)
		}
	}
}

func TestWhatDoesNotFitOneRequestGoesInSeveral(t *testing.T) {
	t.Parallel()
	tp := topic(t)
	big := `"` + strings.Repeat("x", 100<<10) + `"`
	var events []outbox.Event
	for v := range 30 {
		events = append(events, event("a", v, big))
	}
	if err := tp.Publish(t.Context(), events); err != nil {
		t.Fatal(err)
	}
	got := records(t, tp)
	if len(got) != 30 {
		t.Fatalf("there are %d records, want 30", len(got))
	}
	for i, r := range got {
		if want := fmt.Sprintf("%010d", i); r.headers["ce_sequence"] != want {
			t.Errorf("record %d has sequence %s, want %s", i, r.headers["ce_sequence"], want)
		}
	}
}

func TestATopicThatIsNotThereIsAnError(t *testing.T) {
	t.Parallel()
	tp := topic(t)
	tp.Name = "other"
	if err := tp.Publish(t.Context(), []outbox.Event{event("a", 1, "{}")}); err == nil || !strings.Contains(err.Error(), "other") {
		t.Errorf("publish: %v, want an error that names the topic", err)
	}
	if _, err := tp.Tail(t.Context()); err == nil || !strings.Contains(err.Error(), "other") {
		t.Errorf("tail: %v, want an error that names the topic", err)
	}
	if err := tp.Publish(t.Context(), nil); err != nil {
		t.Errorf("publish nothing: %v", err)
	}
}

func TestTheLargestVersionOfEveryKeyIsRead(t *testing.T) {
	t.Parallel()
	tp := topic(t)
	// After a database was set back an older version may stand behind a newer one.
	if err := tp.Publish(t.Context(), []outbox.Event{event("a", 1, `{}`), event("b", 7, `{}`), event("a", 12, ""), event("a", 3, `{}`)}); err != nil {
		t.Fatal(err)
	}
	got, err := tp.Versions(t.Context())
	if err != nil || len(got) != 2 || got["a"] != 12 || got["b"] != 7 {
		t.Errorf("versions are %v, %v; want 12 of a and 7 of b", got, err)
	}
	if _, err := (kafkaoutbox.Topic{Client: tp.Client, Name: "none"}).Versions(t.Context()); err == nil {
		t.Error("a topic that is not there has versions")
	}
}
