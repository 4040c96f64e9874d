package ask

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/gpa-stream/gpa/services/turnclassifier/internal/classify"
)

// answer is the model's JSON object.
type answer struct {
	Request      *string   `json:"request"`
	Reaction     *string   `json:"reaction"`
	FeedbackType string    `json:"feedback_type"`
	Evidence     *evidence `json:"evidence"`
	Label        string    `json:"label"`
	Percent      *struct {
		SAT     *int `json:"SAT"`
		Neutral *int `json:"neutral"`
		DSAT    *int `json:"DSAT"`
	} `json:"percent"`
}

type evidence struct {
	Reaction int    `json:"reaction"`
	Words    string `json:"words"`
}

// A Verdict is a judgement that a model gave and that was found valid.
type Verdict struct {
	classify.Judgement
	// Dropped says that the model named evidence that stands in no reaction.
	Dropped bool
}

// Read reads and checks an answer. Its errors say what is wrong in words for the model; they repeat nothing that a user
// wrote.
func Read(text string, in Input) (Verdict, error) {
	from, to := strings.IndexByte(text, '{'), strings.LastIndexByte(text, '}')
	if from < 0 || to < from {
		return Verdict{}, errors.New("it is no JSON object")
	}
	var a answer
	if err := json.Unmarshal([]byte(text[from:to+1]), &a); err != nil {
		return Verdict{}, errors.New("it is no JSON object of that form")
	}
	if a.Request == nil || a.Reaction == nil || a.Evidence == nil {
		return Verdict{}, errors.New("request, reaction or evidence is missing")
	}
	var v Verdict
	var err error
	if v.Label, v.P, err = a.label(); err != nil {
		return Verdict{}, err
	}
	if v.FeedbackType, err = feedbackType(v.Label, a.FeedbackType); err != nil {
		return Verdict{}, err
	}
	if v.Label != classify.Neutral {
		v.Evidence = find(*a.Evidence, in.Reaction)
		v.Dropped = v.Evidence == nil
	}
	return v, nil
}

// least is what every label keeps: models are surer of themselves than they are right.
const least = 0.03

func (a answer) label() (classify.Label, [classify.Labels]float64, error) {
	var p [classify.Labels]float64
	label, ok := classify.ParseLabel(a.Label)
	if !ok {
		return 0, p, errors.New("label is none of SAT, neutral and DSAT")
	}
	if a.Percent == nil || a.Percent.SAT == nil || a.Percent.Neutral == nil || a.Percent.DSAT == nil {
		return 0, p, errors.New("percent is missing, or one of its three numbers")
	}
	percent := [classify.Labels]int{classify.SAT: *a.Percent.SAT, classify.Neutral: *a.Percent.Neutral, classify.DSAT: *a.Percent.DSAT}
	sum := 0
	for c, n := range percent {
		if n < 0 || n > 100 {
			return 0, p, errors.New("percent holds a number that is not between 0 and 100")
		}
		if n >= percent[label] && classify.Label(c) != label {
			return 0, p, errors.New("the label does not have the largest percent")
		}
		sum += n
	}
	if sum < 95 || sum > 105 {
		return 0, p, fmt.Errorf("percent adds up to %d, not to 100", sum)
	}
	var rest float64
	for c, n := range percent {
		p[c] = math.Round(1e4*(least+(1-classify.Labels*least)*float64(n)/float64(sum))) / 1e4
		if classify.Label(c) != label {
			rest += p[c]
		}
	}
	p[label] = 1 - rest
	return label, p, nil
}

var complaints = []string{
	"correction", "error_report", "clarification", "rephrase", "more_detail", "less_detail", "style", "refusal_complaint", "ignored",
}

// feedbackType is the type that fits the label; a contradiction between the two is an error.
func feedbackType(l classify.Label, said string) (string, error) {
	complaint := slices.Contains(complaints, said)
	switch {
	case said != "positive" && said != "none" && !complaint:
		return "", errors.New("feedback_type is none of the list")
	case l == classify.SAT && complaint || l == classify.DSAT && !complaint || l == classify.Neutral && said == "positive":
		return "", errors.New("label and feedback_type contradict each other")
	case l == classify.SAT:
		return "positive", nil
	case l == classify.DSAT || said == "clarification":
		return said, nil
	default:
		return "none", nil
	}
}
