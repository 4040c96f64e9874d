// Package simulate is a chat platform with known truth: groups of users who want different things from answers, asked,
// answered and judged in made-up conversations. It shows whether mining finds what was planted, and nothing else.
// Equal scenario and seed give equal conversations, byte for byte. It never reads a clock and writes nowhere itself.
package simulate

import "time"

// A Scenario says who lives on the platform, what they ask, what answers look like and who likes what.
type Scenario struct {
	Name  string `yaml:"name"`
	About string `yaml:"about"`
	// Start is the first moment; the conversations are spread over Days from there.
	Start time.Time `yaml:"start"`
	Days  int       `yaml:"days"`
	Users int       `yaml:"users"`
	// Conversations is how many there are; of observations, how many of these.
	Conversations int `yaml:"conversations"`
	// Exchanges is the mean number of exchanges in a conversation, at least 1.
	Exchanges float64 `yaml:"exchanges"`
	// Activity is how unequal users are: the standard deviation of the logarithm of what they write.
	Activity float64 `yaml:"activity"`
	// Satisfaction is the chance that a judged answer satisfies, when nothing speaks for or against it.
	Satisfaction float64 `yaml:"satisfaction"`
	// Difference is the smallest difference of effects between two groups that counts as planted.
	Difference float64     `yaml:"difference"`
	Tastes     Tastes      `yaml:"tastes"`
	Dimensions []Dimension `yaml:"dimensions"`
	Models     []Model     `yaml:"models"`
	Locales    []Share     `yaml:"locales"`
	Reactions  Reactions   `yaml:"reactions"`
	Intents    []Intent    `yaml:"intents"`
	// Heavy is one user who writes far more than others and has a strong taste of their own.
	Heavy *Heavy `yaml:"heavy"`
}

// Tastes say how far single users are from their group, as standard deviations of probabilities.
type Tastes struct {
	// Mood moves all judgements of a user, Aspects the effect of each aspect.
	Mood    float64 `yaml:"mood"`
	Aspects float64 `yaml:"aspects"`
}

// Share is one of several values and how often it is drawn, relative to the others.
type Share struct {
	Name  string  `yaml:"name"`
	Share float64 `yaml:"share"`
}

// Dimension is a way to split users.
type Dimension struct {
	Name   string  `yaml:"name"`
	Groups []Share `yaml:"groups"`
}

// Model is a model that answers: the stratum of its conversations.
type Model struct {
	Name  string  `yaml:"name"`
	Share float64 `yaml:"share"`
	// Satisfaction moves the chance that an answer satisfies.
	Satisfaction float64 `yaml:"satisfaction"`
}

// Reactions say how often users react, and how. All are shares of the exchanges.
type Reactions struct {
	// None do not react in words.
	None float64 `yaml:"none"`
	// Neutral react without a judgement.
	Neutral float64 `yaml:"neutral"`
	// Explicit rate the answer, whether or not they react in words.
	Explicit float64 `yaml:"explicit"`
	// Wish is the share of dissatisfied reactions that say what is wanted, when something is.
	Wish float64 `yaml:"wish"`
}

// Intent is one thing that users want from the platform.
type Intent struct {
	Name string `yaml:"name"`
	// Kind is the intent of the phrase library that writes the texts; empty means Name.
	Kind  string  `yaml:"kind"`
	Share float64 `yaml:"share"`
	// Mix multiplies the share for a group: dimension, group, factor.
	Mix map[string]map[string]float64 `yaml:"mix"`
	// Aspects are the shares of the answers that show each aspect.
	Aspects map[string]float64 `yaml:"aspects"`
	// Errors are the shares of the answers that are simply wrong, by group: dimension, group, share.
	Errors      map[string]map[string]float64 `yaml:"errors"`
	Preferences []Preference                  `yaml:"preferences"`
}

// Preference is the effect of an aspect on the chance that an answer satisfies.
type Preference struct {
	Aspect string `yaml:"aspect"`
	// Everyone is the effect on all users, Groups what is added for some: dimension, group, effect.
	Everyone float64                       `yaml:"everyone"`
	Groups   map[string]map[string]float64 `yaml:"groups"`
}

// Heavy is a user who writes a large share of all conversations.
type Heavy struct {
	Share  float64           `yaml:"share"`
	Groups map[string]string `yaml:"groups"`
	Intent string            `yaml:"intent"`
	Aspect string            `yaml:"aspect"`
	Effect float64           `yaml:"effect"`
}
