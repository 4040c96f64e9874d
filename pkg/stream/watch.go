package stream

// A Watch is told how the work on a partition goes, by whoever does it. runner.Watchdog is one.
type Watch interface {
	// Progress says that there is work, and that it goes on.
	Progress()
	// Rest says that there is nothing to do for now.
	Rest()
	// Close ends the watch.
	Close()
}

// unwatched is told in vain.
type unwatched struct{}

func (unwatched) Progress() {}
func (unwatched) Rest()     {}
func (unwatched) Close()    {}

func (l *Loop) watch(p Partition) Watch {
	if l.Watch == nil {
		return unwatched{}
	}
	return l.Watch(p)
}

// rest lets the watch sleep when nothing is left to do that is known of.
func (r *run) rest() {
	if r.behind == 0 {
		r.watch.Rest()
	}
}
