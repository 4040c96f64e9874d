package pipeline_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/gpa-stream/gpa/cmd/gpa/internal/simulate"
	gpav1 "github.com/gpa-stream/gpa/pkg/schema/gen/gpa/v1"
	"github.com/gpa-stream/gpa/services/attrextractor"
	"github.com/gpa-stream/gpa/services/turnclassifier"
)

// BenchmarkReading is what a text costs without the moving of records: judgement, intent, aspects and wishes of each
// exchange, on one core. Its exchanges/s are those of a second of processor time, so that neighbours do not count.
func BenchmarkReading(b *testing.B) {
	b.Run("own-rows", func(b *testing.B) { readAll(b, ownRows(b)) })
	b.Run("simulated", func(b *testing.B) { readAll(b, simulatedCases(b)) })
	b.Run("long-answers", func(b *testing.B) { readAll(b, longAnswers(b)) })
}

func readAll(b *testing.B, cases []turnclassifier.Case) {
	b.Helper()
	judge, err := turnclassifier.LoadJudge(b.Context(), "general")
	if err != nil {
		b.Fatal(err)
	}
	meters, err := attrextractor.New(attrextractor.Config{Observations: 1, Exchanges: 1}, attrextractor.NoSpans{})
	if err != nil {
		b.Fatal(err)
	}
	size := 0
	for _, c := range cases {
		size += len(c.PromptText()) + len(c.Response.GetContent())
		for _, t := range c.Reaction {
			size += len(t.GetContent())
		}
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	at := 0
	read := func() {
		c := cases[at%len(cases)]
		at++
		x := &gpav1.Exchange{Prompt: c.PromptText(), Response: c.Response.GetContent(), Reaction: c.Reaction, Locale: "en-GB"}
		if err := judge.Judge(b.Context(), c, "", x); err != nil {
			b.Fatal(err)
		}
		meters.Measure(x)
		meters.Wishes(x)
	}
	read() // Tables that are made once.
	b.ReportAllocs()
	before := processorTime(b)
	for b.Loop() {
		read()
	}
	b.ReportMetric(float64(b.N)/(processorTime(b)-before).Seconds(), "exchanges/s")
	b.ReportMetric(float64(size)/float64(len(cases)), "bytes/exchange")
}

// processorTime is what this process has used.
func processorTime(b *testing.B) time.Duration {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// ownRows are the labelled reactions that the model is fitted to.
func ownRows(b *testing.B) []turnclassifier.Case {
	b.Helper()
	data, err := os.ReadFile("../../../../services/turnclassifier/internal/classify/data/chats.jsonl")
	if err != nil {
		b.Fatal(err)
	}
	var out []turnclassifier.Case
	for line := range bytes.Lines(data) {
		rows, err := turnclassifier.ParseLabelledReactions(line)
		if err != nil {
			b.Fatal(err)
		}
		for _, r := range rows {
			c := turnclassifier.Case{Prompt: said(gpav1.Role_ROLE_USER, r.Prompt), Response: said(gpav1.Role_ROLE_ASSISTANT, r.Response)[0]}
			c.Earlier, c.Reaction = said(gpav1.Role_ROLE_USER, r.EarlierPrompts...), said(gpav1.Role_ROLE_USER, r.Reaction...)
			out = append(out, c)
		}
	}
	return out
}

// longAnswers are the exchanges of real conversations.
func longAnswers(b *testing.B) []turnclassifier.Case {
	b.Helper()
	folder := os.Getenv("GPA_DATA")
	if folder == "" {
		b.Skip("GPA_DATA names no folder of real conversations")
	}
	f, err := os.Open(filepath.Join(folder, "chats", "sharegpt_600.jsonl.gz"))
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	lines, err := gzip.NewReader(f)
	if err != nil {
		b.Fatal(err)
	}
	var out []turnclassifier.Case
	for in := json.NewDecoder(lines); ; {
		var chat struct {
			Conversations []struct{ From, Value string }
		}
		if err := in.Decode(&chat); errors.Is(err, io.EOF) {
			return out
		} else if err != nil {
			b.Fatal(err)
		}
		turns := make([]simulate.Turn, len(chat.Conversations))
		for i, t := range chat.Conversations {
			turns[i] = simulate.Turn{Role: strings.NewReplacer("human", "user", "gpt", "assistant").Replace(t.From), Content: t.Value}
		}
		out = append(out, casesOf(turns)...)
	}
}

// simulatedCases are those of the log that make bench reads.
func simulatedCases(b *testing.B) []turnclassifier.Case {
	b.Helper()
	log, _ := simulated(b, 1000)
	var out []turnclassifier.Case
	for line := range bytes.Lines(log) {
		var c simulate.Conversation
		if err := json.Unmarshal(line, &c); err != nil {
			b.Fatal(err)
		}
		out = append(out, casesOf(c.Turns)...)
	}
	return out
}

// casesOf are the answers of a conversation that follow a request and are followed by a reaction.
func casesOf(turns []simulate.Turn) []turnclassifier.Case {
	var out []turnclassifier.Case
	for i := 1; i+1 < len(turns); i++ {
		if turns[i-1].Role != "user" || turns[i].Role != "assistant" || turns[i+1].Role != "user" {
			continue
		}
		out = append(out, turnclassifier.Case{
			Prompt: said(gpav1.Role_ROLE_USER, turns[i-1].Content), Response: said(gpav1.Role_ROLE_ASSISTANT, turns[i].Content)[0],
			Reaction: said(gpav1.Role_ROLE_USER, turns[i+1].Content),
		})
	}
	return out
}

// said are the turns of a role.
func said(role gpav1.Role, texts ...string) []*gpav1.Turn {
	var out []*gpav1.Turn
	for i, text := range texts {
		out = append(out, &gpav1.Turn{Role: role, Ordinal: uint32(i), Content: text})
	}
	return out
}
