package schema

import "time"

// A Topic is the name of a topic without its prefix, e.g. turns.v1.
type Topic string

// The topics of a namespace.
const (
	TopicRaw          Topic = "raw.v1"
	TopicTurns        Topic = "turns.v1"
	TopicExchanges    Topic = "exchanges.v1"
	TopicObservations Topic = "observations.v1"
	TopicRules        Topic = "rules.v1"
	TopicRubrics      Topic = "rubrics.v1"
	TopicProgress     Topic = "progress.v1"

	TopicIngestDLQ         Topic = "ingest.dlq.v1"
	TopicTurnClassifierDLQ Topic = "turnclassifier.dlq.v1"
	TopicAttrExtractorDLQ  Topic = "attrextractor.dlq.v1"
	TopicRuleMinerDLQ      Topic = "ruleminer.dlq.v1"
)

// DLQ is the topic of a service's dead letters.
func DLQ(service string) Topic { return Topic(service + ".dlq.v1") }

// A TopicSpec says all that is fixed about a topic.
type TopicSpec struct {
	Name Topic
	// Key says what a record's key is, in words.
	Key string
	// Partitions is the number of partitions; 0 means that the configuration says it (kafka.partitions).
	Partitions int
	// Retention of records; 0 means for ever.
	Retention time.Duration
	// Compacted topics keep the newest record of each key.
	Compacted bool
	// Owner is the service that writes it; empty for the platform.
	Owner string
	// Readers are the services that read it; gpa stands for the command.
	Readers []string
	// Value names the message in it.
	Value string
	// Public topics are read by other teams.
	Public bool
}

// Topics is the map of the system: every topic, in the order of the flow.
var Topics = []TopicSpec{
	{Name: TopicRaw, Key: "conversation id of the platform", Retention: 7 * day, Readers: []string{"ingest"}, Value: "a log record in any known format", Public: true},
	{Name: TopicTurns, Key: "conversation", Retention: 3 * day, Owner: "ingest", Readers: []string{"turnclassifier"}, Value: "gpa.v1.Turns"},
	{Name: TopicExchanges, Key: "conversation", Retention: 3 * day, Owner: "turnclassifier", Readers: []string{"attrextractor"}, Value: "gpa.v1.Exchange"},
	{Name: TopicObservations, Key: "user", Retention: 14 * day, Owner: "attrextractor", Readers: []string{"ruleminer"}, Value: "gpa.v1.Observation"},
	{Name: TopicRules, Key: "rule id", Partitions: 1, Compacted: true, Owner: "ruleminer", Readers: []string{"ruleminer"}, Value: "gpa.v1.Rule (JSON)", Public: true},
	{Name: TopicRubrics, Key: "dimension/group/intent", Partitions: 1, Compacted: true, Owner: "rubricpublisher", Readers: []string{"rubricpublisher"}, Value: "gpa.v1.Rubric (JSON)", Public: true},
	{Name: TopicProgress, Key: "source", Partitions: 1, Retention: day, Owner: "ingest", Readers: []string{"ingest"}, Value: "gpa.v1.Statement"},
	{Name: TopicIngestDLQ, Key: "as read", Partitions: 1, Retention: 14 * day, Owner: "ingest", Readers: []string{"gpa"}, Value: "gpa.v1.DeadLetter"},
	{Name: TopicTurnClassifierDLQ, Key: "as read", Partitions: 1, Retention: 14 * day, Owner: "turnclassifier", Readers: []string{"gpa"}, Value: "gpa.v1.DeadLetter"},
	{Name: TopicAttrExtractorDLQ, Key: "as read", Partitions: 1, Retention: 14 * day, Owner: "attrextractor", Readers: []string{"gpa"}, Value: "gpa.v1.DeadLetter"},
	{Name: TopicRuleMinerDLQ, Key: "as read", Partitions: 1, Retention: 14 * day, Owner: "ruleminer", Readers: []string{"gpa"}, Value: "gpa.v1.DeadLetter"},
}

const day = 24 * time.Hour

// MaxMessageBytes is the largest record of any topic: a record of the input (16 MiB) and room for its envelope.
const MaxMessageBytes = 20 << 20
