package weights

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/gpa-stream/gpa/services/turnclassifier/internal/linear"
)

func TestWeightsOfAPackBearTheDigestOfItsText(t *testing.T) {
	t.Parallel()
	w := linear.NewWeights(2, 4)
	w.Rows[5] = 1
	digest := strings.Repeat("ab", 32)
	data := EncodePack(digest, w)
	got, back, err := DecodePack(data)
	if err != nil || got != digest || back.Classes != 2 || !bytes.Equal(EncodePack(got, back), data) {
		t.Errorf("read back: digest %s, %v", got, err)
	}
	for name, bad := range map[string][]byte{
		"nothing": nil, "another file": []byte(strings.Repeat("x", 200)), "cut": data[:len(data)-1], "more": append(slices.Clip(data), 0),
	} {
		if _, _, err := DecodePack(bad); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func FuzzDecodePack(f *testing.F) {
	f.Add(EncodePack(strings.Repeat("0", digestSize), linear.NewWeights(2, 3)))
	f.Add([]byte(packMagic))
	f.Fuzz(func(t *testing.T, data []byte) {
		if _, w, err := DecodePack(data); err == nil && w == nil {
			t.Error("no weights and no error")
		}
	})
}
