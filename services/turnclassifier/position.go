package turnclassifier

import (
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/gpa-stream/gpa/pkg/stream/clock"
)

// encodePosition packs what a restart needs beside the offset: up to where outputs are acknowledged, and the clock as
// it stood at that offset.
func encodePosition(c *clock.Clock, emitted int64) (string, error) {
	b, err := c.MarshalBinary()
	if err != nil {
		return "", fmt.Errorf("encode clock: %w", err)
	}
	return base64.RawStdEncoding.EncodeToString(append(binary.AppendVarint(nil, emitted), b...)), nil
}

func decodePosition(metadata string) (*clock.Clock, int64, error) {
	b, err := base64.RawStdEncoding.DecodeString(metadata)
	if err != nil {
		return nil, 0, fmt.Errorf("decode metadata of the commit: %w", err)
	}
	emitted, n := binary.Varint(b)
	if n <= 0 {
		return nil, 0, errors.New("metadata of the commit is damaged")
	}
	var c clock.Clock
	if err := c.UnmarshalBinary(b[n:]); err != nil {
		return nil, 0, fmt.Errorf("decode metadata of the commit: %w", err)
	}
	return &c, emitted, nil
}
