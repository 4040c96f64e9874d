package doctor

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/segmentio/kafka-go"

	"github.com/gpa-stream/gpa/pkg/database"
	"github.com/gpa-stream/gpa/pkg/outbox/kafkaoutbox"
	"github.com/gpa-stream/gpa/pkg/schema"
)

// announced compares what was announced of rubrics with what the database knows. Where either cannot be asked another
// finding has said so.
func (p Patient) announced(ctx context.Context) []Finding {
	if p.Brokers == nil || p.Config.PostgresURL == "" {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	pool, err := database.Open(ctx, p.Config.PostgresURL, p.Config.PostgresSchema)
	if err != nil {
		return nil
	}
	defer pool.Close()
	if have, _, err := database.Versions(ctx, pool); err != nil || have == 0 {
		return nil
	}
	const check = "announced"
	held := map[string]int64{}
	rows, err := pool.Query(ctx, `SELECT dimension, group_name, intent, max(version) FROM rubric_versions GROUP BY 1, 2, 3`)
	if err == nil {
		var dimension, group, intent string
		var version int64
		_, err = pgx.ForEachRow(rows, []any{&dimension, &group, &intent, &version}, func() error {
			held[schema.RubricID(dimension, group, intent)] = version
			return nil
		})
	}
	if err != nil {
		return []Finding{bad(check, err.Error(), "the user needs rights on schema "+p.Config.PostgresSchema)}
	}
	topic := kafkaoutbox.Topic{Client: p.Brokers.Client(), Name: p.Config.Topic(schema.TopicRubrics)}
	versions, err := topic.Versions(ctx)
	switch {
	case errors.Is(err, kafka.UnknownTopicOrPartition):
		return nil
	case err != nil:
		return []Finding{bad(check, err.Error(), "the user needs Read on the topic: gpa topics list --as sh")}
	}
	return []Finding{Announced(versions, held)}
}

// Announced judges the versions of rubrics on the topic against those in the database, which are never behind unless it
// was set back to a backup: then people's decisions since are on the topic alone.
func Announced(topic, held map[string]int64) Finding {
	var ahead []string
	for _, id := range slices.Sorted(maps.Keys(topic)) {
		if topic[id] > held[id] {
			ahead = append(ahead, fmt.Sprintf("%s %d (database: %d)", id, topic[id], held[id]))
		}
	}
	if len(ahead) == 0 {
		return good("announced", fmt.Sprintf("%d rubrics, no version that the database does not know", len(topic)))
	}
	const most = 5
	n := len(ahead)
	if n > most {
		ahead = append(ahead[:most], "…")
	}
	found := fmt.Sprintf("%d rubrics in versions that the database does not know: %s", n, strings.Join(ahead, ", "))
	return bad("announced", found, "after a restore the services make most of them again; what stays was decided by people since the backup: decide it again (docs/deploy.md)")
}
