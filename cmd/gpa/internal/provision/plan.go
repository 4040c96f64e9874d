// Package provision writes down the topics of a namespace and the rights that its services need, for those who make
// topics by other means than this program: as a shell script, as Strimzi resources or as Terraform.
//
// It is pure: a plan in, text out.
package provision

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gpa-stream/gpa/pkg/schema"
)

// Options say what a plan is made for.
type Options struct {
	Names schema.Names
	// Partitions of topics whose number the table leaves open; Replicas of every topic.
	Partitions, Replicas int
	// Input are the topics that ingest reads. Those beside the namespace's own are somebody else's: they are not made.
	Input []string
	// Principal is who a service runs as, e.g. User:gpa-{service}.
	Principal string
	// Retention is the least that internal topics keep their records.
	Retention time.Duration
}

// A Topic is one to be made.
type Topic struct {
	Name                 string
	Partitions, Replicas int
	Config               []Setting
}

// A Setting is one setting of a topic.
type Setting struct{ Name, Value string }

// A Grant allows a principal operations on a topic or a consumer group.
type Grant struct {
	Principal string
	// Kind is topic or group; Prefixed grants are for every name that begins so.
	Kind, Name string
	Prefixed   bool
	Operations []string
}

// A Plan is what a namespace needs of a cluster.
type Plan struct {
	Topics []Topic
	Grants []Grant
}

// services are those that meet the brokers, the command last.
var services = []string{"ingest", "turnclassifier", "attrextractor", "ruleminer", "rubricpublisher", "gpa"}

// Make makes the plan.
func Make(o Options) Plan {
	var p Plan
	for _, spec := range schema.Topics {
		if spec.Name == schema.TopicRaw && !slices.Contains(o.Input, o.Names.Of(spec.Name)) {
			continue
		}
		p.Topics = append(p.Topics, o.topic(spec))
	}
	for _, service := range services {
		p.Grants = append(p.Grants, o.grants(service)...)
	}
	return p
}

func (o Options) topic(spec schema.TopicSpec) Topic {
	t := Topic{Name: o.Names.Of(spec.Name), Partitions: spec.Partitions, Replicas: o.Replicas}
	if t.Partitions == 0 {
		t.Partitions = o.Partitions
	}
	if spec.Compacted {
		t.Config = append(t.Config, Setting{"cleanup.policy", "compact"})
	}
	t.Config = append(t.Config, Setting{"max.message.bytes", strconv.Itoa(schema.MaxMessageBytes)})
	if spec.Retention > 0 {
		t.Config = append(t.Config, Setting{"retention.ms", strconv.FormatInt(max(spec.Retention, o.Retention).Milliseconds(), 10)})
	}
	return t
}

// grants are what a service may do: see all topics of the namespace and how long they keep, read and write its own,
// and keep its place in its group.
func (o Options) grants(service string) []Grant {
	who := strings.ReplaceAll(o.Principal, "{service}", service)
	see := []string{"Describe", "DescribeConfigs"}
	all := []Grant{{who, "topic", o.Names.Prefix, true, see}}
	for _, t := range slices.Sorted(maps.Keys(o.Names.Other)) {
		all = append(all, Grant{who, "topic", o.Names.Other[t], false, see})
	}
	for _, spec := range schema.Topics {
		names := []string{o.Names.Of(spec.Name)}
		if spec.Name == schema.TopicRaw {
			names = o.Input
		}
		var may []string
		if slices.Contains(spec.Readers, service) {
			may = append(may, "Read")
		}
		// The command imports records, and puts back what stages gave up.
		puts := service == "gpa" && slices.Contains(replayed, spec.Name)
		if spec.Owner == service || puts {
			may = append(may, "Write")
		}
		for _, name := range names {
			if len(may) > 0 {
				all = append(all, Grant{who, "topic", name, false, append([]string{"Describe"}, may...)})
			}
		}
	}
	if service != "rubricpublisher" && service != "gpa" {
		all = append(all, Grant{who, "group", o.Names.Prefix + service, false, []string{"Describe", "Read"}})
	}
	return all
}

// replayed are the topics whose records may stand in dead letters.
var replayed = []schema.Topic{schema.TopicRaw, schema.TopicTurns, schema.TopicExchanges, schema.TopicObservations}
