package bench

import (
	"context"
	"fmt"
	"time"

	"github.com/segmentio/kafka-go"
)

// watch is how often it is looked whether something has happened.
const watch = 10 * time.Millisecond

// until looks until f says yes, a process ends, or the context does.
func until(ctx context.Context, processes []*process, f func() (bool, error)) error {
	t := time.NewTicker(watch)
	defer t.Stop()
	for {
		for _, p := range processes {
			select {
			case <-p.done:
				return p.failure()
			default:
			}
		}
		if ok, err := f(); ok || err != nil {
			return err
		}
		select {
		case <-t.C:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

// assigned says whether a group has that many members, each with its partitions; without a group there is none to wait for.
func assigned(ctx context.Context, c *kafka.Client, group string, members int) (bool, error) {
	if group == "" {
		return true, nil
	}
	res, err := c.DescribeGroups(ctx, &kafka.DescribeGroupsRequest{GroupIDs: []string{group}})
	if err != nil {
		return false, fmt.Errorf("ask for group %s: %w", group, err)
	}
	for _, g := range res.Groups {
		if g.GroupID == group && g.GroupState == "Stable" && len(g.Members) >= members {
			return true, nil
		}
	}
	return false, nil
}

// ends are the ends of a topic's partitions.
func ends(ctx context.Context, c *kafka.Client, topic string, partitions int) ([]int64, error) {
	ask := make([]kafka.OffsetRequest, partitions)
	for i := range ask {
		ask[i] = kafka.LastOffsetOf(i)
	}
	res, err := c.ListOffsets(ctx, &kafka.ListOffsetsRequest{Topics: map[string][]kafka.OffsetRequest{topic: ask}})
	if err != nil {
		return nil, fmt.Errorf("ask for the ends of %s: %w", topic, err)
	}
	out := make([]int64, partitions)
	for _, p := range res.Topics[topic] {
		if p.Error != nil {
			return nil, fmt.Errorf("ask for the end of %s/%d: %w", topic, p.Partition, p.Error)
		}
		out[p.Partition] = p.LastOffset
	}
	return out, nil
}

// committed says whether a group has committed a topic up to those ends.
func committed(ctx context.Context, c *kafka.Client, group, topic string, ends []int64) (bool, error) {
	ask := make([]int, len(ends))
	for i := range ask {
		ask[i] = i
	}
	res, err := c.OffsetFetch(ctx, &kafka.OffsetFetchRequest{GroupID: group, Topics: map[string][]int{topic: ask}})
	if err != nil {
		return false, fmt.Errorf("ask how far group %s is: %w", group, err)
	}
	reached := 0
	for _, p := range res.Topics[topic] {
		if p.CommittedOffset >= ends[p.Partition] || ends[p.Partition] == 0 {
			reached++
		}
	}
	return reached == len(ends), nil
}
