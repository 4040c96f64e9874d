// Package yamldoc reads the YAML that people hand to the program: settings, packs, scenarios. It never takes a key that
// nothing knows, and a text that the library falls over is an error like any other.
package yamldoc

import (
	"errors"
	"fmt"

	"github.com/goccy/go-yaml"
)

// Limit is the largest text that is read, in bytes; what people write by hand is far below.
const Limit = 1 << 20

// Strict reads text into the value that into points to. Unknown keys and wrong types are errors that show the line.
func Strict(text []byte, into any) error {
	return decode(text, into, yaml.Strict())
}

// Loose reads text into the value that into points to and passes over keys that it does not know.
func Loose(text []byte, into any) error {
	return decode(text, into)
}

func decode(text []byte, into any, options ...yaml.DecodeOption) (err error) {
	if len(text) > Limit {
		return fmt.Errorf("%d bytes of YAML; at most %d are read", len(text), Limit)
	}
	// The library follows a nil pointer where a tag stands and no sequence behind it.
	defer func() {
		if recover() != nil {
			err = errors.New("not readable as YAML")
		}
	}()
	return yaml.UnmarshalWithOptions(text, into, options...) //nolint:wrapcheck // The caller says what was read.
}
