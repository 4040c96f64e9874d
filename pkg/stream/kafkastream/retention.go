package kafkastream

import (
	"context"
	"fmt"
	"math"
	"strconv"
	"time"

	"github.com/segmentio/kafka-go"

	"github.com/gpa-stream/gpa/pkg/schema"
)

// Forever is the retention of a topic that keeps its records for good.
const Forever time.Duration = math.MaxInt64

// Retentions are how long the topics of a namespace keep their records, as the brokers say. Topics that are not there
// or may not be described are left out; the error is of those.
func (b *Broker) Retentions(ctx context.Context, names schema.Names) (map[schema.Topic]time.Duration, error) {
	req := &kafka.DescribeConfigsRequest{}
	for _, spec := range schema.Topics {
		req.Resources = append(req.Resources, kafka.DescribeConfigRequestResource{
			ResourceType: kafka.ResourceTypeTopic, ResourceName: names.Of(spec.Name),
			ConfigNames: []string{"retention.ms", "cleanup.policy"},
		})
	}
	res, err := b.client.DescribeConfigs(ctx, req)
	if err != nil {
		return nil, fmt.Errorf("ask for the retention of the topics: %w", err)
	}
	kept, ours := map[schema.Topic]time.Duration{}, names.ByName()
	for _, r := range res.Resources {
		if r.Error != nil {
			err = fmt.Errorf("ask for the retention of %s: %w", r.ResourceName, r.Error)
			continue
		}
		d, parseErr := retention(r.ConfigEntries)
		if parseErr != nil {
			err = fmt.Errorf("read the retention of %s: %w", r.ResourceName, parseErr)
			continue
		}
		kept[ours[r.ResourceName]] = d
	}
	return kept, err
}

func retention(entries []kafka.DescribeConfigResponseConfigEntry) (time.Duration, error) {
	var policy, ms string
	for _, e := range entries {
		switch e.ConfigName {
		case "cleanup.policy":
			policy = e.ConfigValue
		case "retention.ms":
			ms = e.ConfigValue
		}
	}
	if ms == "-1" || policy == "compact" {
		return Forever, nil
	}
	n, err := strconv.ParseInt(ms, 10, 64)
	if err != nil {
		return 0, fmt.Errorf("retention.ms is %q", ms)
	}
	if n > int64(Forever/time.Millisecond) {
		return Forever, nil
	}
	return time.Duration(n) * time.Millisecond, nil
}
