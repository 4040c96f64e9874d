// Package weights keeps the fitted models in one file, and ships that file with the program.
package weights

import (
	"crypto/sha256"
	_ "embed"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"math"

	"github.com/gpa-stream/gpa/services/turnclassifier/internal/classify"
	"github.com/gpa-stream/gpa/services/turnclassifier/internal/linear"
)

// Shipped is the file that comes with the program, made by package fit.
//
//go:embed weights.bin
var Shipped []byte

// File is all that is fitted.
type File struct {
	Chats, Tasks *classify.Model
	// Packs are the weights of the shipped packs' intents, by name in order.
	Packs []Pack
}

// Pack is the weights of a pack's intents.
type Pack struct {
	Name    string
	Weights *linear.Weights
}

const magic = "GPA weights 2\n"

// Version names the content of a file.
func Version(data []byte) string {
	sum := sha256.Sum256(data)
	return "local-" + hex.EncodeToString(sum[:6])
}

// Encode writes a file.
func (f *File) Encode() []byte {
	buf := []byte(magic)
	for _, m := range []*classify.Model{f.Chats, f.Tasks} {
		buf = binary.LittleEndian.AppendUint64(buf, math.Float64bits(m.Temperature))
		buf = m.Labels.Encode(buf)
		buf = m.Kinds.Encode(buf)
	}
	buf = append(buf, byte(len(f.Packs)))
	for _, p := range f.Packs {
		buf = append(buf, byte(len(p.Name)))
		buf = append(buf, p.Name...)
		buf = p.Weights.Encode(buf)
	}
	return buf
}

var errForm = errors.New("this is no file of weights, or of another version of the program")

// Decode reads a file.
func Decode(data []byte) (*File, error) {
	if len(data) < len(magic) || string(data[:len(magic)]) != magic {
		return nil, errForm
	}
	data = data[len(magic):]
	f := &File{Chats: &classify.Model{Domain: classify.Chats}, Tasks: &classify.Model{Domain: classify.Tasks}}
	var err error
	for _, m := range []*classify.Model{f.Chats, f.Tasks} {
		if data, err = decodeModel(data, m); err != nil {
			return nil, err
		}
	}
	if len(data) == 0 {
		return nil, errForm
	}
	count := int(data[0])
	data = data[1:]
	for range count {
		var p Pack
		if len(data) == 0 || len(data) <= int(data[0]) {
			return nil, errForm
		}
		p.Name, data = string(data[1:1+data[0]]), data[1+data[0]:]
		if p.Weights, data, err = linear.Decode(data); err != nil {
			return nil, fmt.Errorf("weights of pack %q: %w", p.Name, err)
		}
		f.Packs = append(f.Packs, p)
	}
	return f, nil
}

func decodeModel(data []byte, m *classify.Model) ([]byte, error) {
	if len(data) < 8 {
		return nil, errForm
	}
	m.Temperature = math.Float64frombits(binary.LittleEndian.Uint64(data))
	var err error
	if m.Labels, data, err = linear.Decode(data[8:]); err != nil {
		return nil, fmt.Errorf("weights of the labels: %w", err)
	}
	if m.Kinds, data, err = linear.Decode(data); err != nil {
		return nil, fmt.Errorf("weights of the feedback types: %w", err)
	}
	if m.Labels.Classes != classify.Labels || m.Kinds.Classes != len(classify.Kinds) || !(m.Temperature > 0) {
		return nil, errForm
	}
	return data, nil
}
