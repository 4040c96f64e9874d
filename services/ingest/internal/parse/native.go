package parse

import (
	"errors"
	"fmt"
	"math"
	"strconv"

	gpav1 "github.com/gpa-stream/gpa/pkg/schema/gen/gpa/v1"
	"github.com/gpa-stream/gpa/services/ingest/internal/tape"
)

func isNative(root tape.Value) bool {
	return root.Get("turns").Kind() != tape.Absent || root.Get("conversation_id").Kind() != tape.Absent
}

// readNative reads our own format: a whole conversation, or one turn a line.
func readNative(root tape.Value, rec *Record, limits Limits) error {
	id, err := mustID(root.Get("conversation_id"), top("conversation_id"))
	if err != nil {
		return err
	}
	rec.Conversation = id
	rec.about(root)
	if root.Get("turns").Kind() == tape.Absent && root.Get("role").Kind() != tape.Absent {
		err = rec.nativeLine(root, limits)
	} else {
		err = rec.nativeTurns(root.Get("turns"), limits)
	}
	if err != nil {
		return err
	}
	return rec.ratings(root.Get("feedback"))
}

// about takes what a record says of its conversation as a whole.
func (r *Record) about(root tape.Value) {
	r.User = r.optional(root.Get("user_id"), top("user_id"))
	r.groups(root.Get("groups"))
	r.Locale = r.optional(root.Get("locale"), top("locale"))
	r.Stratum = r.optional(root.Get("stratum"), top("stratum"))
	r.Intent = r.optional(root.Get("intent"), top("intent"))
}

func (r *Record) nativeTurns(v tape.Value, limits Limits) error {
	n, err := list(v, "turns", limits)
	if err != nil {
		return err
	}
	r.Turns = make([]Turn, 0, n)
	for i, e := range v.Elements() {
		path := place{list: "turns", index: i}
		if err := isObject(e, path); err != nil {
			return err
		}
		t, err := r.nativeTurn(e, path, limits)
		if err != nil {
			return err
		}
		t.Ordinal = i
		r.Turns = append(r.Turns, t)
	}
	return nil
}

// nativeTurn reads a turn, whose fields are at path.
func (r *Record) nativeTurn(v tape.Value, path place, limits Limits) (t Turn, err error) {
	if t.Role, err = role(v.Get("role"), path.at("role"), roles, rolesInWords); err != nil {
		return t, err
	}
	if t.Content, err = content(v.Get("content"), path.at("content"), limits); err != nil {
		return t, err
	}
	if t.At, err = r.at(v.Get("at"), path.at("at")); err != nil {
		return t, err
	}
	t.Model = r.optional(v.Get("model"), path.at("model"))
	if t.Role == gpav1.Role_ROLE_USER {
		t.Intent = r.optional(v.Get("intent"), path.at("intent"))
	}
	return t, nil
}

// nativeLine reads the form with one turn a line.
func (r *Record) nativeLine(root tape.Value, limits Limits) error {
	r.Shape = Single
	v := root.Get("index")
	i, ok := whole(v)
	switch {
	case v.Kind() == tape.Absent:
		return errors.New("index is missing")
	case !ok || i >= limits.Turns:
		return fmt.Errorf("index is %s; expected a whole number from 0 to %d", clip(v.Raw()), limits.Turns-1)
	}
	t, err := r.nativeTurn(root, place{}, limits)
	if err != nil {
		return err
	}
	t.Ordinal = i
	r.Turns = []Turn{t}
	return nil
}

// whole is a number without fraction, from 0 to what fits an index.
func whole(v tape.Value) (int, bool) {
	if v.Kind() != tape.Number {
		return 0, false
	}
	x, err := strconv.ParseFloat(v.Raw(), 64)
	if err != nil || x != math.Trunc(x) || x < 0 || x > math.MaxInt32 {
		return 0, false
	}
	return int(x), true
}
