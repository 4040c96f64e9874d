package stream_test

import (
	"context"
	"errors"
	"testing"

	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/pkg/stream"
)

var errCut = errors.New("the connection was cut")

// givenUp are ports that refuse what they are given, and go on reading it.
type givenUp struct {
	stream.Ports
	reading []stream.Message
}

func (g *givenUp) Publish(_ context.Context, m []stream.Message) error {
	g.reading = m
	return errCut
}

func TestMessagesThatWereNotPublishedAreLeftAsTheyAre(t *testing.T) {
	t.Parallel()
	b := feed(t, values("a", "b")...)
	ports := &givenUp{Ports: b.Ports("g")}
	l := stream.Loop{Service: "s", Stage: &sorter{}, DeadLetters: dead, Ports: ports}
	if err := l.Run(t.Context(), stream.Partition{Topic: in}); !errors.Is(err, errCut) {
		t.Fatalf("got %v, want that publishing failed", err)
	}
	if m := ports.reading; len(m) != 3 || string(m[0].Value) != "a" || string(m[1].Value) != "b" || m[2].Type != schema.TypeStatement {
		t.Errorf("after that the messages are %+v, want a, b and a statement", m)
	}
}
