// Package llm asks language models: a port with one method, and what stands between a caller and a server that is slow,
// fails, or costs money.
//
// It knows no provider (openaillm does) and no question. It logs nothing, and no error that it makes holds text that was
// sent.
package llm

import (
	"context"
	"encoding/json"
)

// A Client asks a model. It is safe for concurrent use. An error is that of ctx when ctx ended, else an *Error.
type Client interface {
	Ask(ctx context.Context, r Request) (Answer, error)
}

// Func is a function that is a Client.
type Func func(ctx context.Context, r Request) (Answer, error)

// Ask calls the function.
func (f Func) Ask(ctx context.Context, r Request) (Answer, error) { return f(ctx, r) }

// A Request is one question.
type Request struct {
	Messages []Message
	// Schema is what the answer has to look like.
	Schema Schema
	// MaxTokens is how long the answer may be.
	MaxTokens int
}

// A Message is a piece of the exchange with the model.
type Message struct {
	Role Role
	Text string
}

// A Role says who speaks.
type Role string

// The roles.
const (
	System    Role = "system"
	User      Role = "user"
	Assistant Role = "assistant"
)

// A Schema is a JSON schema that the server is to hold the answer to, strictly.
type Schema struct {
	Name string
	JSON json.RawMessage
}

// An Answer is what the model said.
type Answer struct {
	Text   string
	Finish Finish
	Usage  Usage
}

// A Finish is why an answer ended.
type Finish string

// The ways in which an answer ends.
const (
	// Complete: the model had said everything.
	Complete Finish = "complete"
	// Length: it ran into MaxTokens, so the text is cut.
	Length Finish = "length"
	// Refused: the model, or a filter of the provider, would not answer.
	Refused Finish = "refused"
)

// Usage is what a question cost in tokens, as the server counts.
type Usage struct{ Input, Output int64 }

// Plus adds up.
func (u Usage) Plus(v Usage) Usage { return Usage{u.Input + v.Input, u.Output + v.Output} }

// Tokens are all tokens.
func (u Usage) Tokens() int64 { return u.Input + u.Output }

// Guess is the most that a request can use, before the server has counted: a token is seldom shorter than two bytes in
// any language, and the answer has its limit.
func Guess(r Request) Usage {
	n := len(r.Schema.JSON)
	for _, m := range r.Messages {
		n += len(m.Text)
	}
	return Usage{Input: int64(n/2 + 16), Output: int64(r.MaxTokens)}
}
