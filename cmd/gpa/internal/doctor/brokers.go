package doctor

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/segmentio/kafka-go"

	"github.com/gpa-stream/gpa/pkg/schema"
)

// Brokers is what is asked about a cluster.
type Brokers interface {
	Client() *kafka.Client
	Partitions(ctx context.Context, names schema.Names) (map[schema.Topic]int, error)
	Retentions(ctx context.Context, names schema.Names) (map[schema.Topic]time.Duration, error)
}

func (p Patient) brokers(ctx context.Context) []Finding {
	if p.Brokers == nil {
		return []Finding{bad("brokers", "kafka.brokers is not set", "GPA_KAFKA_BROKERS=host:port")}
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	meta, err := p.Brokers.Client().Metadata(ctx, &kafka.MetadataRequest{Topics: p.Config.RawTopics()})
	if err != nil {
		return []Finding{bad("brokers", err.Error(), mendBrokers(err))}
	}
	found := []Finding{good("brokers", fmt.Sprintf("%d reachable, controller %s:%d", len(meta.Brokers), meta.Controller.Host, meta.Controller.Port))}
	found = append(found, p.version(ctx))
	counts, err := p.Brokers.Partitions(ctx, p.Config.Names())
	if err != nil {
		return append(found, bad("topics", err.Error(), "the user needs Describe on the topics: gpa topics list --as sh"))
	}
	found = append(found, Topics(p.Config.Names(), counts), input(p.Config.RawTopics(), meta.Topics), Partitions(p.Config.Names(), counts))
	kept, err := p.Brokers.Retentions(ctx, p.Config.Names())
	return append(found, Retention(kept, err, p.Config), p.access(ctx))
}

// mendBrokers says what to look at when the brokers do not answer.
func mendBrokers(err error) string {
	text := err.Error()
	switch {
	case errors.Is(err, kafka.SASLAuthenticationFailed) || strings.Contains(text, "SASL"):
		return "check kafka.sasl, and user and password or where the token comes from (kafka.sasl_user, kafka.sasl_token_file, kafka.sasl_token_url)"
	case strings.Contains(text, "x509") || strings.Contains(text, "tls"):
		return "check kafka.tls_ca, and that the certificate names the host of kafka.brokers"
	case strings.Contains(text, "EOF"):
		return "the broker hung up, as it does when it expects TLS or SASL: check kafka.tls and kafka.sasl"
	}
	return "check kafka.brokers and the network"
}

func (p Patient) version(ctx context.Context) Finding {
	res, err := p.Brokers.Client().ApiVersions(ctx, &kafka.ApiVersionsRequest{})
	if err == nil {
		err = res.Error
	}
	if err != nil {
		return bad("version", err.Error(), "the brokers must speak the protocol of Apache Kafka 2.4 or later")
	}
	return Version(res.ApiKeys)
}

// needed are the requests that the stages send, with the version that they speak.
var needed = []struct {
	key, version int
	name         string
}{
	{0, 7, "Produce"},
	{1, 10, "Fetch"},
	{2, 1, "ListOffsets"},
	{3, 6, "Metadata"},
	{8, 2, "OffsetCommit"},
	{9, 5, "OffsetFetch"},
	{10, 0, "FindCoordinator"},
	{11, 1, "JoinGroup"},
	{12, 0, "Heartbeat"},
	{14, 0, "SyncGroup"},
	{19, 2, "CreateTopics"},
	{32, 1, "DescribeConfigs"},
}

// Version judges which requests a broker understands.
func Version(keys []kafka.ApiVersionsResponseApiKey) Finding {
	var lacking []string
	release := "before 4.0"
	for _, n := range needed {
		i := slices.IndexFunc(keys, func(k kafka.ApiVersionsResponseApiKey) bool { return k.ApiKey == n.key })
		if i < 0 || keys[i].MinVersion > n.version || keys[i].MaxVersion < n.version {
			lacking = append(lacking, fmt.Sprintf("%s v%d", n.name, n.version))
		}
		if i >= 0 && n.name == "Fetch" && keys[i].MinVersion >= 4 {
			release = fmt.Sprintf("4.x (Fetch up to v%d)", keys[i].MaxVersion)
		}
	}
	if len(lacking) > 0 {
		return bad("version", "the brokers do not speak "+strings.Join(lacking, ", "), "use Apache Kafka 2.4 or later, or a broker that speaks its protocol")
	}
	return good("version", "protocol of Apache Kafka "+release)
}
