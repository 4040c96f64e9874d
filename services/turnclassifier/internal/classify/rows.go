package classify

import (
	_ "embed"
	"slices"
)

//go:embed data/chats.jsonl
var firstRows []byte

// moreRows are in German, Spanish, French, Portuguese and Chinese.
//
//go:embed data/chats_more.jsonl
var moreRows []byte

// ChatRows returns own labelled reactions to answers of language models, JSON lines, for fitting. Their order matters: a
// fit is the same only on the same rows in the same order.
func ChatRows() []byte { return slices.Concat(firstRows, moreRows) }

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
