package tape

import "iter"

// A Value is one value of a document. The zero Value is one that is not there: every question to it has an answer.
type Value struct {
	doc *Doc
	i   uint32
}

func (v Value) node() *node { return &v.doc.nodes[v.i] }

// Kind is what the value is.
func (v Value) Kind() Kind {
	if v.doc == nil {
		return Absent
	}
	return v.node().kind
}

// Missing says whether the value is not there or null.
func (v Value) Missing() bool {
	k := v.Kind()
	return k == Absent || k == Null
}

// Raw is the value as it stands in the text: of a string without quotes and with its escapes.
func (v Value) Raw() string {
	if v.doc == nil {
		return ""
	}
	n := v.node()
	return v.doc.src[n.start:n.end]
}

// Text is the content of a string, and empty for any other value.
func (v Value) Text() string {
	if v.Kind() != String {
		return ""
	}
	if v.node().escaped {
		return unescape(v.Raw())
	}
	return v.Raw()
}

// True says whether the value is true.
func (v Value) True() bool { return v.Kind() == Bool && v.Raw() == "true" }

// Get is the member of that name; of several the last holds.
func (v Value) Get(name string) Value {
	found := Value{}
	if v.Kind() != Object {
		return found
	}
	for m := range v.children() {
		if m.isNamed(name) {
			found = m
		}
	}
	return found
}

// Name is the value's name in its object.
func (v Value) Name() string {
	if v.doc == nil {
		return ""
	}
	n := v.node()
	name := v.doc.src[n.keyFrom:n.keyTo]
	if n.keyEscs {
		return unescape(name)
	}
	return name
}

func (v Value) isNamed(name string) bool {
	n := v.node()
	if !n.keyEscs {
		return v.doc.src[n.keyFrom:n.keyTo] == name
	}
	return v.Name() == name
}

// Members are the values of an object in their order, repeated names included.
func (v Value) Members() iter.Seq[Value] {
	if v.Kind() != Object {
		return func(func(Value) bool) {}
	}
	return v.children()
}

// Elements are the values of an array with their index.
func (v Value) Elements() iter.Seq2[int, Value] {
	return func(yield func(int, Value) bool) {
		if v.Kind() != Array {
			return
		}
		i := 0
		for e := range v.children() {
			if !yield(i, e) {
				return
			}
			i++
		}
	}
}

// Len is the number of elements of an array or of members of an object.
func (v Value) Len() int {
	if k := v.Kind(); k != Array && k != Object {
		return 0
	}
	n := 0
	for range v.children() {
		n++
	}
	return n
}

func (v Value) children() iter.Seq[Value] {
	return func(yield func(Value) bool) {
		end := v.node().next
		for i := v.i + 1; i < end; i = v.doc.nodes[i].next {
			if !yield(Value{doc: v.doc, i: i}) {
				return
			}
		}
	}
}
