package audit

import (
	"context"
	"fmt"

	"github.com/segmentio/kafka-go"

	"github.com/gpa-stream/gpa/pkg/stream"
	"github.com/gpa-stream/gpa/pkg/stream/kafkastream"
)

// Cluster is the Log of a Kafka-protocol broker.
type Cluster struct{ *kafkastream.Broker }

// Committed asks the coordinator of the group.
func (c Cluster) Committed(ctx context.Context, group string, p stream.Partition) (int64, error) {
	res, err := c.Client().OffsetFetch(ctx, &kafka.OffsetFetchRequest{GroupID: group, Topics: map[string][]int{p.Topic: {int(p.Index)}}})
	if err == nil {
		err = res.Error
	}
	if err != nil {
		return -1, fmt.Errorf("ask how far group %s is: %w", group, err)
	}
	for _, x := range res.Topics[p.Topic] {
		if x.Partition == int(p.Index) {
			if x.Error != nil {
				return -1, fmt.Errorf("ask how far group %s is in %s/%d: %w", group, p.Topic, p.Index, x.Error)
			}
			return x.CommittedOffset, nil
		}
	}
	return -1, nil
}
