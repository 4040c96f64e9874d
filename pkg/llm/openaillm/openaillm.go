// Package openaillm asks any server that speaks OpenAI's chat completions: once, without retries, which llm.Guard adds.
package openaillm

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"

	openai "github.com/sashabaranov/go-openai"

	"github.com/gpa-stream/gpa/pkg/llm"
)

// Config says which model on which server.
type Config struct {
	// URL is the address up to the version, e.g. http://127.0.0.1:8080/v1.
	URL   string
	Model string
	// Key goes as a bearer token; empty for servers that want none.
	Key string
}

// Client is an llm.Client.
type Client struct {
	api   *openai.Client
	model string
	// cold says that the model takes a temperature; those that reason first do not.
	cold bool
}

// New makes the client. It asks nothing yet.
func New(c Config) (*Client, error) {
	u, err := url.Parse(c.URL)
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return nil, fmt.Errorf("llm.url is %q; expected an address such as http://127.0.0.1:8080/v1", c.URL)
	}
	if c.Model == "" {
		return nil, errors.New("llm.model is not set: the name under which the server knows the model")
	}
	transport, ok := http.DefaultTransport.(*http.Transport)
	if !ok {
		return nil, errors.New("the default HTTP transport was replaced by something else")
	}
	transport = transport.Clone()
	transport.MaxIdleConnsPerHost = 64
	conf := openai.DefaultConfig(c.Key)
	conf.BaseURL = c.URL
	conf.HTTPClient = doer{&http.Client{Transport: transport}}
	client := &Client{api: openai.NewClientWithConfig(conf), model: c.Model, cold: true}
	client.cold = openai.NewReasoningValidator().Validate(client.request(llm.Request{})) == nil
	return client, nil
}

// coldest is the temperature 0, which the library would leave out.
const coldest = 1e-45

// request is the question in the server's words.
func (c *Client) request(r llm.Request) openai.ChatCompletionRequest {
	seed := 1
	req := openai.ChatCompletionRequest{
		Model: c.model, MaxCompletionTokens: r.MaxTokens, Seed: &seed,
		ResponseFormat: &openai.ChatCompletionResponseFormat{
			Type: openai.ChatCompletionResponseFormatTypeJSONSchema,
			JSONSchema: &openai.ChatCompletionResponseFormatJSONSchema{
				Name: r.Schema.Name, Schema: r.Schema.JSON, Strict: true,
			},
		},
	}
	if c.cold {
		req.Temperature = coldest
	}
	for _, m := range r.Messages {
		req.Messages = append(req.Messages, openai.ChatCompletionMessage{Role: string(m.Role), Content: m.Text})
	}
	return req
}

// Ask asks once.
func (c *Client) Ask(ctx context.Context, r llm.Request) (llm.Answer, error) {
	var after retryAfter
	res, err := c.api.CreateChatCompletion(context.WithValue(ctx, retryAfterKey{}, &after), c.request(r))
	if err != nil {
		if ctx.Err() != nil {
			return llm.Answer{}, context.Cause(ctx)
		}
		return refusedOr(fault(err, after.wait))
	}
	usage := llm.Usage{Input: int64(res.Usage.PromptTokens), Output: int64(res.Usage.CompletionTokens)}
	if len(res.Choices) == 0 {
		return llm.Answer{Usage: usage}, &llm.Error{Fault: llm.Cut, Err: errors.New("the answer holds no choice")}
	}
	choice := res.Choices[0]
	a := llm.Answer{Text: choice.Message.Content, Finish: llm.Complete, Usage: usage}
	switch {
	case choice.Message.Refusal != "" || choice.FinishReason == openai.FinishReasonContentFilter:
		a.Text, a.Finish = "", llm.Refused
	case choice.FinishReason == openai.FinishReasonLength:
		a.Finish = llm.Length
	}
	return a, nil
}

// Check asks the server for its models, to find a wrong address or key before the work begins. A server that has no
// such list is taken to be well.
func (c *Client) Check(ctx context.Context) error {
	_, err := c.api.ListModels(ctx)
	if err == nil {
		return nil
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	e := fault(err, 0)
	if e.Status == http.StatusUnauthorized || e.Status == 0 && e.Fault == llm.Failing {
		return e
	}
	return nil
}

// refusedOr makes an answer of what a provider's filter says by an error.
func refusedOr(e *llm.Error) (llm.Answer, error) {
	if errors.Is(e, errFiltered) {
		return llm.Answer{Finish: llm.Refused}, nil
	}
	return llm.Answer{}, e
}
