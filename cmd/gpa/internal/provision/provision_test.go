package provision_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/goccy/go-yaml"

	"github.com/gpa-stream/gpa/cmd/gpa/internal/provision"
	"github.com/gpa-stream/gpa/pkg/schema"
)

func options() provision.Options {
	return provision.Options{Names: schema.Names{Prefix: "gpa."}, Partitions: 8, Replicas: 3, Input: []string{"gpa.raw.v1"}, Principal: "User:gpa-{service}"}
}

func TestEveryTopicIsInThePlan(t *testing.T) {
	t.Parallel()
	p := provision.Make(options())
	if len(p.Topics) != len(schema.Topics) {
		t.Fatalf("the plan has %d topics, the table %d", len(p.Topics), len(schema.Topics))
	}
	for i, spec := range schema.Topics {
		if p.Topics[i].Name != "gpa."+string(spec.Name) || p.Topics[i].Partitions < 1 || p.Topics[i].Replicas != 3 {
			t.Errorf("got %+v for %s", p.Topics[i], spec.Name)
		}
	}
}

func TestEveryTopicIsReadAndWrittenByThoseWhoMay(t *testing.T) {
	t.Parallel()
	p := provision.Make(options())
	may := func(who, kind, name, op string) bool {
		return slices.ContainsFunc(p.Grants, func(g provision.Grant) bool {
			return g.Principal == "User:gpa-"+who && g.Kind == kind && g.Name == name && slices.Contains(g.Operations, op)
		})
	}
	for _, spec := range schema.Topics {
		if spec.Owner != "" && !may(spec.Owner, "topic", "gpa."+string(spec.Name), "Write") {
			t.Errorf("%s may not write %s", spec.Owner, spec.Name)
		}
		if len(spec.Readers) == 0 {
			t.Errorf("nobody reads %s", spec.Name)
		}
		for _, r := range spec.Readers {
			if !may(r, "topic", "gpa."+string(spec.Name), "Read") {
				t.Errorf("%s may not read %s", r, spec.Name)
			}
		}
	}
	if may("ingest", "topic", "gpa.rubrics.v1", "Write") || may("ingest", "topic", "gpa.turns.v1", "Read") {
		t.Error("ingest may more than it must")
	}
	if !may("ruleminer", "group", "gpa.ruleminer", "Read") || may("ruleminer", "group", "gpa.ingest", "Read") {
		t.Error("a service needs its own group and no other")
	}
	if !may("gpa", "topic", "gpa.raw.v1", "Write") || !may("gpa", "topic", "gpa.ingest.dlq.v1", "Read") {
		t.Error("the command imports records and reads dead letters")
	}
}

func TestInputOfOthersIsReadAndNotMade(t *testing.T) {
	t.Parallel()
	o := options()
	o.Input = []string{"chat.logs"}
	p := provision.Make(o)
	for _, topic := range p.Topics {
		if topic.Name == "gpa.raw.v1" || topic.Name == "chat.logs" {
			t.Errorf("%s is made", topic.Name)
		}
	}
	reads := slices.ContainsFunc(p.Grants, func(g provision.Grant) bool {
		return g.Principal == "User:gpa-ingest" && g.Name == "chat.logs" && slices.Contains(g.Operations, "Read")
	})
	if !reads {
		t.Error("ingest may not read chat.logs")
	}
}

func TestRetentionIsAtLeastWhatTheSettingsNeed(t *testing.T) {
	t.Parallel()
	o := options()
	o.Retention = 2000 * time.Hour
	for _, topic := range provision.Make(o).Topics {
		if topic.Name == "gpa.turns.v1" && !slices.Contains(topic.Config, provision.Setting{Name: "retention.ms", Value: "7200000000"}) {
			t.Errorf("got %v", topic.Config)
		}
	}
}

