package httpapi

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"reflect"

	"github.com/danielgtaylor/huma/v2"

	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/services/rubricpublisher/internal/diff"
	"github.com/gpa-stream/gpa/services/rubricpublisher/internal/render"
	"github.com/gpa-stream/gpa/services/rubricpublisher/internal/versions"
)

type listInput struct {
	Dimension   string `query:"dimension" doc:"only of this dimension"`
	Group       string `query:"group" doc:"only of this group"`
	Intent      string `query:"intent" doc:"only of this intent"`
	Status      string `query:"status" enum:"draft,proposed,published,rejected,retired" doc:"published gives what is in force, even where a later version is only proposed; the others look at the newest version"`
	Limit       int    `query:"limit" minimum:"1" maximum:"1000" default:"100"`
	Cursor      string `query:"cursor" doc:"next of the page before"`
	IfNoneMatch string `header:"If-None-Match"`
}

// A Page is one page of rubrics, sorted by id.
type Page struct {
	Schema  string             `json:"schema"`
	Rubrics []versions.Version `json:"rubrics"`
	// Next is the cursor of the page that follows.
	Next string `json:"next,omitempty"`
}

// tagged is an answer that can be asked for again cheaply. Body is []byte, so that the tag is of the very bytes.
type tagged struct {
	Status      int
	ETag        string `header:"ETag"`
	ContentType string `header:"Content-Type"`
	Vary        string `header:"Vary"`
	Body        any
}

// RubricName is the path of a rubric. It is exported because huma fills in the fields of exported structs only.
type RubricName struct {
	Dimension string `path:"dimension" maxLength:"256"`
	Group     string `path:"group" maxLength:"256"`
	Intent    string `path:"intent" maxLength:"256"`
}

func (k RubricName) key() versions.Key {
	return versions.Key{Dimension: k.Dimension, Group: k.Group, Intent: k.Intent}
}

const onePath = "/v1/rubrics/{dimension}/{group}/{intent}"

func (a *API) rubrics(api huma.API) {
	huma.Register(api, huma.Operation{
		OperationID: "list-rubrics", Method: http.MethodGet, Path: "/v1/rubrics", Summary: "List rubrics",
		Responses: answers(api, reflect.TypeFor[Page](), false),
	}, a.list)
	huma.Register(api, huma.Operation{
		OperationID: "get-rubric", Method: http.MethodGet, Path: onePath, Summary: "One rubric, as JSON or Markdown",
		Responses: answers(api, reflect.TypeFor[versions.Version](), true),
	}, a.one)
	huma.Register(api, huma.Operation{
		OperationID: "list-versions", Method: http.MethodGet, Path: onePath + "/versions", Summary: "All versions of a rubric, oldest first",
	}, a.history)
	huma.Register(api, huma.Operation{
		OperationID: "diff-versions", Method: http.MethodGet, Path: onePath + "/diff", Summary: "What changed between two versions",
	}, a.diff)
}

func answers(api huma.API, t reflect.Type, markdown bool) map[string]*huma.Response {
	content := map[string]*huma.MediaType{"application/json": {Schema: api.OpenAPI().Components.Schemas.Schema(t, true, t.Name())}}
	if markdown {
		content["text/markdown"] = &huma.MediaType{Schema: &huma.Schema{Type: huma.TypeString}}
	}
	return map[string]*huma.Response{
		"200": {Description: "OK", Content: content},
		"304": {Description: "Not changed since the version of If-None-Match"},
	}
}

func (a *API) list(ctx context.Context, in *listInput) (*tagged, error) {
	after, err := openCursor(in.Cursor)
	if err != nil {
		return nil, huma.Error422UnprocessableEntity(err.Error())
	}
	found, err := a.store.Rubrics(ctx, versions.Filter{Dimension: in.Dimension, Group: in.Group, Intent: in.Intent, Status: in.Status})
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	page := Page{Schema: schema.RubricsSchema}
	page.Rubrics, page.Next = cut(found, after, in.Limit)
	return answer(page, in.IfNoneMatch)
}

type oneInput struct {
	RubricName
	Version     int    `query:"version" minimum:"0" doc:"this version; the newest in force without it, else the newest"`
	Accept      string `header:"Accept"`
	IfNoneMatch string `header:"If-None-Match"`
}

func (a *API) one(ctx context.Context, in *oneInput) (*tagged, error) {
	history, err := a.store.History(ctx, in.key())
	if err != nil {
		return nil, a.problem(ctx, fmt.Errorf("rubric %s: %w", in.key().ID(), err))
	}
	v, err := choose(history, in.Version)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	if !wantsMarkdown(in.Accept) {
		return answer(v, in.IfNoneMatch)
	}
	set, err := a.store.Rules(ctx)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	byID := make(map[string]schema.Rule, len(set.Rules))
	for _, r := range set.Rules {
		byID[r.ID] = r
	}
	return answerBytes([]byte(render.Markdown(v.Rubric, byID)), "text/markdown; charset=utf-8", in.IfNoneMatch), nil
}

func choose(history []versions.Version, version int) (versions.Version, error) {
	if version == 0 {
		if v, ok := versions.Choose(versions.Filter{Status: schema.Published}, history); ok {
			return v, nil
		}
		return history[len(history)-1], nil
	}
	for _, v := range history {
		if v.Version == version {
			return v, nil
		}
	}
	return versions.Version{}, fmt.Errorf("version %d: %w", version, versions.ErrNotFound)
}

type historyOutput struct {
	Body struct {
		ID       string             `json:"id"`
		Versions []versions.Version `json:"versions"`
	}
}

func (a *API) history(ctx context.Context, in *RubricName) (*historyOutput, error) {
	history, err := a.store.History(ctx, in.key())
	if err != nil {
		return nil, a.problem(ctx, fmt.Errorf("rubric %s: %w", in.key().ID(), err))
	}
	out := &historyOutput{}
	out.Body.ID, out.Body.Versions = in.key().ID(), history
	return out, nil
}

type diffInput struct {
	RubricName
	From int `query:"from" minimum:"0" doc:"the version before; without it the one before to"`
	To   int `query:"to" minimum:"0" doc:"the version after; without it the newest"`
}

type diffOutput struct{ Body diff.Diff }

func (a *API) diff(ctx context.Context, in *diffInput) (*diffOutput, error) {
	history, err := a.store.History(ctx, in.key())
	if err != nil {
		return nil, a.problem(ctx, fmt.Errorf("rubric %s: %w", in.key().ID(), err))
	}
	to := in.To
	if to == 0 {
		to = history[len(history)-1].Version
	}
	newer, err := choose(history, to)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	older := versions.Version{Rubric: schema.Rubric{ID: newer.ID, Verdict: schema.Unknown}}
	if from := in.From; from != 0 || to > 1 {
		if from == 0 {
			from = to - 1
		}
		if older, err = choose(history, from); err != nil {
			return nil, a.problem(ctx, err)
		}
	}
	return &diffOutput{Body: diff.Between(older.Rubric, newer.Rubric)}, nil
}

func answer(v any, ifNoneMatch string) (*tagged, error) {
	b, err := json.Marshal(v)
	if err != nil {
		return nil, errors.Join(errors.New("encode the answer"), err)
	}
	return answerBytes(append(b, '\n'), "application/json", ifNoneMatch), nil
}
