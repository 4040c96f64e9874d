package parse

import (
	"strings"

	gpav1 "github.com/gpa-stream/gpa/pkg/schema/gen/gpa/v1"
	"github.com/gpa-stream/gpa/services/ingest/internal/tape"
)

// messageRoles are the roles of OpenAI's interfaces: function is the old name of tool.
var messageRoles = map[string]gpav1.Role{
	"user": gpav1.Role_ROLE_USER, "assistant": gpav1.Role_ROLE_ASSISTANT, "system": gpav1.Role_ROLE_SYSTEM,
	"developer": gpav1.Role_ROLE_DEVELOPER, "tool": gpav1.Role_ROLE_TOOL, "function": gpav1.Role_ROLE_TOOL,
}

// message reads one of OpenAI's messages.
func (r *Record) message(v tape.Value, path place, limits Limits) (t Turn, err error) {
	if err := isObject(v, path); err != nil {
		return t, err
	}
	if t.Role, err = role(v.Get("role"), path.at("role"), messageRoles, rolesInWords); err != nil {
		return t, err
	}
	if t.Content, err = messageText(v, path, limits); err != nil {
		return t, err
	}
	t.At = NoTime
	for _, field := range []string{"at", "timestamp"} {
		if v.Get(field).Missing() {
			continue
		}
		t.At, err = r.clock(v.Get(field), path.at(field))
		return t, err
	}
	return t, nil
}

// messageText is the text of a message: a string, the text of its parts, or nothing beside a call or a refusal.
func messageText(v tape.Value, path place, limits Limits) (string, error) {
	c := v.Get("content")
	switch {
	case c.Kind() == tape.Array:
		return partsText(c, path.at("content"), limits)
	case !c.Missing():
		return content(c, path.at("content"), limits)
	case v.Get("refusal").Kind() == tape.String:
		return content(v.Get("refusal"), path.at("refusal"), limits)
	case c.Kind() == tape.Null || !v.Get("tool_calls").Missing() || !v.Get("function_call").Missing():
		return "", nil
	}
	return content(c, path.at("content"), limits)
}

// partsText joins the text of a message's parts by line breaks; pictures, sounds and files are left out.
func partsText(parts tape.Value, path place, limits Limits) (string, error) {
	var texts []string
	for _, p := range parts.Elements() {
		switch p.Get("type").Text() {
		case "text", "input_text", "output_text":
			texts = append(texts, p.Get("text").Text())
		case "refusal":
			texts = append(texts, p.Get("refusal").Text())
		default:
			if p.Kind() == tape.String {
				texts = append(texts, p.Text())
			}
		}
	}
	s := strings.Join(texts, "\n")
	return s, fits(s, path, limits)
}
