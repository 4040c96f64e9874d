package parse

import "strconv"

// A place is where something stands in a record. It becomes text only when there is something to say.
type place struct {
	list  string // empty for a field of the record itself
	index int
	field string // empty for the element itself
}

// top is the place of a field of the record.
func top(field string) place { return place{field: field} }

// at is the place of a field of the same element.
func (p place) at(field string) place {
	p.field = field
	return p
}

// String is the exact place, e.g. turns[3].role.
func (p place) String() string {
	if p.list == "" {
		return p.field
	}
	s := p.list + "[" + strconv.Itoa(p.index) + "]"
	if p.field == "" {
		return s
	}
	return s + "." + p.field
}

// kind is the place without the index, e.g. turns[].role, by which warnings are counted.
func (p place) kind() string {
	if p.list == "" {
		return p.field
	}
	return p.list + "[]." + p.field
}
