package corpus

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/gpa-stream/gpa/services/turnclassifier/internal/classify"
)

// labelledLine is a labelled reaction in any of three forms: an exchange by its parts, a history with the user's next
// turn, or a whole conversation with labels on its answers.
type labelledLine struct {
	chatLine
	Reaction texts  `json:"reaction"`
	Dataset  string `json:"dataset"`

	History []said    `json:"history"`
	Ratings []float64 `json:"ratings"`

	Turns []struct {
		Role    string `json:"role"`
		Content string `json:"content"`
	} `json:"turns"`
	Locale string `json:"locale"`
	Labels []struct {
		Turn      int      `json:"turn"`
		Judgement string   `json:"judgement"`
		Type      string   `json:"feedback_type"`
		Evidence  string   `json:"evidence"`
		Tags      []string `json:"tags"`
	} `json:"labels"`
}

// texts are one text or a list of them.
type texts []string

// UnmarshalJSON reads either form.
func (t *texts) UnmarshalJSON(data []byte) error {
	if len(data) > 0 && data[0] == '"' {
		*t = make(texts, 1)
		return json.Unmarshal(data, &(*t)[0])
	}
	return json.Unmarshal(data, (*[]string)(t))
}

// Labelled reads a line of labelled reactions; a conversation may hold several.
func Labelled(line []byte) ([]Row, error) {
	var l labelledLine
	if err := json.Unmarshal(line, &l); err != nil {
		return nil, fmt.Errorf("read labelled line: %w", err)
	}
	if len(l.Turns) > 0 {
		return l.conversation()
	}
	if len(l.Reaction) == 0 {
		return nil, errors.New(`no reaction: want "prompt", "response", "reaction", or "history" and "reaction", or "turns" and "labels"`)
	}
	label, err := labelOf(l.Label)
	if err != nil {
		return nil, err
	}
	r := Row{
		Input: classify.Input{
			Prompt: l.Prompt, Response: l.Response, Reaction: l.Reaction, EarlierPrompts: l.Earlier, Position: len(l.Earlier) + 1,
		},
		Label: label, Kind: l.Type, Evidence: l.Evidence, Lang: l.Lang, Ratings: l.Ratings, Dataset: l.Dataset, Tags: l.Tags,
	}
	if len(l.History) > 0 {
		last := len(l.Reaction) - 1
		for _, text := range l.Reaction[:last] {
			l.History = append(l.History, said{"user", text})
		}
		r.Input = exchange(l.History, l.Reaction[last])
	}
	return []Row{r}, nil
}

func labelOf(name string) (classify.Label, error) {
	if l, ok := classify.ParseLabel(name); ok {
		return l, nil
	}
	if l, ok := satisfaction[name]; ok {
		return l, nil
	}
	return 0, fmt.Errorf("label is %q; expected SAT, neutral or DSAT (or satisfied, dissatisfied)", name)
}

// conversation cuts the labelled answers out of a whole conversation.
func (l *labelledLine) conversation() ([]Row, error) {
	if len(l.Labels) == 0 {
		return nil, errors.New(`a conversation without "labels": [{"turn": 1, "judgement": "SAT"}, …]`)
	}
	lang, _, _ := strings.Cut(l.Locale, "-")
	if l.Lang != "" {
		lang = l.Lang
	}
	var rows []Row
	for _, k := range l.Labels {
		label, err := labelOf(k.Judgement)
		if err != nil {
			return nil, err
		}
		if k.Turn < 0 || k.Turn >= len(l.Turns) || l.Turns[k.Turn].Role != "assistant" {
			return nil, fmt.Errorf("label of turn %d, which is no turn of the assistant (they count from 0)", k.Turn)
		}
		in, ok := l.around(k.Turn)
		if !ok {
			return nil, fmt.Errorf("label of turn %d, behind which no user turn stands before the next answer", k.Turn)
		}
		rows = append(rows, Row{
			Input: in, Label: label, Kind: k.Type, Evidence: k.Evidence, Lang: lang, Dataset: l.Dataset, Tags: append(slices.Clip(l.Tags), k.Tags...),
		})
	}
	return rows, nil
}

// around is the exchange about the answer at a turn; false when nobody reacted to it.
func (l *labelledLine) around(answer int) (classify.Input, bool) {
	var history []said
	reaction := ""
	reacted := false
	for i, t := range l.Turns {
		if t.Role != "user" && t.Role != "assistant" {
			continue
		}
		if i > answer && t.Role == "assistant" {
			break
		}
		if i > answer {
			if reacted {
				history = append(history, said{"user", reaction})
			}
			reaction, reacted = t.Content, true
			continue
		}
		history = append(history, said{t.Role, t.Content})
	}
	if !reacted {
		return classify.Input{}, false
	}
	return exchange(history, reaction), true
}
