package ingest_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gpa-stream/gpa/services/ingest"
)

func TestConfigErrorsUseTheUsersWords(t *testing.T) {
	t.Parallel()
	for want, change := range map[string]func(*ingest.Config){
		"": func(*ingest.Config) {},
		`format: unknown format "csv"; known are auto, lmsys, messages, native, openai-chat, sharegpt, wildchat`: func(c *ingest.Config) { c.Format = "csv" },
		`from is "files"; expected turns or observations`:                                                        func(c *ingest.Config) { c.From = "files" },
		`salt is missing: it keys the pseudonyms of users and conversations`:                                     func(c *ingest.Config) { c.Salt = "" },
		`the largest record is -1 bytes; expected 1 to 20971520`:                                                 func(c *ingest.Config) { c.RecordBytes = -1 },
		`the largest record is 20971521 bytes; expected 1 to 20971520`:                                           func(c *ingest.Config) { c.RecordBytes = 20<<20 + 1 },
		`a turn of -1 bytes, a conversation of 10000 turns: both limits must be 1 or more`:                       func(c *ingest.Config) { c.TurnBytes = -1 },
		`a turn of 1048576 bytes, a conversation of -1 turns: both limits must be 1 or more`:                     func(c *ingest.Config) { c.Turns = -1 },
		`field "metadata.team" cannot be the dimension "": both need a name`:                                     func(c *ingest.Config) { c.Dimensions = map[string]string{"metadata.team": ""} },
		`ingest.lateness is -5s; expected 0 or more, or none`:                                                    func(c *ingest.Config) { c.Lateness = -5 * time.Second },
		`ingest.idle is -5s; expected 0 or more`:                                                                 func(c *ingest.Config) { c.Idle = -5 * time.Second },
		`ingest.close_idle is -1ns; expected 0 or more`:                                                          func(c *ingest.Config) { c.CloseIdle = -1 },
		`the time ahead of the clock is -1ns; expected 0 or more`:                                                func(c *ingest.Config) { c.Ahead = -1 },
		`ingest.topics name no partition to read`:                                                                func(c *ingest.Config) { c.Sources = 0 },
		`the topic to write is "" with 2 partitions`:                                                             func(c *ingest.Config) { c.Output = "" },
		`the topic to write is "turns" with 0 partitions`:                                                        func(c *ingest.Config) { c.Partitions = 0 },
		`turns has 6 partitions; observations need 1, 2, 4 … 64`:                                                 func(c *ingest.Config) { c.From, c.Partitions = ingest.FromObservations, 6 },
		`turns has 128 partitions; observations need 1, 2, 4 … 64`:                                               func(c *ingest.Config) { c.From, c.Partitions = ingest.FromObservations, 128 },
	} {
		c := config()
		change(&c)
		_, err := ingest.New(c, ingest.Ports{})
		if got := strings.TrimSuffix(fmt.Sprint(err), "<nil>"); got != want {
			t.Errorf("error is %q, want %q", got, want)
		}
	}
}

func TestKnownFormatsAreListed(t *testing.T) {
	t.Parallel()
	got := ingest.Formats()
	if got[0] != ingest.FormatAuto || !slices.Contains(got, "native") || !slices.IsSorted(got[1:]) {
		t.Errorf("formats are %v", got)
	}
}
