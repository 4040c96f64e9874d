// Package files finds and reads log files: plain, gzip and Zstandard, told apart by their first bytes, line by line.
// It knows nothing of what the lines say.
package files

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Stdin is the input that means standard input.
const Stdin = "-"

// A File is one input file.
type File struct {
	Name string
	// Size is in bytes as stored, 0 when it is not known.
	Size int64
	// Once says that it can be read only once: standard input, or a pipe.
	Once bool
}

// List are the files of inputs: a file as named, of a folder all log files below it, sorted by path.
func List(inputs []string) ([]File, error) {
	var all []File
	for _, in := range inputs {
		if in == Stdin {
			all = append(all, File{Name: Stdin, Once: true})
			continue
		}
		info, err := os.Stat(in)
		if err != nil {
			return nil, fmt.Errorf("open input: %w", err)
		}
		if !info.IsDir() {
			all = append(all, file(in, info))
			continue
		}
		inside, err := folder(in)
		if err != nil {
			return nil, err
		}
		all = append(all, inside...)
	}
	if err := once(all); err != nil {
		return nil, err
	}
	return all, nil
}

func file(name string, info fs.FileInfo) File {
	if !info.Mode().IsRegular() {
		return File{Name: name, Once: true}
	}
	return File{Name: name, Size: info.Size()}
}

func folder(root string) ([]File, error) {
	var found []File
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if strings.HasPrefix(entry.Name(), ".") && path != root {
			if entry.IsDir() {
				return filepath.SkipDir
			}
			return nil
		}
		if entry.IsDir() || !isLog(entry.Name()) {
			return nil
		}
		info, err := os.Stat(path)
		if err != nil || info.IsDir() {
			return err
		}
		found = append(found, file(path, info))
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("look through folder %s: %w", root, err)
	}
	if len(found) == 0 {
		return nil, fmt.Errorf("folder %s holds no log files (.jsonl, .ndjson, .json or .log, also with .gz or .zst)", root)
	}
	slices.SortFunc(found, func(a, b File) int { return strings.Compare(a.Name, b.Name) })
	return found, nil
}

func isLog(name string) bool {
	name = strings.ToLower(name)
	for _, packed := range []string{".gz", ".zst"} {
		name = strings.TrimSuffix(name, packed)
	}
	return slices.Contains([]string{".jsonl", ".ndjson", ".json", ".log"}, filepath.Ext(name))
}

// once refuses what is named twice and can be read only once: the second reader would find nothing.
func once(all []File) error {
	named := map[string]bool{}
	for _, f := range all {
		if f.Once && named[f.Name] {
			return fmt.Errorf("%s is named twice and can be read only once", f.Name)
		}
		named[f.Name] = true
	}
	return nil
}
