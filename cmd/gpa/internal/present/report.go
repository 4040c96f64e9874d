package present

// Report is the document report.json: what was read, judged and counted, and how long it took.
type Report struct {
	Input        Input        `json:"input"`
	Exchanges    Exchanges    `json:"exchanges"`
	Observations Observations `json:"observations"`
	DeadLetters  int64        `json:"dead_letters"`
	LLM          LLM          `json:"llm"`
	// Seconds by stage, and in total: wall-clock time.
	Seconds map[string]float64 `json:"seconds"`
	Digest  string             `json:"digest"`
	// BadRecords are the first MaxBadRecords of them.
	BadRecords []BadRecord `json:"bad_records,omitempty"`
	// Warnings count what was dropped from records that were good otherwise, by reason.
	Warnings map[string]int64 `json:"warnings,omitempty"`
	// Kept says what was left where, for --data-dir and --keep.
	Kept map[string]string `json:"kept,omitempty"`
}

// MaxBadRecords is how many bad records stand in the report.
const MaxBadRecords = 1000

// Input counts records: Records = Conversations + Bad + Duplicates. Late counts turns.
type Input struct {
	Records       int64 `json:"records"`
	Conversations int64 `json:"conversations"`
	Turns         int64 `json:"turns"`
	Bad           int64 `json:"bad"`
	Duplicates    int64 `json:"duplicates"`
	Late          int64 `json:"late"`
}

// Exchanges counts answers that follow a request, and those that somebody judged.
type Exchanges struct {
	Total  int64  `json:"total"`
	Judged Judged `json:"judged"`
}

// Judged counts judgements by label.
type Judged struct {
	SAT     int64 `json:"SAT"`
	DSAT    int64 `json:"DSAT"`
	Neutral int64 `json:"neutral"`
}

// Sum is how many were judged at all.
func (j Judged) Sum() int64 { return j.SAT + j.DSAT + j.Neutral }

// Observations counts what the miner met: Total = Kept + Capped + Unused.
type Observations struct {
	Total  int64 `json:"total"`
	Kept   int64 `json:"kept"`
	Capped int64 `json:"capped"`
	Unused int64 `json:"unused"`
}

// LLM says what language models were asked for, and what it cost.
type LLM struct {
	Calls        int64   `json:"calls"`
	MemoHits     int64   `json:"memo_hits"`
	InputTokens  int64   `json:"input_tokens"`
	OutputTokens int64   `json:"output_tokens"`
	CostUSD      float64 `json:"cost_usd"`
	// Met counts reactions that could have been asked about, Unsure those that were to be.
	Met    int64 `json:"met,omitempty"`
	Unsure int64 `json:"unsure,omitempty"`
	// JudgedLocally counts questions that got no answer, by reason.
	JudgedLocally map[string]int64 `json:"judged_locally,omitempty"`
	// SpansDropped counts answers whose evidence stood in no reaction.
	SpansDropped int64 `json:"spans_dropped,omitempty"`
}

// BadRecord is a record that was skipped.
type BadRecord struct {
	File   string `json:"file"`
	Line   int64  `json:"line"`
	Reason string `json:"reason"`
}
