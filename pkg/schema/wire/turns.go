package wire

import gpav1 "github.com/gpa-stream/gpa/pkg/schema/gen/gpa/v1"

// EncodeTurns is proto.Marshal.
func EncodeTurns(m *gpav1.Turns) ([]byte, error) {
	e := newEncoder()
	e.text(1, m.GetConversation())
	e.text(2, m.GetUser())
	e.number(3, uint64(m.GetShard()))
	e.groups(4, m.GetGroups())
	e.text(5, m.GetLocale())
	e.text(6, m.GetStratum())
	e.text(7, m.GetIntent())
	e.yes(8, m.GetComplete())
	e.number(9, uint64(m.GetTimeUs()))
	e.turns(10, m.GetTurns())
	for _, f := range m.GetFeedback() {
		e.known(f)
		from := e.begin(11)
		e.text(1, f.GetId())
		e.number(2, uint64(f.GetOrdinal()))
		e.number(3, uint64(f.GetLabel()))
		e.text(4, f.GetComment())
		e.number(5, uint64(f.GetTimeUs()))
		e.end(from)
	}
	return e.done(m)
}

// DecodeTurns is proto.Unmarshal into a new message.
func DecodeTurns(value []byte) (*gpav1.Turns, error) {
	d, m := newDecoder(value), &gpav1.Turns{}
	var turns []gpav1.Turn
	for d.more() {
		switch d.tag() {
		case 1<<3 | length:
			m.Conversation = d.text()
		case 2<<3 | length:
			m.User = d.text()
		case 3<<3 | varint:
			m.Shard = uint32(d.number())
		case 4<<3 | length:
			m.Groups = append(m.Groups, d.group())
		case 5<<3 | length:
			m.Locale = d.text()
		case 6<<3 | length:
			m.Stratum = d.text()
		case 7<<3 | length:
			m.Intent = d.text()
		case 8<<3 | varint:
			m.Complete = d.number() != 0
		case 9<<3 | varint:
			m.TimeUs = int64(d.number())
		case 10<<3 | length:
			if len(turns) == 0 {
				turns = make([]gpav1.Turn, 4)
				m.Turns = append(make([]*gpav1.Turn, 0, len(m.Turns)+len(turns)), m.Turns...)
			}
			d.turn(&turns[0])
			m.Turns, turns = append(m.Turns, &turns[0]), turns[1:]
		case 11<<3 | length:
			m.Feedback = append(m.Feedback, d.feedback())
		default:
			d.fail()
		}
	}
	if d.strange {
		m = &gpav1.Turns{}
		return m, byProto(value, m)
	}
	return m, nil
}

func (e *encoder) groups(field byte, all []*gpav1.Group) {
	for _, g := range all {
		e.known(g)
		from := e.begin(field)
		e.text(1, g.GetDimension())
		e.text(2, g.GetValue())
		e.end(from)
	}
}

func (d *decoder) group() *gpav1.Group {
	g, outer := &gpav1.Group{}, d.enter()
	for d.more() {
		switch d.tag() {
		case 1<<3 | length:
			g.Dimension = d.text()
		case 2<<3 | length:
			g.Value = d.text()
		default:
			d.fail()
		}
	}
	d.leave(outer)
	return g
}

func (e *encoder) turns(field byte, all []*gpav1.Turn) {
	for _, t := range all {
		e.known(t)
		from := e.begin(field)
		e.text(1, t.GetId())
		e.number(2, uint64(t.GetOrdinal()))
		e.number(3, uint64(t.GetRole()))
		e.text(4, t.GetContent())
		e.number(5, uint64(t.GetTimeUs()))
		e.text(6, t.GetModel())
		e.text(7, t.GetIntent())
		e.end(from)
	}
}

func (d *decoder) turn(x *gpav1.Turn) {
	outer := d.enter()
	for d.more() {
		switch d.tag() {
		case 1<<3 | length:
			x.Id = d.text()
		case 2<<3 | varint:
			x.Ordinal = uint32(d.number())
		case 3<<3 | varint:
			x.Role = gpav1.Role(d.number())
		case 4<<3 | length:
			x.Content = d.text()
		case 5<<3 | varint:
			x.TimeUs = int64(d.number())
		case 6<<3 | length:
			x.Model = d.text()
		case 7<<3 | length:
			x.Intent = d.text()
		default:
			d.fail()
		}
	}
	d.leave(outer)
}

func (d *decoder) feedback() *gpav1.Feedback {
	x, outer := &gpav1.Feedback{}, d.enter()
	for d.more() {
		switch d.tag() {
		case 1<<3 | length:
			x.Id = d.text()
		case 2<<3 | varint:
			x.Ordinal = uint32(d.number())
		case 3<<3 | varint:
			x.Label = gpav1.Label(d.number())
		case 4<<3 | length:
			x.Comment = d.text()
		case 5<<3 | varint:
			x.TimeUs = int64(d.number())
		default:
			d.fail()
		}
	}
	d.leave(outer)
	return x
}
