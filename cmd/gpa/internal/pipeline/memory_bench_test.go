package pipeline_test

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/gpa-stream/gpa/cmd/gpa/internal/pipeline"
	"github.com/gpa-stream/gpa/cmd/gpa/internal/simulate"
	"github.com/gpa-stream/gpa/services/ingest"
	"github.com/gpa-stream/gpa/services/ruleminer"
	"github.com/gpa-stream/gpa/services/turnclassifier"
)

// BenchmarkMemory is `gpa mine` without its files: turns per second from log text to rubrics, chained in memory.
func BenchmarkMemory(b *testing.B) {
	log, turns := simulated(b, 4000)
	judge, err := turnclassifier.LoadJudge(b.Context(), "general")
	if err != nil {
		b.Fatal(err)
	}
	o := pipeline.Options{
		Records: ingest.Records{Salt: "s"}, Lateness: ingest.NoLateness, Classifier: turnclassifier.Default(),
		Miner: ruleminer.Defaults(), Judge: judge,
	}
	b.ReportAllocs()
	for b.Loop() {
		r, err := ingest.Open(ingest.Input{Records: o.Records, Paths: []string{"-"}, Stdin: bytes.NewReader(log)})
		if err != nil {
			b.Fatal(err)
		}
		if _, err := pipeline.Memory(b.Context(), r, o); err != nil {
			b.Fatal(err)
		}
		if err := r.Close(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(turns)*float64(b.N)/b.Elapsed().Seconds(), "turns/s")
}

// simulated is a log of so many conversations, and its number of turns.
func simulated(b *testing.B, conversations int) ([]byte, int) {
	b.Helper()
	text, err := simulate.Shipped("planted")
	if err != nil {
		b.Fatal(err)
	}
	s, err := simulate.Load(text)
	if err != nil {
		b.Fatal(err)
	}
	s.Conversations = conversations
	var log bytes.Buffer
	enc, turns := json.NewEncoder(&log), 0
	if _, err := simulate.Generate(b.Context(), s, 1, func(c simulate.Conversation) error {
		turns += len(c.Turns)
		return enc.Encode(c)
	}); err != nil {
		b.Fatal(err)
	}
	return log.Bytes(), turns
}
