package doctor

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/segmentio/kafka-go"

	"github.com/gpa-stream/gpa/pkg/config"
	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/pkg/service"
	"github.com/gpa-stream/gpa/pkg/stream/kafkastream"
)

const applyTopics = "gpa topics apply, or where that is not allowed: gpa topics list --as sh|strimzi|terraform"

// Topics judges whether every topic is there.
func Topics(names schema.Names, counts map[schema.Topic]int) Finding {
	var missing []string
	for _, t := range schema.Topics {
		if counts[t.Name] == 0 {
			missing = append(missing, names.Of(t.Name))
		}
	}
	if len(missing) > 0 {
		return bad("topics", "missing: "+strings.Join(missing, ", "), applyTopics)
	}
	return good("topics", fmt.Sprintf("all %d of %s are there", len(schema.Topics), names))
}

// input judges the topics that ingest reads.
func input(names []string, topics []kafka.Topic) Finding {
	partitions := 0
	for _, t := range topics {
		if t.Error != nil {
			return bad("input", t.Name+": "+t.Error.Error(), "check ingest.topics, and that the user may read them")
		}
		partitions += len(t.Partitions)
	}
	return good("input", fmt.Sprintf("%s, %d partitions", strings.Join(names, ", "), partitions))
}

// Partitions judges the numbers of partitions of the internal topics.
func Partitions(names schema.Names, counts map[schema.Topic]int) Finding {
	turns, exchanges, observations := counts[schema.TopicTurns], counts[schema.TopicExchanges], counts[schema.TopicObservations]
	if turns == 0 || exchanges == 0 || observations == 0 {
		return bad("partitions", "not known while topics are missing", applyTopics)
	}
	if err := kafkastream.CheckCounts(names, counts); err != nil {
		return bad("partitions", err.Error(), "make the topic anew, in a namespace of its own (kafka.topic_prefix, postgres.schema)")
	}
	return good("partitions", fmt.Sprintf("%d of turns and exchanges, %d of observations", turns, observations))
}

// Retention judges how long internal topics keep what a restart needs.
func Retention(kept map[schema.Topic]time.Duration, asked error, c config.Config) Finding {
	if err := service.CheckRetention(kept, c); err != nil {
		mend := "shorten classifier.window, ingest.lateness or miner.bucket"
		if short, ok := errors.AsType[*service.RetentionError](err); ok {
			mend = fmt.Sprintf("kafka-configs.sh --alter --topic %s --add-config retention.ms=%d", short.Topic, short.Need.Milliseconds())
		}
		return bad("retention", err.Error(), mend)
	}
	need := service.LeastRetention(c)
	if asked != nil {
		return bad("retention", asked.Error(), fmt.Sprintf("allow DescribeConfigs on the topics, or see to it that they keep records for %s", need))
	}
	return good("retention", "internal topics keep what a restart needs, "+need.String())
}
