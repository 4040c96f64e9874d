//go:build unix && kafka

package provision_test

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/segmentio/kafka-go"

	"github.com/gpa-stream/gpa/cmd/gpa/internal/doctor"
	"github.com/gpa-stream/gpa/cmd/gpa/internal/provision"
	"github.com/gpa-stream/gpa/pkg/config"
	"github.com/gpa-stream/gpa/pkg/embedded/kafkatest"
	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/pkg/service"
	"github.com/gpa-stream/gpa/pkg/stream"
	"github.com/gpa-stream/gpa/pkg/stream/kafkastream"
)

var everybody = []string{"ingest", "turnclassifier", "attrextractor", "ruleminer", "rubricpublisher", "gpa"}

// guarded is a broker on which users may do only what they were given, and an administrator of it.
func guarded(t *testing.T) (*kafkatest.Broker, *kafka.Client) {
	t.Helper()
	login := []string{"plain.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required"}
	for _, name := range everybody {
		login = append(login, "user_gpa_"+name+`="secret"`)
	}
	login = append(login, `user_gpa_stranger="secret";`)
	b := kafkatest.StartWith(t, kafkatest.Options{
		Listeners: []kafkatest.Listener{{Name: "USERS", Protocol: "SASL_PLAINTEXT", Properties: []string{"sasl.enabled.mechanisms=PLAIN", strings.Join(login, " ")}}},
		Properties: []string{
			"authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer", "super.users=User:ANONYMOUS",
		},
	})
	return b, &kafka.Client{Addr: kafka.TCP(b.Addr()), Timeout: 10 * time.Second, Transport: &kafka.Transport{}}
}

// carryOut makes the topics and gives the rights of a plan.
func carryOut(t *testing.T, admin *kafka.Client, p provision.Plan) {
	t.Helper()
	var topics []kafka.TopicConfig
	for _, x := range p.Topics {
		c := kafka.TopicConfig{Topic: x.Name, NumPartitions: x.Partitions, ReplicationFactor: x.Replicas}
		for _, s := range x.Config {
			c.ConfigEntries = append(c.ConfigEntries, kafka.ConfigEntry{ConfigName: s.Name, ConfigValue: s.Value})
		}
		topics = append(topics, c)
	}
	made, err := admin.CreateTopics(t.Context(), &kafka.CreateTopicsRequest{Topics: topics})
	if err != nil {
		t.Fatal(err)
	}
	for topic, err := range made.Errors {
		if err != nil {
			t.Fatalf("make %s: %v", topic, err)
		}
	}
	operations := map[string]kafka.ACLOperationType{
		"Read": kafka.ACLOperationTypeRead, "Write": kafka.ACLOperationTypeWrite,
		"Describe": kafka.ACLOperationTypeDescribe, "DescribeConfigs": kafka.ACLOperationTypeDescribeConfigs,
	}
	var entries []kafka.ACLEntry
	for _, g := range p.Grants {
		for _, op := range g.Operations {
			e := kafka.ACLEntry{
				ResourceType: kafka.ResourceTypeTopic, ResourceName: g.Name, ResourcePatternType: kafka.PatternTypeLiteral,
				Principal: g.Principal, Host: "*", Operation: operations[op], PermissionType: kafka.ACLPermissionTypeAllow,
			}
			if g.Kind == "group" {
				e.ResourceType = kafka.ResourceTypeGroup
			}
			if g.Prefixed {
				e.ResourcePatternType = kafka.PatternTypePrefixed
			}
			entries = append(entries, e)
		}
	}
	given, err := admin.CreateACLs(t.Context(), &kafka.CreateACLsRequest{ACLs: entries})
	if err != nil {
		t.Fatal(err)
	}
	for _, err := range given.Errors {
		if err != nil {
			t.Fatalf("give rights: %v", err)
		}
	}
	inForce(t, admin, len(entries))
}

// inForce waits until the broker knows of so many rights: it hears of them a moment after they were given.
func inForce(t *testing.T, admin *kafka.Client, want int) {
	t.Helper()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); <-tick.C {
		res, err := admin.DescribeACLs(t.Context(), &kafka.DescribeACLsRequest{Filter: kafka.ACLFilter{
			ResourceTypeFilter: kafka.ResourceTypeAny, ResourcePatternTypeFilter: kafka.PatternTypeAny,
			Operation: kafka.ACLOperationTypeAny, PermissionType: kafka.ACLPermissionTypeAny,
		}})
		if err != nil {
			t.Fatal(err)
		}
		have := 0
		for _, r := range res.Resources {
			have += len(r.ACLs)
		}
		if have == want {
			return
		}
	}
	t.Fatalf("the broker does not know %d rights", want)
}

