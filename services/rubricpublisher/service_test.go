package rubricpublisher_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/segmentio/kafka-go"

	"github.com/gpa-stream/gpa/pkg/embedded/broker"
	"github.com/gpa-stream/gpa/pkg/observe"
	"github.com/gpa-stream/gpa/pkg/outbox"
	"github.com/gpa-stream/gpa/pkg/outbox/kafkaoutbox"
	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/services/rubricpublisher"
)

// watched is a topic that tells of what was appended, and can fail after appending, as a process does that dies with
// something in hand.
type watched struct {
	kafkaoutbox.Topic
	mu       sync.Mutex
	failing  int
	appended chan []outbox.Event
}

var errDied = errors.New("died before the answer came")

func (w *watched) Publish(ctx context.Context, events []outbox.Event) error {
	if err := w.Topic.Publish(ctx, events); err != nil {
		return err
	}
	w.appended <- events
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.failing > 0 {
		w.failing--
		return errDied
	}
	return nil
}

func topic(t *testing.T) *watched {
	t.Helper()
	b, err := broker.Start(t.Context(), broker.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(b.Stop)
	transport := &kafka.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	client := &kafka.Client{Addr: kafka.TCP(b.Addr()), Timeout: 10 * time.Second, Transport: transport}
	name := "test." + string(schema.TopicRubrics)
	if _, err := client.CreateTopics(t.Context(), &kafka.CreateTopicsRequest{Topics: []kafka.TopicConfig{{Topic: name, NumPartitions: 1, ReplicationFactor: 1}}}); err != nil {
		t.Fatal(err)
	}
	return &watched{Topic: kafkaoutbox.Topic{Client: client, Name: name}, appended: make(chan []outbox.Event, 1000)}
}

// run runs a service until stop is called or the test ends.
func run(t *testing.T, s *rubricpublisher.Service) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- s.Run(ctx) }()
	var once sync.Once
	stop = func() {
		once.Do(func() {
			cancel()
			if err := <-ended; err != nil {
				t.Errorf("the service ended with %v", err)
			}
		})
	}
	t.Cleanup(stop)
	return stop
}

