package phrase

import "github.com/gpa-stream/gpa/pkg/vocabulary"

// A Vocabulary numbers words, from 0 on. It is filled by Add and safe for use by many once filled.
type Vocabulary = vocabulary.Vocabulary
