package parse

import (
	gpav1 "github.com/gpa-stream/gpa/pkg/schema/gen/gpa/v1"
	"github.com/gpa-stream/gpa/services/ingest/internal/tape"
)

// shareRoles are the senders of ShareGPT's turns, with the aliases seen.
var shareRoles = map[string]gpav1.Role{
	"human": gpav1.Role_ROLE_USER, "user": gpav1.Role_ROLE_USER,
	"gpt": gpav1.Role_ROLE_ASSISTANT, "assistant": gpav1.Role_ROLE_ASSISTANT, "chatgpt": gpav1.Role_ROLE_ASSISTANT,
	"bing": gpav1.Role_ROLE_ASSISTANT, "bard": gpav1.Role_ROLE_ASSISTANT, "function_call": gpav1.Role_ROLE_ASSISTANT,
	"system": gpav1.Role_ROLE_SYSTEM, "observation": gpav1.Role_ROLE_TOOL, "tool": gpav1.Role_ROLE_TOOL,
}

// shareTurns is the list of turns and its name.
func shareTurns(root tape.Value) (v tape.Value, name string) {
	if v := root.Get("items"); root.Get("conversations").Kind() == tape.Absent && v.Kind() == tape.Array {
		return v, "items"
	}
	return root.Get("conversations"), "conversations"
}

func isShareGPT(root tape.Value) bool {
	v, _ := shareTurns(root)
	return v.Kind() == tape.Array
}

// readShareGPT reads a conversation in the form of ShareGPT. It knows neither users nor times nor groups.
func readShareGPT(root tape.Value, rec *Record, limits Limits) error {
	v, name := shareTurns(root)
	n, err := list(v, name, limits)
	if err != nil {
		return err
	}
	rec.Turns = make([]Turn, 0, n)
	for i, e := range v.Elements() {
		t := Turn{Ordinal: i, At: NoTime}
		path := place{list: name, index: i}
		if err := isObject(e, path); err != nil {
			return err
		}
		if t.Role, err = role(e.Get("from"), path.at("from"), shareRoles, "human, gpt, system, function_call or observation"); err != nil {
			return err
		}
		if t.Content, err = content(e.Get("value"), path.at("value"), limits); err != nil {
			return err
		}
		rec.Turns = append(rec.Turns, t)
	}
	if rec.Conversation = looseID(root.Get("id")); rec.Conversation == "" {
		rec.Conversation = madeID("conversation", "", rec.Turns)
	}
	return nil
}
