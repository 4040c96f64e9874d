package pack

import (
	"bytes"
	_ "embed"
	"fmt"
)

//go:embed template.yaml
var template []byte

// Template is the text of a new pack of that name, to be filled in.
func Template(name string) ([]byte, error) {
	if !nameForm.MatchString(name) {
		return nil, fmt.Errorf("name %q must be lower-case letters, digits and _, e.g. legal_advice", name)
	}
	return bytes.ReplaceAll(template, []byte("NAME"), []byte(name)), nil
}
