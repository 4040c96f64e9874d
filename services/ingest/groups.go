package ingest

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"github.com/gpa-stream/gpa/services/ingest/internal/parse"
)

// A GroupMap gives groups to users by their platform id. The zero value gives none.
type GroupMap struct{ users map[string][]parse.Group }

// ReadGroupMap reads a map from CSV with the columns user_id, dimension, value; a first line of these words is skipped.
// Of one user and dimension the last line holds.
func ReadGroupMap(r io.Reader) (GroupMap, error) {
	buffered, err := io.ReadAll(r)
	if err != nil {
		return GroupMap{}, fmt.Errorf("read group map: %w", err)
	}
	if !utf8.Valid(buffered) {
		return GroupMap{}, errors.New("read group map: not valid UTF-8")
	}
	rows := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(buffered, []byte("\ufeff"))))
	rows.FieldsPerRecord = 3
	rows.TrimLeadingSpace = true
	users := map[string][]parse.Group{}
	for first := true; ; first = false {
		row, err := rows.Read()
		if errors.Is(err, io.EOF) {
			return GroupMap{users}, nil
		}
		if err != nil {
			return GroupMap{}, fmt.Errorf("read group map (user_id,dimension,value): %w", err)
		}
		if first && row[0] == "user_id" {
			continue
		}
		if row[0] == "" || row[1] == "" || row[2] == "" {
			line, _ := rows.FieldPos(0)
			return GroupMap{}, fmt.Errorf("read group map: line %d has an empty field", line)
		}
		users[row[0]] = append(users[row[0]], parse.Group{Dimension: row[1], Value: row[2]})
	}
}

// Users is the number of users in the map.
func (g GroupMap) Users() int { return len(g.users) }
