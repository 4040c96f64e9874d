package mine

// interner numbers names from 0 on, in the order in which they come.
type interner struct {
	at    map[string]int32
	names []string
}

func newInterner() interner { return interner{at: map[string]int32{}} }

func (in *interner) number(name string) int32 {
	if i, ok := in.at[name]; ok {
		return i
	}
	i := int32(len(in.names))
	in.at[name] = i
	in.names = append(in.names, name)
	return i
}
