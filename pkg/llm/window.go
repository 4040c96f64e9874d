package llm

import "context"

// Window lets so many questions be under way at once; the others wait.
func Window(c Client, slots int) Client {
	free := make(chan struct{}, max(slots, 1))
	return Func(func(ctx context.Context, r Request) (Answer, error) {
		select {
		case free <- struct{}{}:
		case <-ctx.Done():
			return Answer{}, context.Cause(ctx)
		}
		defer func() { <-free }()
		return c.Ask(ctx, r)
	})
}
