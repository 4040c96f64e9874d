package audit

// judges counts which model judged what is counted. During an upgrade two models may judge an exchange; one judgement
// of it counts, and which of them is the miner's to say.
type judges struct {
	names   []string
	number  map[string]int
	first   map[uint64]int
	counts  []int64
	several int64
}

func newJudges() *judges { return &judges{number: map[string]int{}, first: map[uint64]int{}} }

// add notes that a model judged an exchange; no name means that nobody did.
func (j *judges) add(id, model string) {
	if model == "" {
		return
	}
	n, known := j.number[model]
	if !known {
		n = len(j.names)
		j.number[model] = n
		j.names, j.counts = append(j.names, model), append(j.counts, 0)
	}
	before, again := j.first[hash(id)]
	switch {
	case !again:
		j.first[hash(id)] = n
		j.counts[n]++
	case before >= 0 && before != n:
		j.first[hash(id)] = -1
		j.counts[before]--
		j.several++
	}
}

// A mix is how many exchanges each model judged, and how many several did.
type mix struct {
	models  map[string]int64
	several int64
}

// add adds what was judged of a bucket; nil is nothing.
func (m *mix) add(j *judges) {
	if j == nil {
		return
	}
	if m.models == nil {
		m.models = map[string]int64{}
	}
	for n, name := range j.names {
		if j.counts[n] > 0 {
			m.models[name] += j.counts[n]
		}
	}
	m.several += j.several
}
