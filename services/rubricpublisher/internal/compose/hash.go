package compose

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"

	"github.com/gpa-stream/gpa/pkg/schema"
)

// Hash is the content hash of a rubric: of its verdict and its items without their strengths, whatever their order.
// Two versions with one hash give the same instructions for the same reasons.
func Hash(verdict string, items []schema.Item) string {
	type line struct {
		Aspect      string   `json:"aspect"`
		Direction   string   `json:"direction"`
		Instruction string   `json:"instruction"`
		Versus      string   `json:"versus"`
		RuleIDs     []string `json:"rule_ids"`
		Channels    []string `json:"channels"`
		Against     []string `json:"against"`
	}
	content := struct {
		Verdict string `json:"verdict"`
		Items   []line `json:"items"`
	}{Verdict: verdict, Items: []line{}}
	for _, i := range items {
		content.Items = append(content.Items, line{i.Aspect, i.Direction, i.Instruction, i.Versus, i.RuleIDs, i.Channels, i.Against})
	}
	slices.SortFunc(content.Items, func(a, b line) int {
		if c := compareText(a.Aspect, b.Aspect); c != 0 {
			return c
		}
		return compareText(a.Direction, b.Direction)
	})
	b, err := json.Marshal(content)
	if err != nil {
		// Strings and lists of strings always encode; the empty hash would only make one version too many.
		return ""
	}
	sum := sha256.Sum256(b)
	return "sha256:" + hex.EncodeToString(sum[:])
}
