package measure

import (
	"strings"

	"github.com/gpa-stream/gpa/pkg/vocabulary"
	"github.com/gpa-stream/gpa/services/attrextractor/internal/measure/phrase"
)

// localeConventions is the share of units, spellings, currencies and dates in the response that are those of the
// user's region; a misfit weighs double. 0 when the locale names no region or nothing regional occurs.
func localeConventions(s *scan) float64 {
	habits, ok := habitsOf(s.in.Locale)
	if !ok {
		return 0
	}
	fit, misfit := 0.0, 0.0
	judge := func(seen, want sign, weight float64) {
		switch {
		case seen == 0 || want == 0 || weight == 0:
		case seen == want:
			fit += weight
		default:
			misfit += weight
		}
	}
	for i := range s.words {
		if id, ok := regional.words.ID(s.words[i].Text); ok {
			judge(regional.units[id], habits.units, 1)
			judge(regional.spellings[id], habits.spelling, 1)
		} else if habits.spelling != 0 {
			judge(ending(s.words[i].Text), habits.spelling, 1)
		}
	}
	for _, c := range currencies {
		judge(c.sign, habits.currency, float64(strings.Count(s.in.Response, c.symbol)))
	}
	if habits.currency != 0 {
		judge(dollar, habits.currency, s.dollars())
	}
	judge(dateOrder(s.words), habits.dates, 2)
	if fit == 0 {
		return 0
	}
	return fit / (fit + 2*misfit)
}

// A sign is one way of a convention.
type sign uint8

const (
	_ sign = iota
	metric
	imperial
	british
	american
	dollar
	euro
	pound
	yen
	rupee
	dayFirst
	monthFirst
)

// habits are the conventions of a region; zero where both ways are usual.
type habits struct{ units, spelling, currency, dates sign }

// regions are those whose habits differ from the rest of the world's: metric units, day first.
var regions = map[string]habits{
	"US": {imperial, american, dollar, monthFirst},
	"GB": {0, british, pound, dayFirst},
	"CA": {metric, 0, dollar, 0},
	"AU": {metric, british, dollar, dayFirst},
	"NZ": {metric, british, dollar, dayFirst},
	"IE": {metric, british, euro, dayFirst},
	"ZA": {metric, british, 0, dayFirst},
	"IN": {metric, british, rupee, dayFirst},
	"DE": {metric, 0, euro, dayFirst},
	"AT": {metric, 0, euro, dayFirst},
	"FR": {metric, 0, euro, dayFirst},
	"ES": {metric, 0, euro, dayFirst},
	"IT": {metric, 0, euro, dayFirst},
	"NL": {metric, 0, euro, dayFirst},
	"PT": {metric, 0, euro, dayFirst},
	"JP": {metric, 0, yen, 0},
	"CN": {metric, 0, yen, 0},
}

// homes are the regions that a language alone speaks for.
var homes = map[string]string{"de": "DE", "fr": "FR", "es": "ES", "it": "IT", "nl": "NL", "ja": "JP", "zh": "CN"}

// habitsOf reads a locale such as en-GB or pt_BR. A language of many regions alone, such as en, says nothing.
func habitsOf(locale string) (habits, bool) {
	parts := strings.FieldsFunc(locale, func(r rune) bool { return r == '-' || r == '_' || r == '.' })
	if len(parts) == 0 {
		return habits{}, false
	}
	region := homes[strings.ToLower(parts[0])]
	for _, p := range parts[1:] {
		if len(p) == 2 {
			region = strings.ToUpper(p)
		}
	}
	if region == "" {
		return habits{}, false
	}
	if h, ok := regions[region]; ok {
		return h, true
	}
	return habits{units: metric, dates: dayFirst}, true
}

// regional are the words that speak for a region, and what for.
var regional = regionalWords()

type signWords struct {
	words            vocabulary.Vocabulary
	units, spellings []sign // by word; 0 for those that say nothing of it
}

func regionalWords() *signWords {
	var r signWords
	for word := range unitSigns {
		r.words.Add(word)
	}
	for word := range spellingSigns {
		r.words.Add(word)
	}
	r.units, r.spellings = make([]sign, len(unitSigns)+len(spellingSigns)), make([]sign, len(unitSigns)+len(spellingSigns))
	for word, s := range unitSigns {
		r.units[r.words.Add(word)] = s
	}
	for word, s := range spellingSigns {
		r.spellings[r.words.Add(word)] = s
	}
	return &r
}

