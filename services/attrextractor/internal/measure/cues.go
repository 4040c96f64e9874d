package measure

import (
	"sync"

	"github.com/gpa-stream/gpa/services/attrextractor/internal/measure/phrase"
)

// A cue is a kind of phrase that meters count.
type cue int

const (
	cueAlternative cue = iota
	cueAnalogy
	cueAnnounce
	cueApology
	cueCasual
	cueCheck
	cueChoice
	cueDefine
	cueEdge
	cueElse
	cueEnsure
	cueExample
	cueFiller
	cueFlourish
	cueForbid
	cueFormal
	cueHedge
	cueInstead
	cueJoke
	cueKind
	cueLead
	cueLetMeKnow
	cueLimit
	cueMeans
	cueOblige
	cueOpener
	cuePurpose
	cueReason
	cueRefer
	cueRestate
	cueSequence
	cueSilly
	cueSource
	cueSourceLine
	cueStep
	cueSummary
	cueTechnical
	cueVague
	cueWarm
	cueRisk
	cueWarning
	cueYou
	cueSumUp
	cueYesNo
	cueCount
)

// opensSentence says that a cue counts at the start of a sentence only: elsewhere its words mean something else.
func (c cue) opensSentence() bool {
	return c == cueSequence || c == cueSumUp || c == cueSourceLine || c == cueForbid
}

// phrases are the phrases of a cue, separated by semicolons, patterns of package phrase.
type phrases struct {
	cue  cue
	list string
}

// lexicon is the finder of all cues.
var lexicon = sync.OnceValue(func() *phrase.Finder {
	f := phrase.NewFinder()
	for _, table := range [...][]phrases{reasoningCues, guidanceCues, toneCues, talkCues} {
		for _, row := range table {
			addAll(f, row.list, int(row.cue))
		}
	}
	return f
})
