// Package ruleminer finds out on which aspects of an answer groups of users differ.
//
// Its workers read the observations, one partition each, and close them bucket by bucket into tallies; its coordinator
// adds the tallies of all partitions up and decides which rules hold. What they keep is in a Store, and the rules leave
// through the outbox. The package never sees text of a conversation, and it never decides by a clock: the same
// observations give the same rules, whatever was killed, repeated or reordered.
package ruleminer

import (
	"fmt"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/gpa-stream/gpa/pkg/stream"
	"github.com/gpa-stream/gpa/services/ruleminer/internal/memstore"
	"github.com/gpa-stream/gpa/services/ruleminer/internal/mine"
	"github.com/gpa-stream/gpa/services/ruleminer/internal/pgstore"
	"github.com/gpa-stream/gpa/services/ruleminer/internal/store"
)

// Name is the service's name: of its consumer group and its dead letters.
const Name = "ruleminer"

// A Store keeps positions, tallies, the miner's state and the rules.
type Store = store.Store

// NewMemoryStore keeps everything in memory, for one process and one run.
func NewMemoryStore() Store { return memstore.New() }

// NewPostgresStore keeps everything in a schema that database.Migrate has brought up to date; the pool is that of
// database.Open for the same schema.
func NewPostgresStore(pool *pgxpool.Pool, schema string) Store { return pgstore.New(pool, schema) }

// A Service is the rule miner with its settings.
type Service struct {
	config Config
	params mine.Params
	store  Store
	stage  *stage
}

// New checks the settings; it reads and writes nothing yet.
func New(c Config, st Store) (*Service, error) {
	if err := c.Validate(); err != nil {
		return nil, fmt.Errorf("ruleminer: %w", err)
	}
	p, err := c.params()
	if err != nil {
		return nil, fmt.Errorf("ruleminer: %w", err)
	}
	s := &Service{config: c, params: p, store: st}
	s.stage = &stage{positions: st, params: p, salt: c.Salt, lookEvery: c.LookEvery, maxWrite: maxWrite}
	return s, nil
}

// Stage makes the workers, for the loop over the observations.
func (s *Service) Stage() stream.Stage { return s.stage }

// Behind is how many observations came for a bucket that was closed already, since the start: late or repeated. After
// a restart it counts what is read again, too, so it is an upper bound of what is late.
func (s *Service) Behind() int64 { return s.stage.behind.Load() }

// Coordinator makes a coordinator: one per process is enough.
func (s *Service) Coordinator() *Coordinator {
	keep := int64(0)
	if s.config.KeepTallies > 0 {
		keep = s.params.Buckets(s.config.KeepTallies)
	}
	return &Coordinator{
		takings: s.store, params: s.params, partitions: s.config.Partitions, keep: keep,
		poll: s.config.Poll, patience: s.config.Patience,
	}
}
