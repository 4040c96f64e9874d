package parse

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gpa-stream/gpa/services/ingest/internal/tape"
)

// longestName is the most bytes that an id or the name of a group, intent or model may have.
const longestName = 512

// mostGroups is the most groups that a record may name.
const mostGroups = 64

// must is a string that the record cannot do without. It may be empty.
func must(v tape.Value, path place) (string, error) {
	switch v.Kind() {
	case tape.String:
		return v.Text(), nil
	case tape.Absent:
		return "", fmt.Errorf("%s is missing", path)
	default:
		return "", fmt.Errorf("%s is %s; expected a string", path, v.Kind())
	}
}

// mustID is an id that the record cannot do without.
func mustID(v tape.Value, path place) (string, error) {
	id, err := must(v, path)
	if err != nil {
		return "", err
	}
	if id == "" {
		return "", fmt.Errorf("%s is empty", path)
	}
	if len(id) > longestName {
		return "", fmt.Errorf("%s has %d bytes; at most %d are allowed", path, len(id), longestName)
	}
	return id, nil
}

// looseID is an id of formats whose tools write numbers, too. Empty when there is none.
func looseID(v tape.Value) string {
	if v.Kind() == tape.Number {
		return v.Raw()
	}
	if s := v.Text(); len(s) <= longestName {
		return s
	}
	return ""
}

// optional is a short name that may be left out: a wrong type or range drops it.
func (r *Record) optional(v tape.Value, path place) string {
	if v.Missing() {
		return ""
	}
	if v.Kind() != tape.String {
		r.warn(path.kind() + " is not a string")
		return ""
	}
	s := v.Text()
	if len(s) > longestName || strings.ContainsFunc(s, unicode.IsControl) {
		r.warn(path.kind() + " is not a name")
		return ""
	}
	return s
}

// groups takes an object of dimension and value.
func (r *Record) groups(v tape.Value) {
	if v.Missing() {
		return
	}
	if v.Kind() != tape.Object {
		r.warn("groups is not an object")
		return
	}
	if n := v.Len(); n > 0 && r.Groups == nil {
		r.Groups = make([]Group, 0, min(n, mostGroups))
	}
	for m := range v.Members() {
		r.group(m.Name(), r.optional(m, top("groups.*")), "groups")
	}
}

func (r *Record) group(dimension, value, path string) {
	switch {
	case value == "":
	case len(r.Groups) == mostGroups:
		r.warn(path + " has too many dimensions")
	case dimension == "" || len(dimension) > longestName || strings.ContainsFunc(dimension, unicode.IsControl):
		r.warn(path + " has a dimension that is not a name")
	default:
		r.Groups = append(r.Groups, Group{dimension, value})
	}
}

// mapped takes a group from a field that the user has mapped to a dimension.
func (r *Record) mapped(root tape.Value, field, dimension string) {
	v := root
	for name := range strings.SplitSeq(field, ".") {
		v = v.Get(name)
	}
	if k := v.Kind(); k == tape.Number || k == tape.Bool {
		r.group(dimension, v.Raw(), field)
		return
	}
	r.group(dimension, r.optional(v, top(field)), field)
}

// list is an array that the record cannot do without: with an element at least, and not too many.
func list(v tape.Value, path string, limits Limits) (int, error) {
	switch v.Kind() {
	case tape.Array:
	case tape.Absent:
		return 0, fmt.Errorf("%s is missing", path)
	default:
		return 0, fmt.Errorf("%s is %s; expected an array", path, v.Kind())
	}
	n := v.Len()
	if n == 0 {
		return 0, fmt.Errorf("%s is empty", path)
	}
	if n > limits.Turns {
		return 0, fmt.Errorf("%s has %d turns; at most %d are allowed", path, n, limits.Turns)
	}
	return n, nil
}

// clip shortens what a record says, for a message.
func clip(s string) string {
	const most = 40
	if len(s) <= most {
		return s
	}
	n := most
	for !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n] + "…"
}
