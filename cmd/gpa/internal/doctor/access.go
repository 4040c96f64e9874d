package doctor

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/segmentio/kafka-go"
)

const listRights = "gpa topics list --as sh prints the rights that are needed"

// stages are the consumer groups of a namespace, without its prefix.
var stages = []string{"ingest", "turnclassifier", "attrextractor", "ruleminer"}

// access says whether the brokers let us in: what they answer about rights, else what can be tried without writing.
func (p Patient) access(ctx context.Context) Finding {
	var refused []string
	for _, stage := range stages {
		group := p.Config.Group(stage)
		if err := p.group(ctx, group); errors.Is(err, kafka.GroupAuthorizationFailed) {
			refused = append(refused, "group "+group)
		}
	}
	res, err := p.Brokers.Client().DescribeACLs(ctx, &kafka.DescribeACLsRequest{Filter: kafka.ACLFilter{
		ResourceTypeFilter: kafka.ResourceTypeAny, ResourcePatternTypeFilter: kafka.PatternTypeAny,
		Operation: kafka.ACLOperationTypeAny, PermissionType: kafka.ACLPermissionTypeAny,
	}})
	if err == nil {
		err = res.Error
	}
	entries := 0
	if err == nil {
		for _, r := range res.Resources {
			entries += len(r.ACLs)
		}
	}
	return Access(refused, entries, err)
}

func (p Patient) group(ctx context.Context, group string) error {
	res, err := p.Brokers.Client().OffsetFetch(ctx, &kafka.OffsetFetchRequest{GroupID: group, Topics: map[string][]int{p.Config.RawTopics()[0]: {0}}})
	if err != nil {
		return err
	}
	return res.Error
}

// Access judges which groups were refused, and what came of the question about rights: entries, or an error.
func Access(refused []string, entries int, asked error) Finding {
	switch {
	case len(refused) > 0:
		return bad("acls", "not allowed: "+strings.Join(refused, ", "), listRights)
	case errors.Is(asked, kafka.SecurityDisabled):
		return good("acls", "no authorizer: everything is allowed")
	case errors.Is(asked, kafka.ClusterAuthorizationFailed):
		return good("acls", "may not be listed by this user; its groups may be used")
	case asked != nil:
		return good("acls", "not answered ("+asked.Error()+"); its groups may be used")
	}
	return good("acls", fmt.Sprintf("%d entries; its groups may be used", entries))
}
