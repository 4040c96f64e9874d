package evaluate

import (
	"bufio"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
)

// Place says where the text of an answer lies that a labelled row does not hold itself.
type Place struct {
	// File is the name of a file of JSON lines, in slashes, below the folder of texts.
	File string `json:"file"`
	// ID is that of the conversation, or "session/model" in files of single answers.
	ID string `json:"id"`
	// Turn is the index of the answer in its conversation.
	Turn int `json:"turn"`
	// SHA256 are the first digits of the hash of the answer: a text that changed is not the one that was labelled.
	SHA256 string `json:"sha256"`
	// Reaction are those of the turn behind the answer, where wishes are labelled.
	Reaction string `json:"reaction_sha256"`
}

// Texts finds texts by their places. Each file is read once, when the first text of it is wanted.
type Texts struct {
	folder fs.FS
	files  map[string]map[string][]said
}

// said is one turn of a conversation.
type said struct {
	From  string `json:"from"`
	Value string `json:"value"`
}

// TextsIn finds texts in a folder.
func TextsIn(folder fs.FS) *Texts {
	return &Texts{folder: folder, files: map[string]map[string][]said{}}
}

// Fill puts request and answer into a row that names their place, and the turn behind them where wishes are labelled. Other
// rows stay as they are.
func (t *Texts) Fill(r *Row) error {
	if r.At == nil {
		return nil
	}
	file, ok := t.files[r.At.File]
	if !ok {
		var err error
		if file, err = t.read(r.At.File); err != nil {
			return fmt.Errorf("read texts of labelled rows: %w", err)
		}
		t.files[r.At.File] = file
	}
	turns, i := file[r.At.ID], r.At.Turn
	if i < 0 || i >= len(turns) {
		return fmt.Errorf("%s has no %s, turn %d", r.At.File, r.At.ID, i)
	}
	if !hashes(turns[i].Value, r.At.SHA256) {
		return fmt.Errorf("%s, turn %d of %s is not the text that was labelled", r.At.File, i, r.At.ID)
	}
	r.Response = turns[i].Value
	if i > 0 && turns[i-1].From == "human" {
		r.Prompt = turns[i-1].Value
	}
	if r.Wishes == nil {
		return nil
	}
	if i+1 == len(turns) || !hashes(turns[i+1].Value, r.At.Reaction) {
		return fmt.Errorf("%s: behind turn %d of %s is not the reaction that was labelled", r.At.File, i, r.At.ID)
	}
	r.Reaction = []string{turns[i+1].Value}
	return nil
}

// hashes says whether the hash of a text begins so.
func hashes(text, digits string) bool {
	sum := sha256.Sum256([]byte(text))
	return strings.HasPrefix(hex.EncodeToString(sum[:]), digits)
}

// read reads a file: lines of "id" and "conversations", or of "session_id", "model" and "response".
func (t *Texts) read(name string) (map[string][]said, error) {
	f, err := t.folder.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var in io.Reader = f
	if strings.HasSuffix(name, ".gz") {
		if in, err = gzip.NewReader(f); err != nil {
			return nil, fmt.Errorf("unpack %s: %w", name, err)
		}
	}
	out := map[string][]said{}
	lines := bufio.NewReader(in)
	for {
		data, end := lines.ReadBytes('\n')
		if end != nil && !errors.Is(end, io.EOF) {
			return nil, fmt.Errorf("%s: %w", name, end)
		}
		if len(data) > 0 {
			var l struct {
				ID            string `json:"id"`
				Conversations []said `json:"conversations"`
				Session       string `json:"session_id"`
				Model         string `json:"model"`
				Response      string `json:"response"`
			}
			if err := json.Unmarshal(data, &l); err != nil {
				return nil, fmt.Errorf("%s: %w", name, err)
			}
			if l.ID != "" {
				out[l.ID] = l.Conversations
			} else {
				out[l.Session+"/"+l.Model] = []said{{From: "gpt", Value: l.Response}}
			}
		}
		if end != nil {
			return out, nil
		}
	}
}
