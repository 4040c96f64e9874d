//go:build teeth

package protocol

// An edit replaces a piece of source, which must stand there exactly once.
type edit struct{ file, old, now string }

// A weakening takes one rule of the protocol away.
type weakening struct {
	name, says string
	edits      []edit
	// unnoticed weakenings change no result in so few runs; they have reasons of their own (docs/delivery.md). Those that
	// only raise what falls behind the time of idle sources are counted.
	unnoticed, counted bool
}

const (
	clockFile   = "pkg/stream/clock/clock.go"
	stateFile   = "pkg/stream/hurry.go"
	relayFile   = "pkg/outbox/run.go"
	ingestFile  = "services/ingest/task.go"
	markFile    = "services/ingest/mark.go"
	taskFile    = "services/turnclassifier/task.go"
	memoryFile  = "services/turnclassifier/memory.go"
	openFile    = "services/turnclassifier/turnclassifier.go"
	extractFile = "services/attrextractor/attrextractor.go"
	passingFile = "services/attrextractor/task.go"
	workerFile  = "services/ruleminer/worker.go"
	closingFile = "services/ruleminer/closing.go"
	coordFile   = "services/ruleminer/coordinator.go"
	minerStored = "services/ruleminer/internal/memstore/memstore.go"
	takingFile  = "services/ruleminer/internal/memstore/takings.go"
	rubricFile  = "services/rubricpublisher/internal/memstore/memstore.go"
	alignFile   = "services/ingest/internal/align/align.go"
	turnsFile   = "services/turnclassifier/internal/assemble/assemble.go"
)