var unitSigns = signs(map[sign]string{
	metric: "km kilometre kilometres kilometer kilometers metre metres meter meters cm centimetre centimetres centimeter centimeters mm kg kilogram kilograms kilogramm " +
		"gram grams gramm litre litres liter liters ml millilitre celsius kilómetros metros gramos litros kilomètres mètres grammes quilômetros",
	imperial: "mile miles mph foot feet inch inches yard yards pound pounds lbs lb ounce ounces oz tablespoon tablespoons teaspoon teaspoons gallon gallons quart quarts fahrenheit",
})

var spellingSigns = signs(map[sign]string{
	british: "colour colours coloured colourful favourite favourites favour favourable behaviour behaviours behavioural neighbourhood honours rumours flavours harbour fulfilment judgement organise organised organisation recognise realise analyse centre theatre metre litre defence licence " +
		"travelling cancelled labelled modelling programme catalogue grey tyre kerb aeroplane neighbour honour labour flavour rumour mum optimise optimised prioritise summarise",
	american: "color colors colored colorful favorite favorites favor favorable behavior behaviors behavioral neighborhood honors rumors flavors harbor fulfillment judgment amphitheater organize organized organization recognize realize analyze center theater meter liter defense license " +
		"traveling canceled labeled modeling program catalog gray tire curb airplane neighbor honor labor flavor rumor mom optimize optimized prioritize summarize",
})

// currencies are told by their symbols.
var currencies = [...]struct {
	symbol string
	sign   sign
}{{"€", euro}, {"£", pound}, {"¥", yen}, {"₹", rupee}}

func signs(lists map[sign]string) map[string]sign {
	out := map[string]sign{}
	for s, list := range lists {
		for w := range strings.FieldsSeq(list) {
			out[w] = s
		}
	}
	return out
}

// dateOrder looks for dates like 31/12/2026 and 12/31/2026 that can be read in one way only; the first one counts.
func dateOrder(words []phrase.Word) sign {
	for i := 2; i < len(words); i++ {
		a, b, year := words[i-2].Text, words[i-1].Text, words[i].Text
		if len(year) != 4 || words[i].Shape != phrase.Digit || words[i].Gap != phrase.Comma || words[i-1].Gap != phrase.Comma {
			continue
		}
		first, ok1 := numeral(a)
		second, ok2 := numeral(b)
		switch {
		case !ok1 || !ok2 || first > 31 || second > 31:
		case first > 12 && second <= 12:
			return dayFirst
		case second > 12 && first <= 12:
			return monthFirst
		}
	}
	return 0
}

// ending tells the spelling of a word by its end: organize and analyze are American to most readers, organisation and
// analyse British. Ends in -ise alone say nothing, as in promise.
func ending(word string) sign {
	if len(word) < 7 || !mayTell(word) {
		return 0
	}
	for _, e := range [...]string{"ize", "izes", "ized", "izing", "izer", "ization", "izations", "yze", "yzes", "yzed", "yzing"} {
		if strings.HasSuffix(word, e) && !strings.HasSuffix(word, "s"+e) {
			return american
		}
	}
	for _, e := range [...]string{"isation", "isations", "alyse", "alysed", "alysing"} {
		if strings.HasSuffix(word, e) {
			return british
		}
	}
	return 0
}

// mayTell says whether a z or an s stands where the ends that tell a spelling have it: most words are passed over by it.
func mayTell(word string) bool {
	at := len(word) - 1
	switch word[at] {
	case 'e':
		at--
	case 's':
		if at -= 2; word[at+1] == 'n' { // -ations
			at -= 4
		}
	case 'd', 'r':
		at -= 2
	case 'g':
		at -= 3
	case 'n': // -ation
		at -= 5
	}
	return word[at] == 'z' || word[at] == 's'
}

// dollars counts amounts of dollars in prose.
func (s *scan) dollars() float64 {
	n := 0
	for i := range s.lines {
		text := s.lines[i].text
		for {
			_, after, ok := strings.Cut(text, "$")
			if !ok {
				break
			}
			if after != "" && '0' <= after[0] && after[0] <= '9' {
				n++
			}
			text = after
		}
	}
	return float64(n)
}
