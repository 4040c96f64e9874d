package ingest

import (
	"encoding/binary"
	"fmt"
	"hash/maphash"
)

// hash16 stands for a name or a content; two that differ have the same one only by an accident that never happens. It
// is another one in each process, and nobody outside can know it.
type hash16 [16]byte

var seeds = [2]maphash.Seed{maphash.MakeSeed(), maphash.MakeSeed()}

func hashOf(b []byte) (h hash16) {
	binary.LittleEndian.PutUint64(h[:8], maphash.Bytes(seeds[0], b))
	binary.LittleEndian.PutUint64(h[8:], maphash.Bytes(seeds[1], b))
	return h
}

// seen remembers which records were met, in some 60 bytes each.
type seen struct {
	first map[hash16]sighting
	files []string
}

// A sighting is what a name stood for when it was first met, and where.
type sighting struct {
	content    hash16
	file, line int32
}

func newSeen() seen { return seen{first: map[hash16]sighting{}} }

// identity is what a record is called and what it says. A record that may stand beside others of its name is called by
// what it says as well.
func (r raw) identity(value []byte) (name, content hash16) {
	content = hashOf(value)
	parts, strict := r.name()
	if !strict {
		parts = append(parts, string(content[:]))
	}
	return hashParts(parts), content
}

// check says nothing of a new record, errDuplicate of one met before, and where the other stands of one that
// contradicts it.
func (s *seen) check(name, content hash16, file string, line int) error {
	old, met := s.first[name]
	if !met {
		s.first[name] = sighting{content: content, file: s.number(file), line: int32(line)}
		return nil
	}
	if old.content == content {
		return errDuplicate
	}
	if where := s.files[old.file]; where != file {
		return fmt.Errorf("conflicts with line %d of %s", old.line, where)
	}
	return fmt.Errorf("conflicts with line %d", old.line)
}

// number is the index of a file in files. They are read one after the other, so it is the last one or new.
func (s *seen) number(file string) int32 {
	if n := len(s.files); n == 0 || s.files[n-1] != file {
		s.files = append(s.files, file)
	}
	return int32(len(s.files) - 1)
}

func hashParts(parts []string) hash16 {
	var room [256]byte
	b := room[:0]
	for _, p := range parts {
		b = binary.AppendUvarint(b, uint64(len(p)))
		b = append(b, p...)
	}
	return hashOf(b)
}
