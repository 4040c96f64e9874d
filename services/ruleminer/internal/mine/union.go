package mine

import "cmp"

// places says where the aspects and shards of one table stand in another.
type places struct{ names, shards []int }

// merge is the table of both, and where the parts of each stand in it.
func (t *table) merge(o *table) (sum table, ofT, ofO places) {
	sum.names, ofT.names, ofO.names = union(t.names, o.names)
	sum.shards, ofT.shards, ofO.shards = union(t.shards, o.shards)
	sum.n = make([]int64, len(sum.names))
	sum.users = make([]userSet, len(sum.names))
	for i, a := range ofT.names {
		sum.n[a] += t.n[i]
		sum.users[a].unite(&t.users[i])
	}
	for i, a := range ofO.names {
		sum.n[a] += o.n[i]
		sum.users[a].unite(&o.users[i])
	}
	return sum, ofT, ofO
}

// addMatrix adds an aspects x shards matrix to one with more of both, of that many shards.
func (p places) addMatrix(to, from []int64, shards int) {
	width := len(p.shards)
	for i, a := range p.names {
		row := to[a*shards : (a+1)*shards]
		for j, x := range from[i*width : (i+1)*width] {
			row[p.shards[j]] += x
		}
	}
}

// union merges two increasing lists, and says where the elements of each went.
func union[T cmp.Ordered](a, b []T) (both []T, fromA, fromB []int) {
	both = make([]T, 0, max(len(a), len(b)))
	fromA, fromB = make([]int, 0, len(a)), make([]int, 0, len(b))
	for len(a) > 0 || len(b) > 0 {
		at := len(both)
		takeA := len(b) == 0 || (len(a) > 0 && a[0] <= b[0])
		takeB := len(a) == 0 || (len(b) > 0 && b[0] <= a[0])
		if takeA {
			both, a = append(both, a[0]), a[1:]
			fromA = append(fromA, at)
		}
		if takeB {
			if !takeA {
				both = append(both, b[0])
			}
			b = b[1:]
			fromB = append(fromB, at)
		}
	}
	return both, fromA, fromB
}
