package parse

import (
	"strconv"

	gpav1 "github.com/gpa-stream/gpa/pkg/schema/gen/gpa/v1"
	"github.com/gpa-stream/gpa/services/ingest/internal/tape"
)

// ratings takes the explicit feedback of a record. What cannot be used is dropped with a warning; only a year far off
// makes the record bad, as in turns.
func (r *Record) ratings(v tape.Value) error {
	if v.Missing() {
		return nil
	}
	if v.Kind() != tape.Array {
		r.warn("feedback is not an array")
		return nil
	}
	for i, e := range v.Elements() {
		at, err := r.at(e.Get("at"), place{"feedback", i, "at"})
		if err != nil {
			return err
		}
		ordinal, ok := whole(e.Get("turn"))
		if !ok || !r.rateable(ordinal) {
			r.warn("feedback[].turn is not the index of an assistant turn")
			continue
		}
		label, problem := rating(e)
		if problem != "" {
			r.warn("feedback[]" + problem)
			continue
		}
		comment := e.Get("comment")
		if !comment.Missing() && comment.Kind() != tape.String {
			r.warn("feedback[].comment is not a string")
		}
		r.Feedback = append(r.Feedback, Feedback{Ordinal: ordinal, Label: label, Comment: comment.Text(), At: at})
	}
	return nil
}

// rateable says whether the turn with that ordinal may be one of the assistant's. A record of some turns knows only
// about those.
func (r *Record) rateable(ordinal int) bool {
	if r.Shape == Whole {
		return ordinal < len(r.Turns) && r.Turns[ordinal].Role == gpav1.Role_ROLE_ASSISTANT
	}
	t := r.Turns[0]
	return t.Ordinal != ordinal || t.Role == gpav1.Role_ROLE_ASSISTANT
}

// rating is what a value (up, down) or a rating on a scale from 1 says, or what is wrong with it.
func rating(v tape.Value) (label gpav1.Label, problem string) {
	if value := v.Get("value"); !value.Missing() {
		switch value.Text() {
		case "up":
			return gpav1.Label_LABEL_SAT, ""
		case "down":
			return gpav1.Label_LABEL_DSAT, ""
		}
		return 0, ".value is neither up nor down"
	}
	if v.Get("rating").Missing() {
		return 0, " has neither value nor rating"
	}
	scale := 5.0
	if s := v.Get("scale"); !s.Missing() {
		x, ok := number(s)
		if !ok || x < 2 {
			return 0, ".scale is not a number from 2 on"
		}
		scale = x
	}
	x, ok := number(v.Get("rating"))
	middle := (1 + scale) / 2
	switch {
	case !ok || x < 1 || x > scale:
		return 0, ".rating is not on its scale"
	case x < middle:
		return gpav1.Label_LABEL_DSAT, ""
	case x > middle:
		return gpav1.Label_LABEL_SAT, ""
	}
	return gpav1.Label_LABEL_NEUTRAL, ""
}

func number(v tape.Value) (float64, bool) {
	if v.Kind() != tape.Number {
		return 0, false
	}
	x, err := strconv.ParseFloat(v.Raw(), 64)
	return x, err == nil
}
