// Package audit counts by ids whether anything is missing between the stages: what went in against what came out, was
// given up, came too late or was there already; by stage and time bucket.
//
// The stages are functions of their logs, so an audit runs them again, up to what was committed and without what is
// dear about them, and looks for each id that must have come out. It follows the topics: each record is read once, and
// what is remembered is the ids of open buckets. It publishes and stores nothing of what the stages put out.
package audit

import (
	"context"
	"fmt"

	"github.com/gpa-stream/gpa/pkg/stream"
)

// Counts are an account: In = Out + Dead + Late + Repeated + Missing.
type Counts struct {
	// In are records, of turnclassifier the exchanges that follow from its turns.
	In int64 `json:"in"`
	// Out are different ids that were found behind the stage.
	Out      int64 `json:"out"`
	Dead     int64 `json:"dead"`
	Late     int64 `json:"late"`
	Repeated int64 `json:"repeated"`
	Missing  int64 `json:"missing"`
}

// Add adds another account.
func (c *Counts) Add(d Counts) {
	c.In, c.Out, c.Dead = c.In+d.In, c.Out+d.Out, c.Dead+d.Dead
	c.Late, c.Repeated, c.Missing = c.Late+d.Late, c.Repeated+d.Repeated, c.Missing+d.Missing
}

// A Line is the account of one stage.
type Line struct {
	Stage string `json:"stage"`
	Counts
	// Examples name some of what is missing: the record that it follows from, and the id.
	Examples []string `json:"examples,omitempty"`
	// Models are how many of the observations each model judged; of ruleminer only.
	Models map[string]int64 `json:"models,omitempty"`
	// Several are judged by more than one of them, as an upgrade leaves it; of each one judgement counts.
	Several int64 `json:"several,omitempty"`
	// Notes say what could not be judged.
	Notes []string `json:"notes,omitempty"`
	// Buckets are the account by time bucket, ascending.
	Buckets []Bucket `json:"buckets,omitempty"`
}

// A Bucket is the account of one stage for what belongs to one time bucket.
type Bucket struct {
	// Number is that of the bucket, counted from 1970.
	Number int64 `json:"number"`
	Counts
	// Sealed says that the stage has passed the bucket: what comes for it later is repeated.
	Sealed bool `json:"sealed"`
}

// maxExamples is how many missing ids are named.
const maxExamples = 5

// A Log is what an audit reads: topics, and how far a group has committed.
type Log interface {
	Read(ctx context.Context, p stream.Partition, from int64) (stream.Reader, error)
	PartitionCount(ctx context.Context, topic string) (int, error)
	// Committed is the offset that a group has committed, negative for none.
	Committed(ctx context.Context, group string, p stream.Partition) (int64, error)
}

// An Auditor follows the topics of a namespace. It is for one goroutine.
type Auditor struct {
	log    Log
	stages []*check
	miner  *miner
}

// Close frees what the auditor reads with.
func (a *Auditor) Close() {
	for _, c := range a.stages {
		c.close()
	}
	a.miner.close()
}

// Round reads on to where the stages have committed and gives the accounts of all that was read since the auditor was
// made. taken are the buckets that became rules.
func (a *Auditor) Round(ctx context.Context, taken []Taken) ([]Line, error) {
	var lines []Line
	for _, c := range a.stages {
		l, err := c.round(ctx, a.log)
		if err != nil {
			return nil, fmt.Errorf("audit %s: %w", c.stage, err)
		}
		lines = append(lines, l)
	}
	l, err := a.miner.round(ctx, a.log, taken)
	if err != nil {
		return nil, fmt.Errorf("audit %s: %w", l.Stage, err)
	}
	return append(lines, l), nil
}
