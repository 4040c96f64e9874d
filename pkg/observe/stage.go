package observe

// A Stage is the set of numbers that every stage keeps. They describe work, not results: a replay raises them.
type Stage struct {
	In         *Value
	Out        *Value
	Dead       *Value
	Retried    *Value
	Duplicates *Value
	Late       *Value
	Fenced     *Value
	Commits    *Value
	// Lag is how many records the stage is behind, over its partitions.
	Lag *Value
}

// Stage is the set of the named stage.
func (m *Metrics) Stage(name string) *Stage {
	l := Label{Name: "stage", Value: name}
	return &Stage{
		In:         m.Counter("gpa_records_in_total", "Records read.", l),
		Out:        m.Counter("gpa_records_out_total", "Records published and acknowledged.", l),
		Dead:       m.Counter("gpa_records_dead_total", "Records sent to the dead letters.", l),
		Retried:    m.Counter("gpa_sends_retried_total", "Sends repeated after a transient error.", l),
		Duplicates: m.Counter("gpa_records_duplicate_total", "Records dropped as known already.", l),
		Late:       m.Counter("gpa_records_late_total", "Records dropped as late or repeated.", l),
		Fenced:     m.Counter("gpa_fenced_total", "Times that another owner had taken over.", l),
		Commits:    m.Counter("gpa_commits_total", "Positions committed.", l),
		Lag:        m.Gauge("gpa_lag_records", "Records between the position and the end of the log.", l),
	}
}
