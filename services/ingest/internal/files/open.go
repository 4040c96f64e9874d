package files

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"sync/atomic"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// PeekBytes is how much can be looked at of what can be read only once before it is read.
const PeekBytes = 4 << 20

// A Text is the unpacked text of a file.
type Text struct {
	*bufio.Reader
	closers []func() error
}

// Open opens a file, standard input from in, and unpacks it. What is read of the file as stored is added to count.
func Open(f File, in io.Reader, count *atomic.Int64) (*Text, error) {
	t := &Text{}
	size := 64 << 10
	if f.Once {
		size = PeekBytes
	}
	stored := in
	if f.Name != Stdin {
		file, err := os.Open(f.Name)
		if err != nil {
			return nil, fmt.Errorf("open input: %w", err)
		}
		t.closers = append(t.closers, file.Close)
		stored = file
	}
	plain, err := t.unpack(bufio.NewReaderSize(counter{stored, count}, 64<<10))
	if err != nil {
		return nil, errors.Join(fmt.Errorf("unpack %s: %w", f.Name, err), t.Close())
	}
	t.Reader = bufio.NewReaderSize(plain, size)
	return t, nil
}

func (t *Text) unpack(stored *bufio.Reader) (io.Reader, error) {
	magic, err := stored.Peek(4)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	switch {
	case bytes.HasPrefix(magic, []byte{0x1f, 0x8b}):
		z, err := gzip.NewReader(stored)
		if err != nil {
			return nil, err
		}
		t.closers = append(t.closers, z.Close)
		return z, nil
	case bytes.HasPrefix(magic, []byte{0x28, 0xb5, 0x2f, 0xfd}):
		z, err := zstd.NewReader(stored, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(1<<30))
		if err != nil {
			return nil, err
		}
		t.closers = append(t.closers, func() error { z.Close(); return nil })
		return z, nil
	}
	return stored, nil
}

// Close frees what is open.
func (t *Text) Close() error {
	var errs []error
	for _, c := range slices.Backward(t.closers) {
		errs = append(errs, c())
	}
	t.closers = nil
	return errors.Join(errs...)
}

type counter struct {
	io.Reader
	n *atomic.Int64
}

func (c counter) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.n.Add(int64(n))
	return n, err
}