// The script is run, with stand-ins for Kafka's tools that write down how they were called.
func TestTheScriptMakesEveryTopicAndGrant(t *testing.T) {
	t.Parallel()
	o := options()
	o.Input = []string{"gpa.raw.v1", "odd 'name'"}
	p := provision.Make(o)
	dir := t.TempDir()
	calls := filepath.Join(dir, "calls")
	for _, tool := range []string{"kafka-topics.sh", "kafka-acls.sh"} {
		text := "#!/bin/sh\nfor a in \"$@\"; do printf '%s|' \"$a\"; done >>" + calls + "\necho >>" + calls + "\n"
		if err := os.WriteFile(filepath.Join(dir, tool), []byte(text), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.CommandContext(t.Context(), "sh")
	cmd.Stdin = strings.NewReader(provision.Sh(p))
	cmd.Env = []string{"PATH=" + dir + ":/usr/bin:/bin", "BOOTSTRAP=kafka:1"}
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	text, err := os.ReadFile(calls)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	if len(lines) != len(p.Topics)+len(p.Grants) {
		t.Errorf("%d calls for %d topics and %d grants", len(lines), len(p.Topics), len(p.Grants))
	}
	for _, want := range []string{
		"--bootstrap-server|kafka:1|--create|--if-not-exists|--topic|gpa.turns.v1|--partitions|8|--replication-factor|3|--config|max.message.bytes=20971520|--config|retention.ms=259200000|",
		"--bootstrap-server|kafka:1|--add|--allow-principal|User:gpa-ingest|--operation|Describe|--operation|Read|--topic|odd 'name'|",
		"--bootstrap-server|kafka:1|--add|--allow-principal|User:gpa-ingest|--operation|Describe|--operation|DescribeConfigs|--resource-pattern-type|prefixed|--topic|gpa.|",
		"--bootstrap-server|kafka:1|--add|--allow-principal|User:gpa-ruleminer|--operation|Describe|--operation|Read|--group|gpa.ruleminer|",
	} {
		if !slices.Contains(lines, want) {
			t.Errorf("no call %s in\n%s", want, text)
		}
	}
}

func TestStrimziResourcesAreYAMLWithEveryTopicAndUser(t *testing.T) {
	t.Parallel()
	o := options()
	o.Names.Prefix, o.Input = "GPA_x.", []string{"GPA_x.raw.v1"}
	p := provision.Make(o)
	type doc struct {
		APIVersion string `yaml:"apiVersion"`
		Kind       string
		Metadata   struct {
			Name   string
			Labels map[string]string
		}
		Spec struct {
			TopicName     string `yaml:"topicName"`
			Partitions    int
			Config        map[string]string
			Authorization struct {
				ACLs []struct {
					Resource   struct{ Type, Name, PatternType string }
					Operations []string
				} `yaml:"acls"`
			}
		}
	}
	dec := yaml.NewDecoder(bytes.NewReader([]byte(provision.Strimzi(p, "main"))))
	topics, users, grants := 0, 0, 0
	for {
		var d doc
		if err := dec.Decode(&d); err != nil {
			break
		}
		if d.Metadata.Labels["strimzi.io/cluster"] != "main" || strings.ContainsAny(d.Metadata.Name, "_GPA") {
			t.Errorf("metadata are %+v", d.Metadata)
		}
		switch d.Kind {
		case "KafkaTopic":
			if d.Spec.TopicName != p.Topics[topics].Name || d.Spec.Config["max.message.bytes"] == "" {
				t.Errorf("got %+v, want %+v", d.Spec, p.Topics[topics])
			}
			topics++
		case "KafkaUser":
			users++
			grants += len(d.Spec.Authorization.ACLs)
		}
	}
	if topics != len(p.Topics) || users != 6 || grants != len(p.Grants) {
		t.Errorf("%d topics, %d users, %d grants; want %d, 6, %d", topics, users, grants, len(p.Topics), len(p.Grants))
	}
}

func TestTerraformNamesEveryResourceOnce(t *testing.T) {
	t.Parallel()
	o := options()
	o.Principal, o.Input = "User:gpa", []string{"gpa.raw.v1", "a${b}"}
	text := provision.Terraform(provision.Make(o))
	seen := map[string]bool{}
	for line := range strings.Lines(text) {
		if !strings.HasPrefix(line, "resource ") {
			continue
		}
		if seen[line] {
			t.Errorf("twice: %s", line)
		}
		seen[line] = true
	}
	if n := strings.Count(text, `resource "kafka_topic"`); n != len(schema.Topics) {
		t.Errorf("%d topics, want %d", n, len(schema.Topics))
	}
	if !strings.Contains(text, `"a$${b}"`) || strings.Count(text, "{") != strings.Count(text, "}") {
		t.Errorf("a name that looks like a template must stay text, and braces must match:\n%s", text)
	}
}
