package cli

import (
	"context"
	"fmt"
	"time"

	"github.com/segmentio/kafka-go"

	"github.com/gpa-stream/gpa/pkg/database"
	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/services/turnclassifier"
)

type doctorCmd struct{}

// A finding is one line of the doctor.
type finding struct {
	Check string `json:"check"`
	OK    bool   `json:"ok"`
	Found string `json:"found"`
	// Mend says what to do when it is not well.
	Mend string `json:"mend,omitempty"`
}

// Run is gpa doctor.
func (doctorCmd) Run(s *session, ctx bound) error {
	var all []finding
	for _, check := range []func(context.Context, *session) []finding{checkBrokers, checkDatabase, checkSalt, checkModel} {
		all = append(all, check(ctx, s)...)
	}
	sick := 0
	for _, f := range all {
		if !f.OK {
			sick++
		}
	}
	if s.json {
		if err := writeJSON(s.Out, all); err != nil {
			return err
		}
	} else {
		for _, f := range all {
			mark := "ok  "
			if !f.OK {
				mark, f.Found = "FAIL", f.Found+" → "+f.Mend
			}
			s.printf("%s  %-10s %s\n", mark, f.Check, f.Found)
		}
	}
	if sick > 0 {
		return fmt.Errorf("%d of %d checks failed", sick, len(all))
	}
	return nil
}

// doctorPatience bounds each look: a broker that does not answer is a finding.
const doctorPatience = 10 * time.Second

func checkBrokers(ctx context.Context, s *session) []finding {
	k, err := s.kafka()
	if err != nil {
		return []finding{{Check: "brokers", Found: err.Error(), Mend: "GPA_KAFKA_BROKERS=host:port"}}
	}
	defer k.Close()
	ctx, cancel := context.WithTimeout(ctx, doctorPatience)
	defer cancel()
	meta, err := k.Client().Metadata(ctx, &kafka.MetadataRequest{})
	if err != nil {
		return []finding{{Check: "brokers", Found: err.Error(), Mend: "check kafka.brokers and the network"}}
	}
	found := []finding{{Check: "brokers", OK: true, Found: fmt.Sprintf("%d reachable, controller %s", len(meta.Brokers), meta.Controller.Host)}}
	counts, err := k.Partitions(ctx, s.config.TopicPrefix)
	topics := finding{Check: "topics", OK: err == nil}
	for _, t := range schema.Topics {
		if counts[t.Name] == 0 {
			topics.OK, topics.Mend = false, "gpa topics apply"
			topics.Found += s.config.Prefixed(string(t.Name)) + " is missing; "
		}
	}
	if topics.OK {
		topics.Found = fmt.Sprintf("%d of %s*, %d partitions of observations", len(counts), s.config.TopicPrefix, counts[schema.TopicObservations])
	}
	return append(found, topics)
}

func checkDatabase(ctx context.Context, s *session) []finding {
	if s.config.PostgresURL == "" {
		return []finding{{Check: "database", Found: "postgres.url is not set", Mend: "GPA_POSTGRES_URL=postgres://…"}}
	}
	ctx, cancel := context.WithTimeout(ctx, doctorPatience)
	defer cancel()
	pool, err := database.Open(ctx, s.config.PostgresURL, s.config.PostgresSchema)
	if err != nil {
		return []finding{{Check: "database", Found: err.Error(), Mend: "check postgres.url and that the server runs"}}
	}
	defer pool.Close()
	var (
		version string
		now     time.Time
	)
	if err := pool.QueryRow(ctx, "SELECT current_setting('server_version'), clock_timestamp()").Scan(&version, &now); err != nil {
		return []finding{{Check: "database", Found: err.Error(), Mend: "check the rights of the user"}}
	}
	found := []finding{{Check: "database", OK: true, Found: "PostgreSQL " + version}}
	skew := finding{Check: "clock", OK: true, Found: "within a second of the database"}
	if d := time.Since(now).Abs(); d > time.Second {
		skew = finding{Check: "clock", Found: d.Round(time.Millisecond).String() + " off the database", Mend: "synchronise the clocks (NTP)"}
	}
	migrated := finding{Check: "schema", OK: true, Found: s.config.PostgresSchema + " is there"}
	if _, err := pool.Exec(ctx, "SELECT 1 FROM rubric_versions LIMIT 1"); err != nil {
		migrated = finding{Check: "schema", Found: s.config.PostgresSchema + " has no tables", Mend: "gpa migrate"}
	}
	return append(found, skew, migrated)
}

func checkSalt(_ context.Context, s *session) []finding {
	if s.config.Salt == "" {
		return []finding{{Check: "salt", Found: "not set", Mend: "GPA_SALT, a secret, e.g. from `openssl rand -hex 32`"}}
	}
	return []finding{{Check: "salt", OK: true, Found: "set, fingerprint " + schema.Salt(s.config.Salt).Fingerprint()[:8]}}
}

func checkModel(_ context.Context, s *session) []finding {
	if _, err := turnclassifier.LoadJudge(s.config.Pack); err != nil {
		return []finding{{Check: "model", Found: err.Error(), Mend: "check classifier.pack"}}
	}
	return []finding{{Check: "model", OK: true, Found: "local, pack " + s.config.Pack}}
}
