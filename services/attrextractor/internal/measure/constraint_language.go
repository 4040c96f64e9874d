package measure

import "github.com/gpa-stream/gpa/services/attrextractor/internal/measure/phrase"

// A language that a prompt can ask for.
type language struct {
	// asked are the patterns by which it is asked for.
	asked string
	// small are its most frequent words; nil for those that are told by their script.
	small map[string]bool
}

// languages are those whose answers can be told by their small words, or by ideographs.
var languages = []language{
	{"(in|into|to) english; english please; auf englisch; en inglés; en anglais", set("the of and to a in is that it for you with as on are this be or i")},
	{"(in|into|to) german; auf deutsch; en alemán; en allemand", set("der die das und ist nicht ein eine zu den mit von im für auf sie es dem")},
	{"(in|into|to) french; en français; auf französisch", set("le la les de des et est un une du en que pour dans qui pas vous il")},
	{"(in|into|to) spanish; en español; auf spanisch", set("el la los las de y que en un una es por con para se del su lo")},
	{"(in|into|to) italian; in italiano", set("il la di e che un una in per è non si con sono del lo mi ti")},
	{"(in|into|to) portuguese; em português", set("o a os as de e que um uma em para com não é do da se por")},
	{"(in|into|to) indonesian; bahasa indonesia", set("yang dan di untuk dengan ini dari dapat adalah pada ke akan dalam tidak itu atau")},
	{"(in|into|to) chinese; 用 中文; 中文", nil},
	{"(in|into|to) japanese; 日本語 で; 日本語", nil},
}

// fewWords are too few to tell a language by.
const fewWords = 8

// speaks says whether the response is in a language: one word in eleven is one of its small words, or a third is
// ideographs. Responses of a few words count as if they were.
func (s *scan) speaks(l language) bool {
	if len(s.words) < fewWords {
		return true
	}
	n := 0
	for i := range s.words {
		if l.small == nil && s.words[i].Shape&phrase.Ideograph != 0 || l.small[s.words[i].Text] {
			n++
		}
	}
	if l.small == nil {
		return 3*n > len(s.words)
	}
	return 11*n > len(s.words)
}
