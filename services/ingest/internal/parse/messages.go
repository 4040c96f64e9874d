package parse

import (
	gpav1 "github.com/gpa-stream/gpa/pkg/schema/gen/gpa/v1"
	"github.com/gpa-stream/gpa/services/ingest/internal/tape"
)

func isMessages(root tape.Value) bool {
	return root.Get("messages").Kind() == tape.Array && root.Get("turns").Kind() == tape.Absent
}

// readMessages reads a whole conversation written as OpenAI's messages, the common form of data sets, with the fields
// of the native format beside it.
func readMessages(root tape.Value, rec *Record, limits Limits) error {
	n, err := list(root.Get("messages"), "messages", limits)
	if err != nil {
		return err
	}
	rec.about(root)
	if rec.User == "" {
		rec.User = platformUser(root)
	}
	model := rec.optional(root.Get("model"), top("model"))
	rec.Turns = make([]Turn, 0, n)
	for i, e := range root.Get("messages").Elements() {
		t, err := rec.message(e, place{list: "messages", index: i}, limits)
		if err != nil {
			return err
		}
		t.Ordinal = i
		if t.Role == gpav1.Role_ROLE_ASSISTANT {
			t.Model = model
		}
		rec.Turns = append(rec.Turns, t)
	}
	rec.Conversation = platformConversation(root)
	for _, field := range []string{"id", "prompt_id"} {
		if rec.Conversation == "" {
			rec.Conversation = looseID(root.Get(field))
		}
	}
	if rec.Conversation == "" {
		rec.Conversation = madeID("conversation", rec.User, rec.Turns)
	}
	return rec.ratings(root.Get("feedback"))
}
