package classify

import _ "embed"

// ChatRows are own labelled reactions to answers of language models, JSON lines, for fitting.
//
//go:embed data/chats.jsonl
var ChatRows []byte

// SealedRows are own labelled reactions that no model is ever fitted or tuned on: they only measure.
//
//go:embed testdata/sealed.jsonl
var SealedRows []byte
