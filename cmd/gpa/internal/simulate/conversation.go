package simulate

import "time"

// Conversation is one line of the native log format.
type Conversation struct {
	ID       string            `json:"conversation_id"`
	User     string            `json:"user_id"`
	Groups   map[string]string `json:"groups,omitempty"`
	Locale   string            `json:"locale,omitempty"`
	Stratum  string            `json:"stratum,omitempty"`
	Intent   string            `json:"intent,omitempty"`
	Turns    []Turn            `json:"turns"`
	Feedback []Feedback        `json:"feedback,omitempty"`
}

// Turn is one message.
type Turn struct {
	Role    string    `json:"role"`
	Content string    `json:"content"`
	At      time.Time `json:"at"`
	Model   string    `json:"model,omitempty"`
}

// Feedback is an explicit rating of the assistant turn with that index: a value or a rating on a scale.
type Feedback struct {
	Turn   int       `json:"turn"`
	Value  string    `json:"value,omitempty"`
	Rating int       `json:"rating,omitempty"`
	Scale  int       `json:"scale,omitempty"`
	At     time.Time `json:"at"`
}

// Observation is one line of `mine --from observations`.
type Observation struct {
	ID           string            `json:"id"`
	User         string            `json:"user"`
	Groups       map[string]string `json:"groups,omitempty"`
	Intent       string            `json:"intent"`
	Stratum      string            `json:"stratum,omitempty"`
	Aspects      []string          `json:"aspects"`
	Label        string            `json:"label"`
	Confidence   float64           `json:"confidence"`
	Stated       []Stated          `json:"stated,omitempty"`
	Conversation string            `json:"conversation_id,omitempty"`
	At           time.Time         `json:"at"`
}

// Stated is a wish of an observation.
type Stated struct {
	Aspect     string  `json:"aspect"`
	Direction  string  `json:"direction"`
	Confidence float64 `json:"confidence"`
}
