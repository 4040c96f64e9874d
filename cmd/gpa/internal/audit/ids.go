package audit

import (
	"fmt"
	"hash/maphash"
	"strings"

	"google.golang.org/protobuf/proto"

	gpav1 "github.com/gpa-stream/gpa/pkg/schema/gen/gpa/v1"
	"github.com/gpa-stream/gpa/pkg/stream"
)

// ids is a set of ids, by hashes of 64 bits: of ten million ids two are taken for one with a chance of 3 in a million.
type ids map[uint64]struct{}

var seed = maphash.MakeSeed()

func hash(id string) uint64 { return maphash.String(seed, id) }

// add says whether the id is new.
func (s ids) add(id string) bool {
	h := hash(id)
	if _, known := s[h]; known {
		return false
	}
	s[h] = struct{}{}
	return true
}

// take says whether the id is there, and takes it out.
func (s ids) take(id string) bool {
	h := hash(id)
	_, there := s[h]
	delete(s, h)
	return there
}

func (s ids) has(id string) bool {
	_, known := s[hash(id)]
	return known
}

// byBucket are the ids of each time bucket.
type byBucket map[int64]ids

// add says whether the id is new in the bucket.
func (s byBucket) add(bucket int64, id string) bool {
	if s[bucket] == nil {
		s[bucket] = ids{}
	}
	return s[bucket].add(id)
}

// buried is what stands in dead letters: records by their place, and outputs that a log refused by their id.
type buried struct{ records, outputs ids }

func (b *buried) read(r stream.Record) error {
	var d gpav1.DeadLetter
	if err := proto.Unmarshal(r.Value, &d); err != nil {
		return fmt.Errorf("decode the dead letter at %s/%d@%d: %w", r.Topic, r.Index, r.Offset, err)
	}
	if d.GetOffset() >= 0 {
		b.records.add(place(d.GetTopic(), d.GetPartition(), d.GetOffset()))
		return nil
	}
	if id, found := strings.CutPrefix(d.GetReason(), "output "); found {
		id, _, _ = strings.Cut(id, " ")
		b.outputs.add(id)
	}
	return nil
}

func (b *buried) record(r stream.Record) bool {
	return b.records.has(place(r.Topic, r.Index, r.Offset))
}
func (b *buried) output(id string) bool { return b.outputs.has(id) }

func place(topic string, partition int32, offset int64) string {
	return fmt.Sprintf("%s/%d@%d", topic, partition, offset)
}
