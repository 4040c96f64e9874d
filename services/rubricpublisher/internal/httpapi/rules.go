package httpapi

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/services/rubricpublisher/internal/tell"
	"github.com/gpa-stream/gpa/services/rubricpublisher/internal/versions"
)

type rulesInput struct {
	Dimension string `query:"dimension"`
	Group     string `query:"group" doc:"rules that concern this group, on either side"`
	Intent    string `query:"intent"`
	State     string `query:"state" enum:"emerging,confirmed,kept,retracted"`
}

type rulesOutput struct {
	Body struct {
		Schema string        `json:"schema"`
		Rules  []schema.Rule `json:"rules"`
	}
}

type ruleInput struct {
	ID string `path:"id" maxLength:"64"`
}

type ruleOutput struct {
	Body struct {
		Rule schema.Rule `json:"rule"`
		// Quotes are what people said about the aspect, whoever they are: redacted, few, and under retention.
		Quotes []versions.Quote `json:"quotes"`
		// Explanation is what stands behind the rule in numbers, Words the same in words; absent until the miner, which
		// explains when it has caught up, has told.
		Explanation *schema.Explanation `json:"explanation,omitempty"`
		Words       []tell.Line         `json:"words,omitempty"`
	}
}

// quotes is how many pieces of evidence each direction gets.
const quotes = 5

func (a *API) rules(api huma.API) {
	huma.Register(api, huma.Operation{
		OperationID: "list-rules", Method: http.MethodGet, Path: "/v1/rules", Summary: "List rules, sorted by id",
	}, a.listRules)
	huma.Register(api, huma.Operation{
		OperationID: "get-rule", Method: http.MethodGet, Path: "/v1/rules/{id}", Summary: "One rule with its evidence, in numbers and words",
	}, a.oneRule)
}

func (a *API) listRules(ctx context.Context, in *rulesInput) (*rulesOutput, error) {
	set, err := a.store.Rules(ctx)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	out := &rulesOutput{}
	out.Body.Schema, out.Body.Rules = schema.RulesSchema, []schema.Rule{}
	for _, r := range set.Rules {
		if (in.Dimension == "" || in.Dimension == r.Dimension) && (in.Group == "" || in.Group == r.Group || in.Group == r.Versus) &&
			(in.Intent == "" || in.Intent == r.Intent) && (in.State == "" || in.State == r.State) {
			out.Body.Rules = append(out.Body.Rules, r)
		}
	}
	slices.SortFunc(out.Body.Rules, func(x, y schema.Rule) int { return strings.Compare(x.ID, y.ID) })
	return out, nil
}

func (a *API) oneRule(ctx context.Context, in *ruleInput) (*ruleOutput, error) {
	set, err := a.store.Rules(ctx)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	for _, r := range set.Rules {
		if r.ID != in.ID {
			continue
		}
		out := &ruleOutput{}
		out.Body.Rule, out.Body.Quotes = r, []versions.Quote{}
		if x, ok, err := a.store.Explanation(ctx, r.ID); err != nil {
			return nil, a.problem(ctx, err)
		} else if ok {
			out.Body.Explanation, out.Body.Words = &x, tell.Rule(r, x)
		}
		// Below the floors nothing of anybody is shown.
		if !r.Live() {
			return out, nil
		}
		found, err := a.store.Quotes(ctx, r.Aspect, quotes)
		if err != nil {
			return nil, a.problem(ctx, err)
		}
		out.Body.Quotes = append(out.Body.Quotes, found...)
		return out, nil
	}
	return nil, a.problem(ctx, fmt.Errorf("rule %s: %w", in.ID, versions.ErrNotFound))
}
