package meaning

import (
	"encoding/binary"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/gpa-stream/gpa/services/turnclassifier/internal/tokens"
)

// table is one of a few pieces in two dimensions.
func table(t *testing.T) *Table {
	t.Helper()
	got, err := Parse(encoded("cat\n##s\ndog\n!", [][2]int8{{100, 0}, {0, 100}, {-100, 0}, {0, 0}}))
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func encoded(pieces string, cells [][2]int8) []byte {
	b := []byte(magic)
	b = binary.LittleEndian.AppendUint32(b, uint32(len(cells)))
	b = binary.LittleEndian.AppendUint32(b, 2)
	b = binary.LittleEndian.AppendUint32(b, uint32(len(pieces)))
	b = append(b, pieces...)
	for range cells {
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(0.5))
	}
	for _, c := range cells {
		b = append(b, byte(c[0]), byte(c[1]))
	}
	return b
}

func split(text string) []tokens.Token { return tokens.Split(text, 400, 0) }

func TestATextIsTheDirectionOfItsPieces(t *testing.T) {
	t.Parallel()
	half := float32(math.Sqrt(0.5))
	for text, want := range map[string][]float32{
		"Cat":         {1, 0},
		"cats":        {half, half},
		"cat cat dog": {1, 0},
		"cat_dog_cat": {1, 0},
		"cat zebra":   {1, 0},
		"scat":        nil,
		"cat dog":     nil,
		"!":           nil,
		"":            nil,
	} {
		got := table(t).Vector(split(text), nil)
		if len(got) != len(want) {
			t.Errorf("Vector(%q) = %v, want %v", text, got, want)
			continue
		}
		for i := range want {
			if math.Abs(float64(got[i]-want[i])) > 1e-6 {
				t.Errorf("Vector(%q) = %v, want %v", text, got, want)
				break
			}
		}
	}
}

func TestTheShippedTablePutsLikeMeaningsTogether(t *testing.T) {
	t.Parallel()
	shipped, err := Shipped()
	if err != nil {
		t.Fatal(err)
	}
	near := func(a, b string) (cosine float64) {
		for i, v := range shipped.Vector(split(a), nil) {
			cosine += float64(v) * float64(shipped.Vector(split(b), nil)[i])
		}
		return cosine
	}
	for _, c := range [][3]string{
		{"my card has not arrived", "the credit card never came in the mail", "write a poem about rain"},
		{"the program crashes", "my software keeps failing", "book a table for two"},
		{"what is the weather like", "will it rain tomorrow", "transfer money to my savings"},
	} {
		if alike, other := near(c[0], c[1]), near(c[0], c[2]); alike <= other {
			t.Errorf("%q lies %.2f from %q and %.2f from %q", c[0], alike, c[1], other, c[2])
		}
	}
}

// TestRowsAreAddedAsCellsOneByOne compares, to the bit, at lengths that are multiples of sixteen and others.
func TestRowsAreAddedAsCellsOneByOne(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(1, 2))
	for n := range 70 {
		cells, got, want := make([]byte, n), make([]float32, n), make([]float32, n)
		for i := range cells {
			cells[i], got[i] = byte(rng.Uint32()), rng.Float32()
		}
		copy(want, got)
		addRow(got, cells, 0.37)
		plainRow(want, cells, 0.37)
		if !slices.Equal(got, want) {
			t.Fatalf("%d cells %v: got %v, want %v", n, cells, got, want)
		}
	}
}

func TestATableThatIsNoneIsRefused(t *testing.T) {
	t.Parallel()
	good := encoded("a\nb", [][2]int8{{1, 2}, {3, 4}})
	for name, data := range map[string][]byte{
		"empty": nil, "other": []byte("something else entirely"), "cut": good[:len(good)-1], "long": append(slices.Clip(good), 0),
		"too few pieces": encoded("ab", [][2]int8{{1, 2}, {3, 4}}),
	} {
		if _, err := Parse(data); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add(encoded("a\n##b", [][2]int8{{1, 2}, {3, 4}}), "ab")
	f.Add([]byte(magic), "")
	f.Fuzz(func(t *testing.T, data []byte, text string) {
		got, err := Parse(data)
		if err != nil {
			return
		}
		if v := got.Vector(split(text), nil); len(v) != 0 && len(v) != got.Dimensions() {
			t.Errorf("a vector of %d, want %d", len(v), got.Dimensions())
		}
	})
}

func BenchmarkVector(b *testing.B) {
	shipped, err := Shipped()
	if err != nil {
		b.Fatal(err)
	}
	text := split("My flight was cancelled this morning, how do I get a refund for the ticket and the hotel?")
	b.ReportAllocs()
	var buf []float32
	for b.Loop() {
		buf = shipped.Vector(text, buf)
	}
}