var weakenings = []weakening{
	{name: "late-downstream", says: "ingest passes late records on; consumers judge them by their own time", edits: []edit{
		{ingestFile, "c.Lateness != NoLateness && f.time() < limit {", "c.Lateness != NoLateness && f.time() < limit && false {"},
	}},
	{name: "no-max-in-commit", says: "ingest forgets the largest time at a restart", edits: []edit{
		{markFile, "%d %d\", m.newest, m.latest,", "%d %d\", clock.Never, m.latest,"},
	}},
	{name: "early-decision", says: "an exchange is let go when its reaction is known", edits: []edit{
		{taskFile, "	for due.Len() > 0 && (*due)[0].at < now {\n", earlyDecision + "	for due.Len() > 0 && (*due)[0].at < now {\n"},
	}},
	{name: "retention-W", says: "a turn is forgotten after one window", edits: []edit{
		{memoryFile, "x.at + 2*m.window, kind: forget,", "x.at + m.window, kind: forget,"},
	}},
	{name: "no-silence", says: "the classifier speaks while it reads again", edits: []edit{
		{taskFile, "{ return t.next < t.emitted }", "{ return false }"},
	}},
	{name: "no-time-in-commit", says: "a restarted classifier starts without statements and time", edits: []edit{
		{openFile, "t.clock, t.emitted, t.next = c, emitted, committed.Offset", "_, t.emitted, t.next = c, emitted, committed.Offset"},
	}},
	{name: "statement-first", says: "statements are published before the outputs they speak for", edits: []edit{
		{stateFile, "	said := r.unstated()\n", "	said := r.unstated()\n" + statementFirst},
	}},
	{name: "smaller-offset", says: "the last statement read of a source holds, not the one with the largest offset", unnoticed: true, edits: []edit{
		{clockFile, "if known && !outranks(s, c.sources[i]) {", "if known && !outranks(s, c.sources[i]) && false {"},
	}},
	{name: "idle-loses", says: "at equal offsets a live statement beats an idle or ended one", edits: []edit{
		{clockFile, "return s.GetState() >= old.state", "return s.GetState() <= old.state"},
	}},
	{name: "idle-stays", says: "an idle mark holds although all was quiet and another source has woken", counted: true, edits: []edit{
		{clockFile, "c.sources[j].lapsed = c.sources[j].state ==", "c.sources[j].lapsed = false && c.sources[j].state =="},
	}},
	{name: "idle-freezes", says: "when all are idle the time stays where it is", edits: []edit{
		{clockFile, "		held = all\n", "		return\n"},
	}},
	{name: "ended-is-idle", says: "an ended source leaves the minimum", edits: []edit{
		{clockFile, "if s.state != gpav1.SourceState_SOURCE_STATE_IDLE {", "if s.state == gpav1.SourceState_SOURCE_STATE_LIVE {"},
	}},
	{name: "time-may-fall", says: "the time is the plain minimum", edits: []edit{
		{clockFile, "	c.Raise(held)\n", "	c.time, c.started = held, true\n"},
	}},
	{name: "count-ignored", says: "the time is the minimum over those who have spoken", edits: []edit{
		{clockFile, "return c.count > 0 && len(c.sources) >= c.count", "return c.count > 0 && len(c.sources) > 0"},
	}},
	{name: "no-cas", says: "a worker writes its row whoever owns the partition", edits: []edit{
		{minerStored, "if s.position(partition).ClosedThrough != believed {", "if false && s.position(partition).ClosedThrough != believed {"},
	}},
	{name: "counters-in-memory", says: "the cap counters are not part of the position row", edits: []edit{
		{workerFile, "t.counters.UnmarshalBinary(position.Counters)", "t.counters.UnmarshalBinary(nil)"},
	}},
	{name: "position-now", says: "the position row holds the current offset, not that of the oldest open record", edits: []edit{
		{closingFile, "if b.first < next {", "if b.first < next && false {"},
	}},
	{name: "commit-now", says: "the classifier commits its current offset", edits: []edit{
		{taskFile, "t.snapshots.Floor(t.held.needed(t.next))", "t.snapshots.Floor(t.next)"},
	}},
	{name: "end-is-forever", says: "the end of all sources moves the time to infinity", edits: []edit{
		{taskFile, "t.clock.Raise(most + 1)", "t.clock.Raise(1 << 60)"},
	}},
	{name: "end-takes-all", says: "an end decides and closes what came after it, too", edits: []edit{
		{taskFile, "t.decideAll(ctx, most, b)", "t.decideAll(ctx, 1<<60, b)"},
		{closingFile, "w.closeThrough(ctx, last, most)", "w.closeThrough(ctx, last, math.MaxInt64)"},
	}},
	{name: "end-at-M", says: "after the end of all sources the time is M, not just after it", edits: []edit{
		{taskFile, "t.clock.Raise(most + 1)", "t.clock.Raise(most)"},
	}},
	{name: "no-tail-repair", says: "the relay never looks at its topic's tail", edits: []edit{
		{relayFile, "n, err := t.repair(ctx)", "n, err := 0, error(nil)"},
	}},
	{name: "extractor-forgets", says: "attrextractor restarts without the statement it has passed on", unnoticed: true, edits: []edit{
		{extractFile, "if committed.Metadata != \"\" {", "if committed.Metadata == \"never\" {"},
	}},
	{name: "first-content", says: "of two turns with one ordinal the first to arrive holds", edits: []edit{
		{memoryFile, "	for _, t := range c.turns {\n		if t.GetTimeUs() >= at-window", byArrival + "	for _, t := range held {\n		if t.GetTimeUs() >= at-window"},
		{memoryFile, "	slices.SortFunc(turns, func(a, b *gpav1.Turn) int {\n", "	slices.SortStableFunc(turns, func(a, b *gpav1.Turn) int {\n		return 0\n"},
		{turnsFile, "	slices.SortFunc(out, func(a, b *gpav1.Turn) int {\n", "	slices.SortStableFunc(out, func(a, b *gpav1.Turn) int {\n"},
		{turnsFile, "		if a.GetTimeUs() != b.GetTimeUs() {\n", "		return 0\n		if a.GetTimeUs() != b.GetTimeUs() {\n"},
	}},

	{name: "first-record", says: "of two records that bring one turn the first to arrive holds", edits: []edit{
		{memoryFile, "if smaller(rec, old.record) {", "if false && smaller(rec, old.record) {"},
	}},
	{name: "one-of-a-name", says: "words that are said again stand for the first ones while these are held", edits: []edit{
		{memoryFile, "x := said{t.GetId(), t.GetTimeUs()}\n		if old := c.turns[x]; old != nil {", "x := said{t.GetId(), t.GetTimeUs()}\n		for k := range c.turns {\n			if k.id == x.id {\n				x = k\n			}\n		}\n		if old := c.turns[x]; old != nil {"},
	}},

	// Not in the first model: rules that the parts have beside.
	{name: "end-uncut", says: "ingest says its ends when it happens to settle, not before what follows", edits: []edit{
		{ingestFile, "		out.Cut()\n", ""},
	}},
	{name: "end-uncut-later", says: "so does the classifier", edits: []edit{
		{taskFile, "		b.Cut()\n", ""},
	}},
	{name: "end-uncut-last", says: "so does the extractor", edits: []edit{
		{passingFile, "		b.Cut() // An end is passed on before anything that follows it.\n", ""},
	}},
	{name: "quiet-holds-up", says: "sources far ahead wait for idle and ended ones, too", edits: []edit{
		{alignFile, " && x.state == gpav1.SourceState_SOURCE_STATE_LIVE {", " && x.state != gpav1.SourceState_SOURCE_STATE_UNSPECIFIED {"},
	}},
	{name: "worker-never-looks", says: "a worker does not ask whether its position still is its own", edits: []edit{
		{workerFile, "if p.ClosedThrough != w.position.ClosedThrough || p.NextOffset", "if false && p.ClosedThrough != w.position.ClosedThrough || false && p.NextOffset"},
	}},
	{name: "coordinator-never-looks", says: "nor does a coordinator that has nothing to do", edits: []edit{
		{coordFile, "errors.Join(c.look(ctx), c.explain(ctx))", "c.explain(ctx)"},
	}},
	{name: "coordinator-unfenced", says: "a coordinator that was replaced commits all the same", edits: []edit{
		{takingFile, "if s.term.Leader != leader || s.term.Bucket != previous {", "if false && s.term.Leader != leader {"},
	}},
	{name: "publisher-unfenced", says: "a publisher writes though another has moved on", edits: []edit{
		{rubricFile, "if s.position != previous {", "if s.position != previous && false {"},
		{rubricFile, "if len(s.history[r.ID])+next[r.ID] != r.Version-1 {", "if false && len(s.history[r.ID])+next[r.ID] != r.Version-1 {"},
	}},
}

const (
	earlyDecision = `	for _, id := range slices.Sorted(maps.Keys(t.held.conversations)) {
		c := t.held.conversations[id]
		for _, k := range slices.SortedFunc(maps.Keys(c.turns), compareSaid) {
			x := c.turns[k]
			if x.GetRole() != gpav1.Role_ROLE_ASSISTANT || x.decided || x.GetTimeUs() >= now {
				continue
			}
			for _, y := range c.turns {
				if y.GetOrdinal() == x.GetOrdinal()+1 && y.GetTimeUs() < now && !x.decided {
					if err := t.decide(ctx, c, x, x.GetTimeUs()+t.held.window, b); err != nil {
						return err
					}
				}
			}
		}
	}
`
	statementFirst = `	outputs := r.batch
	r.batch = Batch{}
	if err := r.task.Settle(ctx, &r.batch); err != nil {
		return err
	}
	if err := r.send(ctx); err != nil {
		return err
	}
	r.batch = outputs
`
	byArrival = `	var held []*turn
	for _, t := range c.turns {
		held = append(held, t)
	}
	slices.SortFunc(held, func(a, b *turn) int { return cmp.Compare(a.arrival.offset, b.arrival.offset) })
`
)
