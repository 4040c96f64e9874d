package stream

import "context"

// hold waits while the task has to wait for others, with everything before settled. It says whether to go on: not when
// stop is closed meanwhile.
func (r *run) hold(ctx context.Context, stop <-chan struct{}) (goOn bool, err error) {
	w, waits := r.task.(Waiter)
	if !waits {
		return true, nil
	}
	until := w.Wait()
	if until == nil {
		return true, nil
	}
	if err := r.settle(ctx); err != nil {
		return false, err
	}
	r.waiting(true)
	defer r.waiting(false)
	r.watch.Rest()
	defer r.watch.Progress()
	for ; until != nil; until = w.Wait() {
		select {
		case <-stop:
			return false, nil
		case <-until:
		}
	}
	return true, nil
}

func (r *run) waiting(yes bool) {
	if r.gauges != nil {
		r.gauges.Waiting.Store(yes)
	}
}
