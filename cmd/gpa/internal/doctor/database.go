package doctor

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/gpa-stream/gpa/pkg/database"
	"github.com/gpa-stream/gpa/pkg/schema"
)

func (p Patient) database(ctx context.Context) []Finding {
	c := p.Config
	if c.PostgresURL == "" {
		return []Finding{bad("database", "postgres.url is not set", "GPA_POSTGRES_URL=postgres://…"), Salt(c.Salt, "")}
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	pool, err := database.Open(ctx, c.PostgresURL, c.PostgresSchema)
	if err != nil {
		return []Finding{bad("database", err.Error(), "check postgres.url and that the server runs"), Salt(c.Salt, "")}
	}
	defer pool.Close()
	found := p.server(ctx, pool)
	have, known, err := database.Versions(ctx, pool)
	if err != nil {
		return append(found, bad("migrations", err.Error(), "the user needs rights on schema "+c.PostgresSchema), Salt(c.Salt, ""))
	}
	found = append(found, Migrations(c.PostgresSchema, have, known))
	held := ""
	if have > 0 {
		if held, err = database.Setting(ctx, pool, database.KeySalt); err != nil {
			return append(found, bad("salt", err.Error(), "the user needs rights on schema "+c.PostgresSchema))
		}
	}
	return append(found, Salt(c.Salt, held))
}

// server asks the server for its version and its clock. The clock's error is at most half of what the question took.
func (p Patient) server(ctx context.Context, pool *pgxpool.Pool) []Finding {
	var (
		version string
		theirs  time.Time
		secured bool
	)
	begin := p.Now()
	err := pool.QueryRow(ctx, `SELECT current_setting('server_version'), clock_timestamp(),
		coalesce((SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()), false)`).Scan(&version, &theirs, &secured)
	took := p.Now().Sub(begin)
	if err != nil {
		return []Finding{bad("database", err.Error(), "check the rights of the user")}
	}
	how := "without TLS"
	if secured {
		how = "with TLS"
	}
	return []Finding{good("database", fmt.Sprintf("PostgreSQL %s, %s", version, how)), Clock(begin.Add(took/2).Sub(theirs), took/2)}
}

// maxSkew is how far the clocks of a system may be apart: event times ahead of ingest's clock are refused.
const maxSkew = time.Second

// Clock judges by how much our clock is ahead of the database's, known within an error.
func Clock(ahead, within time.Duration) Finding {
	off := ahead.Abs() - within
	if off <= maxSkew {
		return good("clock", "within "+maxSkew.String()+" of the database")
	}
	where := "ahead of"
	if ahead < 0 {
		where = "behind"
	}
	return bad("clock", fmt.Sprintf("%s %s the database", off.Round(time.Millisecond), where), "synchronise the clocks (NTP)")
}

// Migrations judges the version of the tables.
func Migrations(schemaName string, have, known int64) Finding {
	switch {
	case have == 0:
		return bad("migrations", "schema "+schemaName+" has no tables", "gpa migrate")
	case have < known:
		return bad("migrations", fmt.Sprintf("schema %s is at %d of %d", schemaName, have, known), "gpa migrate")
	case have > known:
		return bad("migrations", fmt.Sprintf("schema %s is at %d, this build knows %d", schemaName, have, known), "use the build that migrated it, or a newer one")
	}
	return good("migrations", fmt.Sprintf("schema %s is at %d, the newest", schemaName, have))
}

// Salt judges the configured salt against the fingerprint that the namespace holds.
func Salt(salt, held string) Finding {
	if salt == "" {
		return bad("salt", "not set", "GPA_SALT, a secret, e.g. from `openssl rand -hex 32`")
	}
	ours := schema.Salt(salt).Fingerprint()
	switch held {
	case "":
		return good("salt", "set, fingerprint "+ours[:8]+", the namespace has none yet")
	case ours:
		return good("salt", "that of the namespace, fingerprint "+ours[:8])
	}
	return bad("salt", fmt.Sprintf("fingerprint %s, the namespace was begun with another", ours[:8]),
		"use the salt that the namespace was begun with, or another postgres.schema and kafka.topic_prefix")
}
