package classify

import _ "embed"

// ChatRows are own labelled reactions to answers of language models, JSON lines, for fitting.
//
//go:embed data/chats.jsonl
var ChatRows []byte

// SealedRows are own labelled reactions that no model is ever fitted on: they measure.
//
//go:embed testdata/sealed.jsonl
var SealedRows []byte

// AdversarialRows are own labelled reactions that are easily misread, tagged by what makes them so: they measure. Their
// twins in adversarial_dev.jsonl may be looked at for a change.
//
//go:embed testdata/adversarial.jsonl
var AdversarialRows []byte

// RealRows are labels, by hand, of reactions in real conversations that are not part of the program: conversation and
// turn, JSON lines. They chose how much next tasks weigh, and measure.
//
//go:embed testdata/real.jsonl
var RealRows []byte
