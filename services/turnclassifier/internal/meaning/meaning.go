// Package meaning gives a short text a vector, so that texts that mean alike lie close together though they share no
// word. It is a look-up: the mean of the vectors of the text's word pieces, which tools/embedding takes from a sentence
// model (all-MiniLM-L6-v2, Apache-2.0). English is covered well, other languages by the pieces that they share with it.
package meaning

import (
	_ "embed"
	"encoding/binary"
	"errors"
	"math"
	"slices"
	"strings"
	"sync"

	"github.com/gpa-stream/gpa/pkg/vocabulary"
	"github.com/gpa-stream/gpa/services/turnclassifier/internal/tokens"
)

//go:embed vectors.bin
var vectors []byte

// Shipped is the table that comes with the program.
var Shipped = sync.OnceValues(func() (*Table, error) { return Parse(vectors) })

// Table holds a vector for each word piece. It is safe for concurrent use.
type Table struct {
	// begins are pieces that stand at the start of a word, inner those within one.
	begins, inner pieces
	longest       int
	dimensions    int
	scale         []float32
	cells         []byte
}

// pieces are pieces of words, each with its row.
type pieces struct {
	words vocabulary.Vocabulary
	rows  []int32 // by the number of the word
}

func (p *pieces) add(piece string, row int) {
	if piece == "" {
		return
	}
	id := p.words.Add(piece)
	if int(id) == len(p.rows) {
		p.rows = append(p.rows, 0)
	}
	p.rows[id] = int32(row)
}

const magic = "GPA vectors 1\n"

var errForm = errors.New("this is no table of vectors, or of another version of the program")

// Parse reads a table; it keeps data.
func Parse(data []byte) (*Table, error) {
	rest, ok := strings.CutPrefix(string(data[:min(len(data), len(magic)+12)]), magic)
	if !ok || len(rest) < 12 {
		return nil, errForm
	}
	head := data[len(magic):]
	count, dimensions := int(binary.LittleEndian.Uint32(head)), int(binary.LittleEndian.Uint32(head[4:]))
	size := int(binary.LittleEndian.Uint32(head[8:]))
	head = head[12:]
	if dimensions == 0 || dimensions > MaxDimensions || len(head) != size+4*count+count*dimensions {
		return nil, errForm
	}
	names := strings.Split(string(head[:size]), "\n")
	if len(names) != count {
		return nil, errForm
	}
	t := &Table{dimensions: dimensions, scale: make([]float32, count), cells: head[size+4*count:]}
	for i, p := range names {
		t.scale[i] = math.Float32frombits(binary.LittleEndian.Uint32(head[size+4*i:]))
		of := &t.begins
		if within, ok := strings.CutPrefix(p, "##"); ok {
			of, p = &t.inner, within
		}
		of.add(p, i)
		t.longest = max(t.longest, len(p))
	}
	return t, nil
}

// MaxDimensions is the length of the longest vectors.
const MaxDimensions = 256

// Dimensions is the length of the vectors.
func (t *Table) Dimensions() int { return t.dimensions }

// Vector is the direction of a text, of length 1; empty when no piece of it is known. It takes the room of buf, if that
// is large enough.
func (t *Table) Vector(text []tokens.Token, buf []float32) []float32 {
	sum := slices.Grow(buf[:0], t.dimensions)[:t.dimensions]
	clear(sum)
	for _, k := range text {
		rest, more := k.Text, true
		for more {
			var part string
			part, rest, more = strings.Cut(rest, "_")
			t.add(sum, part)
		}
	}
	var square float64
	for _, v := range sum {
		square += float64(v) * float64(v)
	}
	if square == 0 {
		return sum[:0]
	}
	norm := float32(1 / math.Sqrt(square))
	for i := range sum {
		sum[i] *= norm
	}
	return sum
}

// add adds the pieces of a word, the longest first; a word that cannot be cut into known pieces adds nothing.
func (t *Table) add(sum []float32, word string) {
	var found [32]int32
	n := 0
	for at := 0; at < len(word); {
		of := &t.begins
		if at > 0 {
			of = &t.inner
		}
		end := min(len(word), at+t.longest)
		id, ok := int32(0), false
		for ; end > at; end-- {
			if id, ok = of.words.ID(word[at:end]); ok {
				break
			}
		}
		if !ok || n == len(found) {
			return
		}
		found[n] = of.rows[id]
		n++
		at = end
	}
	for _, row := range found[:n] {
		from := int(row) * t.dimensions
		addRow(sum, t.cells[from:from+t.dimensions], t.scale[row])
	}
}

// plainRow adds cells one by one: what addRow does faster where it can.
func plainRow(sum []float32, cells []byte, scale float32) {
	sum = sum[:len(cells)] // One look at the length, instead of one for each coordinate.
	for i, c := range cells {
		// The conversion forbids fused arithmetic, so that all machines agree.
		sum[i] += float32(float32(int8(c)) * scale)
	}
}
