package httpapi

import (
	"context"
	"fmt"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/gpa-stream/gpa/services/rubricpublisher/internal/govern"
	"github.com/gpa-stream/gpa/services/rubricpublisher/internal/versions"
)

type decideInput struct {
	RubricName
	Body struct {
		Actor   string `json:"actor" minLength:"1" maxLength:"200" doc:"who decides"`
		Reason  string `json:"reason" minLength:"1" maxLength:"2000" doc:"why"`
		Version int    `json:"version,omitempty" minimum:"0" doc:"the newest version when you looked; the decision is refused if there is a newer one"`
		To      int    `json:"to,omitempty" minimum:"0" doc:"rollback: the version to go back to; without it the one in force before"`
	}
}

type decideOutput struct{ Body versions.Version }

func (a *API) decisions(api huma.API) {
	summaries := map[string]string{
		govern.Approve:  "Publish a proposed rubric",
		govern.Reject:   "Refuse a proposed rubric; what was in force stays",
		govern.Rollback: "Publish an earlier version again",
	}
	for _, action := range []string{govern.Approve, govern.Reject, govern.Rollback} {
		huma.Register(api, huma.Operation{
			OperationID: action + "-rubric", Method: http.MethodPost, Path: onePath + "/" + action, Summary: summaries[action],
			Errors: []int{http.StatusNotFound, http.StatusConflict},
		}, func(ctx context.Context, in *decideInput) (*decideOutput, error) {
			v, err := govern.Decide(ctx, a.store, a.o.Rules, in.key(), govern.Decision{
				Action: action, Actor: in.Body.Actor, Reason: in.Body.Reason, Seen: in.Body.Version, To: in.Body.To,
			}, a.o.Now())
			if err != nil {
				return nil, a.problem(ctx, fmt.Errorf("%s %s: %w", action, in.key().ID(), err))
			}
			return &decideOutput{Body: v}, nil
		})
	}
}
