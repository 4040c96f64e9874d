package parse

import (
	"errors"
	"strings"

	"github.com/gpa-stream/gpa/pkg/schema"
	gpav1 "github.com/gpa-stream/gpa/pkg/schema/gen/gpa/v1"
	"github.com/gpa-stream/gpa/services/ingest/internal/tape"
)

func isOpenAIChat(root tape.Value) bool {
	request, response := openAIParts(root)
	if request.Get("messages").Kind() != tape.Array {
		return false
	}
	return root.Get("request").Kind() == tape.Object || response.Get("choices").Kind() == tape.Array
}

// openAIParts are the request and the response of a log record: each an object of its own, or their fields side by
// side in the record.
func openAIParts(root tape.Value) (request, response tape.Value) {
	request, response = root, root
	if v := root.Get("request"); v.Kind() == tape.Object {
		request = v
	}
	if v := root.Get("response"); v.Kind() == tape.Object {
		response = v
	}
	return request, response
}

// readOpenAIChat reads the log of one request of the Chat Completions interface and its response. Each request repeats
// the whole history, so only what is new is taken: the messages behind the last of the assistant, and the answer.
func readOpenAIChat(root tape.Value, rec *Record, limits Limits) error {
	request, response := openAIParts(root)
	if _, err := list(request.Get("messages"), "messages", limits); err != nil {
		return err
	}
	rec.Shape = Exchange
	rec.User = platformUser(request)
	if rec.User == "" {
		rec.User = platformUser(root)
	}
	if err := rec.requestTime(root, request); err != nil {
		return err
	}
	history, err := rec.history(request.Get("messages"), limits)
	if err != nil {
		return err
	}
	fresh := 0
	for i, t := range history {
		if t.Role == gpav1.Role_ROLE_ASSISTANT {
			fresh = i + 1
		}
	}
	answer, answered, err := rec.answer(response, len(history), limits)
	if err != nil {
		return err
	}
	if answered {
		if answer.Model == "" {
			answer.Model = rec.optional(request.Get("model"), top("model"))
		}
		history = append(history, answer)
	}
	rec.Turns = history[fresh:]
	if len(rec.Turns) == 0 {
		return errors.New("nothing new: the messages end with the assistant's and there is no response")
	}
	for _, v := range []tape.Value{root, request, response} {
		if rec.Conversation == "" {
			rec.Conversation = platformConversation(v)
		}
	}
	if rec.Conversation == "" {
		rec.Conversation = madeID("chat", rec.User, opening(history))
	}
	return nil
}

// requestTime takes the time that the logger gave the record.
func (r *Record) requestTime(root, request tape.Value) error {
	for _, v := range []tape.Value{root, request} {
		for _, field := range []string{"at", "timestamp", "created_at", "created"} {
			if v.Get(field).Missing() || v.Get("choices").Kind() != tape.Absent && field == "created" {
				continue // Beside choices created is the response's.
			}
			var err error
			r.At, err = r.clock(v.Get(field), top(field))
			return err
		}
	}
	return nil
}

// history reads the messages of a request. Those of the record itself have the record's time.
func (r *Record) history(messages tape.Value, limits Limits) ([]Turn, error) {
	var turns []Turn
	for i, e := range messages.Elements() {
		t, err := r.message(e, place{list: "messages", index: i}, limits)
		if err != nil {
			return nil, err
		}
		t.Ordinal = i
		if t.At == NoTime {
			t.At = r.At
		}
		turns = append(turns, t)
	}
	return turns, nil
}

// answer is the first choice of the response. A failed request has none.
func (r *Record) answer(response tape.Value, ordinal int, limits Limits) (t Turn, ok bool, err error) {
	for i, c := range response.Get("choices").Elements() {
		if n, ok := whole(c.Get("index")); ok && n != 0 || !ok && i > 0 {
			continue
		}
		path := place{list: "choices", index: i}
		if err := isObject(c.Get("message"), path.at("message")); err != nil {
			return t, false, err
		}
		t = Turn{Ordinal: ordinal, Role: gpav1.Role_ROLE_ASSISTANT}
		if t.Content, err = messageText(c.Get("message"), path, limits); err != nil {
			return t, false, err
		}
		if t.At, err = r.clock(response.Get("created"), top("created")); err != nil {
			return t, false, err
		}
		t.Model = r.optional(response.Get("model"), top("model"))
		t.Message = r.optional(response.Get("id"), top("id"))
		return t, true, nil
	}
	return t, false, nil
}

// platformUser is the user that a request names, in the order in which OpenAI's fields replace each other.
func platformUser(v tape.Value) string {
	for _, u := range []tape.Value{
		v.Get("safety_identifier"), v.Get("user"), v.Get("user_id"),
		v.Get("metadata").Get("user_id"), v.Get("metadata").Get("safety_identifier"),
	} {
		if s := looseID(u); s != "" {
			return s
		}
	}
	return ""
}

// platformConversation is the conversation that a record names.
func platformConversation(v tape.Value) string {
	for _, c := range []tape.Value{v.Get("conversation_id"), v.Get("metadata").Get("conversation_id")} {
		if s := looseID(c); s != "" {
			return s
		}
	}
	return ""
}

// opening is the part of a conversation that every request of it repeats: up to the first answer.
func opening(turns []Turn) []Turn {
	for i, t := range turns {
		if t.Role == gpav1.Role_ROLE_ASSISTANT {
			return turns[:i+1]
		}
	}
	return turns
}

// madeID is an id for a conversation that has none, made of who wrote what. White space around a message does not
// count: clients trim what they send back.
func madeID(kind, user string, turns []Turn) string {
	parts := make([]string, 0, 2+2*len(turns))
	parts = append(parts, kind, user)
	for _, t := range turns {
		parts = append(parts, t.Role.String(), strings.TrimSpace(t.Content))
	}
	return schema.ID(parts...)
}
