package classify

import (
	"embed"
	"slices"
)

//go:embed data/*.jsonl
var ownRows embed.FS

//go:embed testdata/sealed*.jsonl
var sealedRows embed.FS

// ChatRows returns own labelled reactions to answers of language models, JSON lines, for fitting, file by file in the
// order of their names. The order matters: a fit is the same only on the same rows in the same order.
func ChatRows() []byte { return joined(ownRows, "data") }

// SealedRows returns own labelled reactions that no model is ever fitted on: they measure.
func SealedRows() []byte { return joined(sealedRows, "testdata") }

// joined are all files of a folder. They are part of the program, so that none can be missing.
func joined(files embed.FS, folder string) []byte {
	var out []byte
	entries, _ := files.ReadDir(folder)
	for _, e := range entries {
		data, _ := files.ReadFile(folder + "/" + e.Name())
		out = slices.Concat(out, data)
	}
	return out
}

// AdversarialRows are own labelled reactions that are easily misread, tagged by what makes them so: they measure. Their
// twins in adversarial_dev.jsonl may be looked at for a change.
//
//go:embed testdata/adversarial.jsonl
var AdversarialRows []byte

// OtherAdversarialRows are of another author, who knew neither the model nor the rows that it is fitted on, and had read the
// first ones. They measure.
//
//go:embed testdata/adversarial_other.jsonl
var OtherAdversarialRows []byte

// RealRows are labels, by two hands, of reactions in real conversations that are not part of the program: conversation and
// turn, JSON lines. They measure. Those of other conversations, in real_tuning.jsonl, chose the settings of the fit.
//
//go:embed testdata/real.jsonl
var RealRows []byte
