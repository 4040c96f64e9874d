package parse

import (
	"fmt"

	gpav1 "github.com/gpa-stream/gpa/pkg/schema/gen/gpa/v1"
	"github.com/gpa-stream/gpa/services/ingest/internal/tape"
)

// roles are those of the native format and of the OpenAI interfaces; function is the old name of tool.
var roles = map[string]gpav1.Role{
	"user": gpav1.Role_ROLE_USER, "assistant": gpav1.Role_ROLE_ASSISTANT, "system": gpav1.Role_ROLE_SYSTEM,
	"developer": gpav1.Role_ROLE_DEVELOPER, "tool": gpav1.Role_ROLE_TOOL,
}

const rolesInWords = "user, assistant, system, developer or tool"

// role reads a role by its name in a format.
func role(v tape.Value, path place, names map[string]gpav1.Role, inWords string) (gpav1.Role, error) {
	name, err := must(v, path)
	if err != nil {
		return 0, err
	}
	if r, ok := names[name]; ok {
		return r, nil
	}
	return 0, fmt.Errorf("%s is %q; expected %s", path, clip(name), inWords)
}

// content is a turn's text as a plain string.
func content(v tape.Value, path place, limits Limits) (string, error) {
	s, err := must(v, path)
	if err != nil {
		return "", err
	}
	return s, fits(s, path, limits)
}

func fits(s string, path place, limits Limits) error {
	if len(s) <= limits.TurnBytes {
		return nil
	}
	return fmt.Errorf("%s has %d bytes; at most %d are allowed", path, len(s), limits.TurnBytes)
}

// isObject says whether an element is an object, in an error otherwise.
func isObject(v tape.Value, path place) error {
	if v.Kind() == tape.Object {
		return nil
	}
	return fmt.Errorf("%s is %s; expected an object", path, v.Kind())
}
