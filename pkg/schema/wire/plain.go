package wire

import (
	"math"
	"unicode/utf8"

	"google.golang.org/protobuf/proto"

	gpav1 "github.com/gpa-stream/gpa/pkg/schema/gen/gpa/v1"
)

// A message is plain if all its texts are UTF-8, no number that could be negative is, and nothing in it is of a later
// version. (A direction may be negative: its encoding keeps it short.)

func plainTurns(m *gpav1.Turns) bool {
	return known(m) && m.GetTimeUs() >= 0 &&
		texts(m.GetConversation(), m.GetUser(), m.GetLocale(), m.GetStratum(), m.GetIntent()) &&
		all(m.GetGroups(), plainGroup) && all(m.GetTurns(), plainTurn) && all(m.GetFeedback(), plainFeedback)
}

func plainExchange(m *gpav1.Exchange) bool {
	return known(m) && m.GetTimeUs() >= 0 && positive(m.GetIntentConfidence()) &&
		texts(m.GetId(), m.GetConversation(), m.GetUser(), m.GetLocale(), m.GetStratum(), m.GetIntent(), m.GetDomain(),
			m.GetPrompt(), m.GetResponse()) &&
		all(m.GetGroups(), plainGroup) && all(m.GetReaction(), plainTurn) &&
		(m.GetJudgement() == nil || plainJudgement(m.GetJudgement()))
}

func plainObservation(m *gpav1.Observation) bool {
	return known(m) && m.GetTimeUs() >= 0 && m.GetLabel() >= 0 && positive(m.GetConfidence()) &&
		texts(m.GetId(), m.GetConversation(), m.GetUser(), m.GetIntent(), m.GetStratum(), m.GetModel(), m.GetFeedbackType()) &&
		texts(m.GetAspects()...) && all(m.GetGroups(), plainGroup) && all(m.GetStated(), plainStated)
}

func plainTurn(m *gpav1.Turn) bool {
	return known(m) && m.GetRole() >= 0 && m.GetTimeUs() >= 0 &&
		texts(m.GetId(), m.GetContent(), m.GetModel(), m.GetIntent())
}

func plainFeedback(m *gpav1.Feedback) bool {
	return known(m) && m.GetLabel() >= 0 && m.GetTimeUs() >= 0 && texts(m.GetId(), m.GetComment())
}

func plainGroup(m *gpav1.Group) bool { return known(m) && texts(m.GetDimension(), m.GetValue()) }

func plainJudgement(m *gpav1.Judgement) bool {
	return known(m) && m.GetLabel() >= 0 && positive(m.GetPSat()) && positive(m.GetPNeutral()) && positive(m.GetPDsat()) &&
		texts(m.GetFeedbackType(), m.GetTier(), m.GetModel()) && (m.GetEvidence() == nil || plainSpan(m.GetEvidence()))
}

func plainSpan(m *gpav1.Span) bool { return known(m) && texts(m.GetText()) }

func plainStated(m *gpav1.Stated) bool {
	return known(m) && positive(m.GetConfidence()) && texts(m.GetAspect())
}

// known says that there are no fields of a later version.
func known(m proto.Message) bool { return len(m.ProtoReflect().GetUnknown()) == 0 }

// positive says that there is no sign, which is on the negative zero, too.
func positive(x float64) bool { return !math.Signbit(x) }

func texts(texts ...string) bool {
	for _, s := range texts {
		if !utf8.ValidString(s) {
			return false
		}
	}
	return true
}

func all[M any](list []M, plain func(M) bool) bool {
	for _, m := range list {
		if !plain(m) {
			return false
		}
	}
	return true
}
