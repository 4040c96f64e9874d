package wire

import gpav1 "github.com/gpa-stream/gpa/pkg/schema/gen/gpa/v1"

// EncodeExchange is proto.Marshal.
func EncodeExchange(m *gpav1.Exchange) ([]byte, error) {
	e := newEncoder()
	e.text(1, m.GetId())
	e.text(2, m.GetConversation())
	e.text(3, m.GetUser())
	e.number(4, uint64(m.GetShard()))
	e.groups(5, m.GetGroups())
	e.text(6, m.GetLocale())
	e.text(7, m.GetStratum())
	e.text(8, m.GetIntent())
	e.double(9, m.GetIntentConfidence())
	e.text(10, m.GetDomain())
	e.number(11, uint64(m.GetTimeUs()))
	e.text(12, m.GetPrompt())
	e.text(13, m.GetResponse())
	e.turns(14, m.GetReaction())
	if j := m.GetJudgement(); j != nil {
		from := e.begin(15)
		e.judgement(j)
		e.end(from)
	}
	return e.done(m)
}

// DecodeExchange is proto.Unmarshal into a new message.
func DecodeExchange(value []byte) (*gpav1.Exchange, error) {
	d, m := newDecoder(value), &gpav1.Exchange{}
	for d.more() {
		switch d.tag() {
		case 1<<3 | length:
			m.Id = d.text()
		case 2<<3 | length:
			m.Conversation = d.text()
		case 3<<3 | length:
			m.User = d.text()
		case 4<<3 | varint:
			m.Shard = uint32(d.number())
		case 5<<3 | length:
			m.Groups = append(m.Groups, d.group())
		case 6<<3 | length:
			m.Locale = d.text()
		case 7<<3 | length:
			m.Stratum = d.text()
		case 8<<3 | length:
			m.Intent = d.text()
		case 9<<3 | fixed64:
			m.IntentConfidence = d.double()
		case 10<<3 | length:
			m.Domain = d.text()
		case 11<<3 | varint:
			m.TimeUs = int64(d.number())
		case 12<<3 | length:
			m.Prompt = d.text()
		case 13<<3 | length:
			m.Response = d.text()
		case 14<<3 | length:
			x := &gpav1.Turn{}
			d.turn(x)
			m.Reaction = append(m.Reaction, x)
		case 15<<3 | length:
			if m.Judgement != nil {
				d.fail() // Of two package proto makes one.
				continue
			}
			m.Judgement = d.judgement()
		default:
			d.fail()
		}
	}
	if d.strange {
		m = &gpav1.Exchange{}
		return m, byProto(value, m)
	}
	return m, nil
}

func (e *encoder) judgement(j *gpav1.Judgement) {
	e.known(j)
	e.number(1, uint64(j.GetLabel()))
	e.double(2, j.GetPSat())
	e.double(3, j.GetPNeutral())
	e.double(4, j.GetPDsat())
	e.text(5, j.GetFeedbackType())
	e.yes(6, j.GetExplicit())
	if s := j.GetEvidence(); s != nil {
		e.known(s)
		from := e.begin(7)
		e.number(1, uint64(s.GetOrdinal()))
		e.number(2, uint64(s.GetStart()))
		e.number(3, uint64(s.GetEnd()))
		e.text(4, s.GetText())
		e.end(from)
	}
	e.text(8, j.GetTier())
	e.text(9, j.GetModel())
}

func (d *decoder) judgement() *gpav1.Judgement {
	j, outer := &gpav1.Judgement{}, d.enter()
	for d.more() {
		switch d.tag() {
		case 1<<3 | varint:
			j.Label = gpav1.Label(d.number())
		case 2<<3 | fixed64:
			j.PSat = d.double()
		case 3<<3 | fixed64:
			j.PNeutral = d.double()
		case 4<<3 | fixed64:
			j.PDsat = d.double()
		case 5<<3 | length:
			j.FeedbackType = d.text()
		case 6<<3 | varint:
			j.Explicit = d.number() != 0
		case 7<<3 | length:
			if j.Evidence != nil {
				d.fail()
				continue
			}
			j.Evidence = d.span()
		case 8<<3 | length:
			j.Tier = d.text()
		case 9<<3 | length:
			j.Model = d.text()
		default:
			d.fail()
		}
	}
	d.leave(outer)
	return j
}

func (d *decoder) span() *gpav1.Span {
	s, outer := &gpav1.Span{}, d.enter()
	for d.more() {
		switch d.tag() {
		case 1<<3 | varint:
			s.Ordinal = uint32(d.number())
		case 2<<3 | varint:
			s.Start = uint32(d.number())
		case 3<<3 | varint:
			s.End = uint32(d.number())
		case 4<<3 | length:
			s.Text = d.text()
		default:
			d.fail()
		}
	}
	d.leave(outer)
	return s
}