// as is the way to the broker of a service.
func as(t *testing.T, b *kafkatest.Broker, name string) (config.Config, *kafkastream.Broker) {
	t.Helper()
	c := config.Config{
		Brokers: []string{b.AddrOf("USERS")}, TopicPrefix: "gpa.", Partitions: 2, SessionTimeout: 1500 * time.Millisecond,
		Window: time.Minute, Bucket: time.Hour,
		Security: config.Security{SASL: config.SASLPlain, SASLUser: "gpa_" + name, SASLPassword: "secret"},
	}
	k, err := service.NewBroker(c, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(k.Close)
	return c, k
}

func TestTheRightsOfThePlanAreEnoughAndNoMore(t *testing.T) {
	b, admin := guarded(t)
	o := options()
	o.Partitions, o.Replicas, o.Principal = 2, 1, "User:gpa_{service}"
	carryOut(t, admin, provision.Make(o))
	for _, name := range everybody {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
			defer cancel()
			c, k := as(t, b, name)
			if _, err := k.Ensure(ctx, c.Names(), c.Partitions); err != nil {
				t.Fatalf("start on topics that are there: %v", err)
			}
			if kept, err := k.Retentions(ctx, c.Names()); err != nil || len(kept) != len(schema.Topics) {
				t.Errorf("retention of %d topics, %v", len(kept), err)
			}
			for _, spec := range schema.Topics {
				topic := "gpa." + string(spec.Name)
				err := k.Publish(ctx, []stream.Message{{Partition: stream.Partition{Topic: topic}, Key: []byte("k"), Value: []byte("x")}})
				may := spec.Owner == name || name == "gpa" && !strings.Contains(topic, "dlq") && spec.Name != schema.TopicRules && spec.Name != schema.TopicRubrics && spec.Name != schema.TopicProgress
				if may != (err == nil) || err != nil && !errors.Is(err, kafka.TopicAuthorizationFailed) {
					t.Errorf("writing %s: %v; may it: %v", topic, err, may)
				}
			}
			if name != "rubricpublisher" && name != "gpa" {
				joins(t, ctx, k, name)
			}
		})
	}
}

// joins reads a topic in the group of the service until a record has come.
func joins(t *testing.T, ctx context.Context, k *kafkastream.Broker, name string) {
	t.Helper()
	for _, spec := range schema.Topics {
		if len(spec.Readers) == 0 || spec.Readers[0] != name || spec.Name == schema.TopicRules || spec.Name == schema.TopicProgress {
			continue
		}
		came := make(chan struct{}, 100)
		run, stop := context.WithCancel(ctx)
		done := make(chan error, 1)
		go func() {
			done <- k.Run(run, "gpa."+name, []string{"gpa." + string(spec.Name)}, stream.Loop{Service: name, Stage: arrival(came), DeadLetters: "gpa." + string(schema.DLQ(name))})
		}()
		select {
		case <-came:
		case err := <-done:
			t.Fatalf("reading %s in group gpa.%s ended: %v", spec.Name, name, err)
		case <-ctx.Done():
			t.Errorf("nothing of %s came in group gpa.%s", spec.Name, name)
		}
		stop()
		if err := <-done; err != nil {
			t.Errorf("reading %s: %v", spec.Name, err)
		}
	}
}

// arrival is a stage that opens and says so.
type arrival chan<- struct{}

func (a arrival) Open(context.Context, stream.Partition, stream.Position) (stream.Task, int64, error) {
	a <- struct{}{}
	return waiting{}, -1, nil
}

type waiting struct{}

func (waiting) Process(context.Context, stream.Record, *stream.Batch) error { return nil }
func (waiting) Settle(context.Context, *stream.Batch) error                 { return nil }
func (waiting) Position() (stream.Position, bool)                           { return stream.Position{}, false }

func TestWhoMayNotMakeTopicsIsToldWhoCan(t *testing.T) {
	b, _ := guarded(t)
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	c, k := as(t, b, "stranger")
	if _, err := k.Ensure(ctx, c.Names(), c.Partitions); err == nil || !strings.Contains(err.Error(), "gpa topics list --as sh") {
		t.Errorf("got %v, want what to ask for", err)
	}
	c.Salt = "s"
	for _, f := range doctor.Examine(ctx, doctor.Patient{Config: c, Now: time.Now, Brokers: k}) {
		switch f.Check {
		case "brokers", "version":
			if !f.OK {
				t.Errorf("%+v, want it to be well", f)
			}
		case "topics", "input", "partitions", "acls":
			if f.OK || f.Mend == "" {
				t.Errorf("%+v, want it to be found", f)
			}
		}
	}
}