func service(t *testing.T, cfg rubricpublisher.Config, p rubricpublisher.Ports) *rubricpublisher.Service {
	t.Helper()
	cfg.TopicPrefix = "test."
	cfg.Poll = 5 * time.Millisecond
	p.Now = func() time.Time { return time.Unix(1e9, 0) }
	s, err := rubricpublisher.NewService(cfg, p)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// wait waits until that version of the novice's rubric is appended.
func wait(t *testing.T, tp *watched, version int) {
	t.Helper()
	want := fmt.Sprintf("%010d", version)
	for {
		select {
		case events := <-tp.appended:
			for _, e := range events {
				if e.Key == "expertise/novice/debugging" && e.Headers["ce_sequence"] == want {
					return
				}
			}
		case <-time.After(30 * time.Second):
			t.Fatalf("version %d did not come in 30 s", version)
		}
	}
}

func TestEveryVersionReachesTheTopic(t *testing.T) {
	t.Parallel()
	pool, tp := open(t), topic(t)
	process := &observe.Metrics{}
	process.Counter("of_the_process_total", "x").Inc()
	s := service(t, rubricpublisher.Config{}, rubricpublisher.Ports{Pool: pool, Topic: tp, Metrics: process})
	run(t, s)
	for i, b := range buckets() {
		feed(t, pool, b)
		if i > 0 { // the first two buckets bring two and three versions; each brings the novice one
			wait(t, tp, i+1)
		}
	}
	tail, err := tp.Tail(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	_, rubrics, err := rubricpublisher.Results(t.Context(), rubricpublisher.NewPostgresStore(pool, "x"))
	if err != nil {
		t.Fatal(err)
	}
	if len(tail) != len(rubrics.Rubrics) {
		t.Errorf("the topic has %d keys, want %d", len(tail), len(rubrics.Rubrics))
	}
	for _, r := range rubrics.Rubrics {
		if want := outbox.EventID("rubric", r.ID, strconv.Itoa(r.Version)); tail[r.ID] != want {
			t.Errorf("the last of %s is %s, want version %d", r.ID, tail[r.ID], r.Version)
		}
	}
	answer := httptest.NewRecorder()
	s.Handler().ServeHTTP(answer, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/metrics", nil))
	for _, want := range []string{"gpa_publisher_buckets_total 4\n", `gpa_outbox_published_total{kind="rubric"}`, "of_the_process_total 1\n"} {
		if got := answer.Body.String(); !strings.Contains(got, want) {
			t.Errorf("metrics are\n%s\nwant %s in it", got, want)
		}
	}
}

func TestARelayThatDiedWithSomethingInHandIsMadeGood(t *testing.T) {
	t.Parallel()
	pool, tp := open(t), topic(t)
	all := buckets()
	feed(t, pool, all[0])
	feed(t, pool, all[1])
	tp.failing = 1
	stop := run(t, service(t, rubricpublisher.Config{}, rubricpublisher.Ports{Pool: pool, Topic: tp}))
	wait(t, tp, 2)
	stop()
	var held []outbox.Event
	for _, v := range []int{1, 2} {
		at := time.Unix(0, 0)
		e, err := outbox.New(outbox.KindRubric, "expertise/novice/debugging", schema.TypeRubricPublished, map[string]int{"version": v}, int64(v),
			outbox.Attributes("zombie", "x", at, int64(v)))
		if err != nil {
			t.Fatal(err)
		}
		held = append(held, e)
	}
	feed(t, pool, all[2])
	feed(t, pool, all[3])
	stop = run(t, service(t, rubricpublisher.Config{}, rubricpublisher.Ports{Pool: pool, Topic: tp}))
	wait(t, tp, 4)
	stop()
	// What the dead one held arrives after all.
	if err := tp.Topic.Publish(t.Context(), held); err != nil {
		t.Fatal(err)
	}
	run(t, service(t, rubricpublisher.Config{}, rubricpublisher.Ports{Pool: pool, Topic: tp}))
	wait(t, tp, 4)
	tail, err := tp.Tail(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if want := outbox.EventID("rubric", "expertise/novice/debugging", "4"); tail["expertise/novice/debugging"] != want {
		t.Errorf("the last in the topic is %s, want version 4", tail["expertise/novice/debugging"])
	}
}

func TestAServiceAnswersAndDrains(t *testing.T) {
	t.Parallel()
	pool := open(t)
	feed(t, pool, buckets()[1])
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := l.Addr().String()
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	stop := run(t, service(t, rubricpublisher.Config{Listen: addr}, rubricpublisher.Ports{Pool: pool}))
	get := func(path string) (int, string) {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+addr+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		for {
			res, err := http.DefaultClient.Do(r)
			if err != nil {
				if t.Context().Err() != nil {
					t.Fatal(err)
				}
				continue // not listening yet
			}
			defer res.Body.Close()
			b, err := io.ReadAll(res.Body)
			if err != nil {
				t.Fatal(err)
			}
			return res.StatusCode, string(b)
		}
	}
	for path, want := range map[string]string{"/healthz": "", "/readyz": "", "/metrics": "gpa_publisher_buckets_total", "/": "rubrics", "/openapi.json": "openapi"} {
		if status, body := get(path); status != http.StatusOK || !strings.Contains(body, want) {
			t.Errorf("%s: %d %.200s, want 200 and %q", path, status, body, want)
		}
	}
	watcher, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+addr+"/v1/events?after=0", nil)
	if err != nil {
		t.Fatal(err)
	}
	res, err := http.DefaultClient.Do(watcher)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	begun := time.Now()
	stop()
	if took := time.Since(begun); took > 3*time.Second {
		t.Errorf("draining with a watcher took %s, want less than 3 s", took)
	}
	if _, err := io.ReadAll(res.Body); err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("the watcher's stream ended with %v", err)
	}
}

func TestATakenPortNamesTheSetting(t *testing.T) {
	t.Parallel()
	pool := open(t)
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	err = service(t, rubricpublisher.Config{Listen: l.Addr().String()}, rubricpublisher.Ports{Pool: pool}).Run(t.Context())
	if err == nil || !strings.Contains(err.Error(), "http.listen") {
		t.Errorf("error is %v, want one that names http.listen", err)
	}
	if _, err := rubricpublisher.NewService(rubricpublisher.Config{MaxItems: -1}, rubricpublisher.Ports{}); err == nil {
		t.Error("a wrong configuration was accepted")
	}
}

func TestTheValueInTheTopicIsTheRubric(t *testing.T) {
	t.Parallel()
	pool, tp := open(t), topic(t)
	feed(t, pool, buckets()[1])
	run(t, service(t, rubricpublisher.Config{}, rubricpublisher.Ports{Pool: pool, Topic: tp}))
	var got []string
	for _, e := range <-tp.appended {
		var r schema.Rubric
		if err := json.Unmarshal(e.Payload, &r); err != nil {
			t.Fatal(err)
		}
		b, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, string(b))
	}
	_, rubrics, err := rubricpublisher.Results(t.Context(), rubricpublisher.NewPostgresStore(pool, "x"))
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, r := range rubrics.Rubrics {
		b, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		want = append(want, string(b))
	}
	if !slices.Equal(got, want) {
		t.Errorf("values are %s, want %s", got, want)
	}
}
