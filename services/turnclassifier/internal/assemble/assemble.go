// Package assemble makes exchanges out of a conversation's turns: what was asked, what was answered, how the user took
// it. It is pure; which turns may be seen is the caller's business.
package assemble

import (
	"slices"
	"strings"

	gpav1 "github.com/gpa-stream/gpa/pkg/schema/gen/gpa/v1"
)

// An Exchange is a request, its answer and the reaction, cut out of a conversation.
type Exchange struct {
	// Response is the answer.
	Response *gpav1.Turn
	// Prompt are the user's turns that were answered, Earlier the requests before them, oldest first.
	Prompt, Earlier []*gpav1.Turn
	// Reaction are the user's turns up to the next answer.
	Reaction []*gpav1.Turn
	// Feedback is the explicit rating that holds, or nil.
	Feedback *gpav1.Feedback
	// Intent is what a user turn said of itself, the nearest before the answer; empty when none did.
	Intent string
}

// PromptText is the text of the request.
func (e Exchange) PromptText() string {
	var texts []string
	for _, t := range e.Prompt {
		texts = append(texts, t.GetContent())
	}
	return strings.Join(texts, "\n")
}

// Judged says whether the user reacted or rated.
func (e Exchange) Judged() bool { return len(e.Reaction) > 0 || e.Feedback != nil }

// Distinct keeps one turn of each ordinal, the one with the smaller (time, id), in the order of ordinals.
func Distinct(turns []*gpav1.Turn) []*gpav1.Turn {
	out := slices.Clone(turns)
	slices.SortFunc(out, func(a, b *gpav1.Turn) int {
		if a.GetOrdinal() != b.GetOrdinal() {
			return int(a.GetOrdinal()) - int(b.GetOrdinal())
		}
		if a.GetTimeUs() != b.GetTimeUs() {
			if a.GetTimeUs() < b.GetTimeUs() {
				return -1
			}
			return 1
		}
		return strings.Compare(a.GetId(), b.GetId())
	})
	return slices.CompactFunc(out, func(a, b *gpav1.Turn) bool { return a.GetOrdinal() == b.GetOrdinal() })
}

// maxEarlier is how many earlier requests are kept for comparison.
const maxEarlier = 5

// All are the exchanges of a whole conversation, one for each answer that follows a request, in order. The turns must
// be Distinct.
func All(turns []*gpav1.Turn, feedback []*gpav1.Feedback) []Exchange {
	var out []Exchange
	held := byOrdinal(feedback)
	for i, t := range turns {
		if t.GetRole() != gpav1.Role_ROLE_ASSISTANT {
			continue
		}
		if e := at(turns, i, held); len(e.Prompt) > 0 {
			out = append(out, e)
		}
	}
	return out
}

// Answers are the exchanges of all answers, those too that follow no request: what can be classified.
func Answers(turns []*gpav1.Turn, feedback []*gpav1.Feedback) []Exchange {
	var out []Exchange
	held := byOrdinal(feedback)
	for i, t := range turns {
		if t.GetRole() == gpav1.Role_ROLE_ASSISTANT {
			out = append(out, at(turns, i, held))
		}
	}
	return out
}

// One is the exchange of that answer. It is false when there is none in this view: another turn holds the ordinal, or
// nothing was asked.
func One(turns []*gpav1.Turn, answer *gpav1.Turn, feedback []*gpav1.Feedback) (Exchange, bool) {
	for i, t := range turns {
		if t.GetId() == answer.GetId() && t.GetTimeUs() == answer.GetTimeUs() {
			e := at(turns, i, byOrdinal(feedback))
			return e, len(e.Prompt) > 0
		}
	}
	return Exchange{}, false
}

func at(turns []*gpav1.Turn, i int, held map[uint32]*gpav1.Feedback) Exchange {
	e := Exchange{Response: turns[i], Feedback: held[turns[i].GetOrdinal()]}
	for _, t := range turns[i+1:] {
		if t.GetRole() == gpav1.Role_ROLE_ASSISTANT {
			break
		}
		if t.GetRole() == gpav1.Role_ROLE_USER {
			e.Reaction = append(e.Reaction, t)
		}
	}
	j := i - 1
	for j >= 0 && turns[j].GetRole() != gpav1.Role_ROLE_USER {
		j--
	}
	for ; j >= 0 && turns[j].GetRole() != gpav1.Role_ROLE_ASSISTANT; j-- {
		if turns[j].GetRole() == gpav1.Role_ROLE_USER {
			e.Prompt = append(e.Prompt, turns[j])
		}
	}
	slices.Reverse(e.Prompt)
	for _, t := range e.Prompt {
		if t.GetIntent() != "" {
			e.Intent = t.GetIntent()
		}
	}
	e.lookBack(turns[:max(j+1, 0)])
	return e
}

// lookBack takes the earlier requests, and the intent of the nearest that names one.
func (e *Exchange) lookBack(before []*gpav1.Turn) {
	for k := len(before) - 1; k >= 0 && (len(e.Earlier) < maxEarlier || e.Intent == ""); k-- {
		if before[k].GetRole() != gpav1.Role_ROLE_USER {
			continue
		}
		if len(e.Earlier) < maxEarlier {
			e.Earlier = append(e.Earlier, before[k])
		}
		if e.Intent == "" {
			e.Intent = before[k].GetIntent()
		}
		if len(before)-k > lookBackTurns {
			break
		}
	}
	slices.Reverse(e.Earlier)
}

// lookBackTurns bounds the search, so that a conversation of n turns costs n steps and not n².
const lookBackTurns = 64

// byOrdinal is the feedback that holds for each answer: the last given, by (time, id).
func byOrdinal(feedback []*gpav1.Feedback) map[uint32]*gpav1.Feedback {
	if len(feedback) == 0 {
		return nil
	}
	held := make(map[uint32]*gpav1.Feedback, len(feedback))
	for _, f := range feedback {
		best := held[f.GetOrdinal()]
		if best == nil || f.GetTimeUs() > best.GetTimeUs() || (f.GetTimeUs() == best.GetTimeUs() && f.GetId() > best.GetId()) {
			held[f.GetOrdinal()] = f
		}
	}
	return held
}
