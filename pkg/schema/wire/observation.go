package wire

import gpav1 "github.com/gpa-stream/gpa/pkg/schema/gen/gpa/v1"

// EncodeObservation is proto.Marshal. Who reads observations does it in ways of their own.
func EncodeObservation(m *gpav1.Observation) ([]byte, error) {
	e := newEncoder()
	e.text(1, m.GetId())
	e.text(2, m.GetConversation())
	e.text(3, m.GetUser())
	e.number(4, uint64(m.GetShard()))
	e.groups(5, m.GetGroups())
	e.text(6, m.GetIntent())
	e.text(7, m.GetStratum())
	for _, a := range m.GetAspects() {
		e.element(8, a)
	}
	e.number(9, uint64(m.GetLabel()))
	e.double(10, m.GetConfidence())
	for _, s := range m.GetStated() {
		e.known(s)
		from := e.begin(11)
		e.text(1, s.GetAspect())
		e.number(2, uint64(uint32(s.GetDirection())<<1^uint32(s.GetDirection()>>31)))
		e.double(3, s.GetConfidence())
		e.end(from)
	}
	e.number(12, uint64(m.GetTimeUs()))
	e.text(13, m.GetModel())
	e.text(14, m.GetFeedbackType())
	return e.done(m)
}
