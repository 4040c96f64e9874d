package classify

import "strings"

// A note says what a single word or mark means by itself, as a set. Each token is looked up once, for all who ask.
type note uint16

const (
	plain      note = 1 << iota // says nothing about what a text is about
	leads                       // stands before what is meant
	regrets                     // of an answer that is sorry,
	declines                    // cannot,
	cannot                      // even without being sorry,
	fails                       // tells of a failure,
	succeeds                    // or of a success,
	offering                    // or asks what else to do
	codeMark                    // is frequent in code
	bracket                     // opens a call in code, right behind a word
	programs                    // is a word of a program's messages
	errorWord                   // is one before a colon
	colon                       // or square bracket:
	openSquare                  // see pasted
)

var noteLists = map[note]string{
	plain: "a an the of to in on at for and or is are was were be been am do does did it its this that these those i you he she we they me my your " +
		"can could would should will with from as by not no so if but what how why when where which who there have has had please just also about into than then " +
		"der die das den dem des ein eine einen einem einer und oder ist sind war ich du er sie wir ihr es in im an auf fur mit von zu nicht wie was warum kann bitte mir mich dir auch " +
		"el la los las un una unos unas de del y o es son era yo tu en con por para que como cual se me mi lo le al su no si " +
		"le les des du et ou est sont je il elle nous vous en dans pour sur avec ce cette que qui comment pas ne au aux ma mon " +
		"os as um uma do da dos das e ou eu voce em no na com por para que como se meu minha ao 的 了 是 我 你 他 在 吗 呢 啊 吧 这 那 和 有 不 请 一 个",
	leads: "but and so because aber und y pero et mais e mas porque then well also",
	regrets: "sorry apologize apologies unfortunately leider tut entschuldigung lamento siento disculpa desole desolee malheureusement desculpe desculpa " +
		"infelizmente 抱 歉 afraid",
	declines:   "cannot cant unable wont policy puedo kann peux posso 无 model",
	cannot:     "unable",
	fails:      "error fail failed unavailable unsuccessful exception fehler erreur erro",
	succeeds:   "booked confirmed reserved successful successfully done reference purchased scheduled sent",
	offering:   "like want shall should need know help mochtest soll quieres gustaria souhaitez veux voulez quer gostaria 需 要 吗",
	codeMark:   "{ } ; = < _",
	bracket:    "(",
	programs:   "traceback errno panic fatal stderr",
	errorWord:  "error",
	colon:      ":",
	openSquare: "[",
}

// noted are the notes of words, by their numbers.
var noted = noteWords()

func noteWords() (notes []note) {
	for n, list := range noteLists {
		for word := range strings.FieldsSeq(list) {
			id := int(known.Words.Add(word))
			for len(notes) <= id {
				notes = append(notes, 0)
			}
			notes[id] |= n
		}
	}
	return notes
}

// note takes the notes of tokens, by their numbers.
func (m *memory) note(numbers []int32) []note {
	out := m.notes.take(len(numbers))
	for i, n := range numbers {
		if n >= 0 && int(n) < len(noted) {
			out[i] = noted[n]
		}
	}
	return out
}
