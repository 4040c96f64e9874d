package ask

// size is how many characters of a text are shown, from its head and from its tail.
type size struct{ head, tail int }

// How much of an exchange is shown: what a person would skim. The reaction is what is judged, so it is shown longest.
var (
	earlierSize  = size{300, 0}
	requestSize  = size{1200, 400}
	responseSize = size{1200, 600}
	reactionSize = size{1500, 500}
)

const (
	maxEarlier   = 2
	maxReactions = 4
)

// clip cuts a text to size; left says how many characters were left out.
func clip(text string, s size) (head string, left int, tail string) {
	if len(text) <= s.head+s.tail {
		return text, 0, ""
	}
	r := []rune(text)
	if len(r) <= s.head+s.tail {
		return text, 0, ""
	}
	return string(r[:s.head]), len(r) - s.head - s.tail, string(r[len(r)-s.tail:])
}
