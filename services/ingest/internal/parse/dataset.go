package parse

import (
	"strings"

	gpav1 "github.com/gpa-stream/gpa/pkg/schema/gen/gpa/v1"
	"github.com/gpa-stream/gpa/services/ingest/internal/tape"
)

func isWildChat(root tape.Value) bool {
	if root.Get("conversation").Kind() != tape.Array {
		return false
	}
	for _, field := range []string{"conversation_hash", "timestamp", "hashed_ip"} {
		if root.Get(field).Kind() != tape.Absent {
			return true
		}
	}
	return false
}

// readWildChat reads a row of the WildChat sets. The user is the hashed address with the browser's name; country and
// language are groups.
func readWildChat(root tape.Value, rec *Record, limits Limits) error {
	id, field := root.Get("conversation_hash"), "conversation_hash"
	if id.Kind() == tape.Absent && root.Get("conversation_id").Kind() != tape.Absent {
		id, field = root.Get("conversation_id"), "conversation_id"
	}
	var err error
	if rec.Conversation, err = mustID(id, top(field)); err != nil {
		return err
	}
	if rec.At, err = rec.clock(root.Get("timestamp"), top("timestamp")); err != nil {
		return err
	}
	if err := rec.conversation(root, limits); err != nil {
		return err
	}
	who := root
	for _, first := range root.Get("conversation").Elements() {
		if root.Get("hashed_ip").Missing() {
			who = first
		}
		break
	}
	if ip := rec.optional(who.Get("hashed_ip"), top("hashed_ip")); ip != "" {
		rec.User = ip + " " + rec.optional(who.Get("header").Get("user-agent"), top("header.user-agent"))
	}
	rec.Locale = acceptedLanguage(who.Get("header").Get("accept-language").Text())
	rec.group("country", rec.optional(who.Get("country"), top("country")), "country")
	rec.group("language", rec.optional(root.Get("language"), top("language")), "language")
	return nil
}

// acceptedLanguage is the first language that a browser asks for.
func acceptedLanguage(header string) string {
	first, _, _ := strings.Cut(header, ",")
	first, _, _ = strings.Cut(first, ";")
	if first = strings.TrimSpace(first); first == "*" || len(first) > 35 {
		return ""
	}
	return first
}

func isLMSYS(root tape.Value) bool {
	return root.Get("conversation").Kind() == tape.Array && root.Get("conversation_id").Kind() != tape.Absent
}

// readLMSYS reads a row of LMSYS-Chat-1M. It knows neither users nor times; language is a group.
func readLMSYS(root tape.Value, rec *Record, limits Limits) error {
	var err error
	if rec.Conversation, err = mustID(root.Get("conversation_id"), top("conversation_id")); err != nil {
		return err
	}
	rec.group("language", rec.optional(root.Get("language"), top("language")), "language")
	return rec.conversation(root, limits)
}

// conversation reads the list of turns of both sets. The model is one for all.
func (r *Record) conversation(root tape.Value, limits Limits) error {
	n, err := list(root.Get("conversation"), "conversation", limits)
	if err != nil {
		return err
	}
	model := r.optional(root.Get("model"), top("model"))
	r.Turns = make([]Turn, 0, n)
	for i, e := range root.Get("conversation").Elements() {
		t, err := r.message(e, place{list: "conversation", index: i}, limits)
		if err != nil {
			return err
		}
		t.Ordinal = i
		if t.Role == gpav1.Role_ROLE_ASSISTANT {
			t.Model = model
		}
		if created := e.Get("created"); t.At == NoTime && !created.Missing() {
			if t.At, err = r.clock(created, place{"conversation", i, "created"}); err != nil {
				return err
			}
		}
		r.Turns = append(r.Turns, t)
	}
	return nil
}
