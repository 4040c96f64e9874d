package weights

import (
	"fmt"

	"github.com/gpa-stream/gpa/services/turnclassifier/internal/linear"
)

const packMagic = "GPA pack 3\n"

// digestSize is the length of the digest of a pack's text.
const digestSize = 64

// EncodePack writes the weights of one pack, with the digest of the text that they were fitted for.
func EncodePack(digest string, w *linear.Weights) []byte {
	return w.Encode([]byte(packMagic + digest))
}

// DecodePack reads what EncodePack wrote.
func DecodePack(data []byte) (digest string, w *linear.Weights, err error) {
	const head = len(packMagic) + digestSize
	if len(data) < head || string(data[:len(packMagic)]) != packMagic {
		return "", nil, errForm
	}
	w, rest, err := linear.Decode(data[head:])
	switch {
	case err != nil:
		return "", nil, fmt.Errorf("weights of the pack: %w", err)
	case len(rest) > 0:
		return "", nil, errForm
	}
	return string(data[len(packMagic):head]), w, nil
}
