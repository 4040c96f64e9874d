//go:build soak

package pipeline_test

import (
	"context"
	"hash/fnv"
	"strconv"
	"strings"
	"time"

	gpav1 "github.com/gpa-stream/gpa/pkg/schema/gen/gpa/v1"
	"github.com/gpa-stream/gpa/services/turnclassifier"
)

// A platform makes up conversations that go on beside each other, without end and cheaply.
type platform struct {
	turns int
	lines [partitions][crowd]conversation
	next  [partitions]int
}

// crowd is how many conversations of a partition go on at once, length how many turns each has.
const (
	crowd  = 64
	length = 6
	people = 100_000
)

type conversation struct{ number, turn int }

// pause is the event time between two turns of the platform: a million turns make a day.
const pause = 86_400 * time.Microsecond

func (w *platform) now() time.Time {
	return time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC).Add(time.Duration(w.turns) * pause)
}

const (
	plain = "Open the file and change the value there, then it will work again."
	steps = "1. Open the file.\\n2. Change the value.\\n3. Start it again.\\n4. Look whether it works."
)

// turn is the next turn of a partition, as a log line.
func (w *platform) turn(partition int) []byte {
	at := w.next[partition] % crowd
	w.next[partition]++
	c := &w.lines[partition][at]
	if c.turn == length || c.number == 0 {
		c.number, c.turn = w.next[partition]*partitions+partition+1, 0
	}
	user := c.number % people
	role, text := "user", "How do I change this value, please?"
	if c.turn%2 == 1 {
		role, text = "assistant", plain
		if lot(uint64(c.number*length+c.turn))%100 < 40 {
			text = steps
		}
	}
	b := make([]byte, 0, 320)
	b = append(b, `{"conversation_id":"c`...)
	b = strconv.AppendInt(b, int64(c.number), 10)
	b = append(b, `","index":`...)
	b = strconv.AppendInt(b, int64(c.turn), 10)
	b = append(b, `,"role":"`...)
	b = append(b, role...)
	b = append(b, `","content":"`...)
	b = append(b, text...)
	b = append(b, `","at":"`...)
	b = w.now().AppendFormat(b, time.RFC3339Nano)
	b = append(b, `","user_id":"u`...)
	b = strconv.AppendInt(b, int64(user), 10)
	b = append(b, `","intent":"how_to","stratum":"m","groups":{"expertise":"`...)
	b = append(b, expertise(user)...)
	b = append(b, `"}}`...)
	c.turn++
	w.turns++
	return b
}

func expertise(user int) string {
	if user%2 == 0 {
		return "novice"
	}
	return "expert"
}

// lot is a number that looks like chance.
func lot(x uint64) uint64 {
	x ^= x >> 33
	x *= 0xff51afd7ed558ccd
	x ^= x >> 33
	x *= 0xc4ceb9fe1a85ec53
	return x ^ x>>33
}

// lots is a judge who draws: novices are more often satisfied with steps, experts without.
type lots struct{}

func (lots) Judge(_ context.Context, c turnclassifier.Case, given string, out *gpav1.Exchange) error {
	h := fnv.New64a()
	_, _ = h.Write([]byte(c.Response.GetId()))
	chance := uint64(55)
	novice := len(out.GetGroups()) > 0 && out.GetGroups()[0].GetValue() == "novice"
	if novice == strings.HasPrefix(c.Response.GetContent(), "1.") {
		chance = 70
	}
	j := &gpav1.Judgement{Label: gpav1.Label_LABEL_SAT, PSat: 0.9, PDsat: 0.1, FeedbackType: "positive", Model: "lots"}
	if lot(h.Sum64())%100 >= chance {
		j = &gpav1.Judgement{Label: gpav1.Label_LABEL_DSAT, PSat: 0.1, PDsat: 0.9, FeedbackType: "style", Model: "lots"}
	}
	out.Intent, out.IntentConfidence, out.Judgement = given, 1, j
	return nil
}
