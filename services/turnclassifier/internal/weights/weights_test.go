package weights

import (
	"bytes"
	"strings"
	"testing"

	"github.com/gpa-stream/gpa/services/turnclassifier/internal/classify"
	"github.com/gpa-stream/gpa/services/turnclassifier/internal/linear"
)

func sample() *File {
	model := func(d classify.Domain) *classify.Model {
		m := &classify.Model{Domain: d, Temperature: 1.5, Labels: linear.NewWeights(classify.Labels, 4), Kinds: linear.NewWeights(len(classify.Kinds), 3)}
		m.Labels.Row(3)[1] = 0.5
		m.Kinds.Row(2)[0] = -1
		return m
	}
	return &File{
		Chats: model(classify.Chats), Tasks: model(classify.Tasks),
		Packs: []Pack{{Name: "one", Weights: linear.NewWeights(2, 2)}},
	}
}

func TestWeightsComeBackAsTheyWereWritten(t *testing.T) {
	t.Parallel()
	data := sample().Encode()
	got, err := Decode(data)
	if err != nil {
		t.Fatal(err)
	}
	if got.Tasks.Domain != classify.Tasks || got.Chats.Temperature != 1.5 || got.Packs[0].Name != "one" || got.Chats.Kinds.Row(2)[0] != -1 {
		t.Errorf("Decode = %+v", got)
	}
	if !bytes.Equal(got.Encode(), data) {
		t.Error("encoding what was decoded gives other bytes")
	}
}

func TestCutOrForeignFilesAreRefused(t *testing.T) {
	t.Parallel()
	data := sample().Encode()
	for n := range data {
		if _, err := Decode(data[:n]); err == nil {
			t.Errorf("the first %d of %d bytes were taken", n, len(data))
		}
	}
	if _, err := Decode([]byte("something else entirely")); err == nil {
		t.Error("a foreign file was taken")
	}
}

func TestShippedWeightsAreSmallAndRead(t *testing.T) {
	t.Parallel()
	if len(Shipped) > 8_000_000 {
		t.Errorf("the shipped weights have %d bytes, want less than 8 MB", len(Shipped))
	}
	if _, err := Decode(Shipped); err != nil {
		t.Error(err)
	}
}

func TestVersionNamesTheContent(t *testing.T) {
	t.Parallel()
	a, b := Version([]byte("a")), Version([]byte("b"))
	if a == b || a != Version([]byte("a")) || !strings.HasPrefix(a, "local-") {
		t.Errorf("versions %s and %s", a, b)
	}
}

func FuzzDecode(f *testing.F) {
	f.Add(sample().Encode())
	f.Fuzz(func(_ *testing.T, data []byte) { _, _ = Decode(data) })
}
