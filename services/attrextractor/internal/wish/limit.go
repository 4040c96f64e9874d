package wish

import "github.com/gpa-stream/gpa/services/attrextractor/internal/measure/phrase"

// judgeLimit says that a cue for a change of length names the length: "reduce it to" is a wish before "30 words" only.
func (r *reading) judgeLimit(c mark, cl *clause, f *finding) bool {
	if !r.spoken(cl.from, c.from) {
		return false
	}
	if _, ok := cl.turned(c.from, 3, negation); ok {
		return false
	}
	end := r.amount(c.to, cl)
	f.to = end
	if end == c.to && c.size() > 2 && r.words[c.to-2].Text == "down" && c.to < cl.to && articles[r.words[c.to].Text] {
		f.to = c.to - 1 // boil it down to the essentials
		return true
	}
	return end > c.to
}

// amount is the end of an amount of text, such as "about 30 words", that begins at that word; the word when there is none.
func (r *reading) amount(word int, cl *clause) int {
	i := word
	for i < cl.to && i < word+3 && abouts[r.words[i].Text] {
		i++
	}
	if i+1 >= cl.to || r.words[i].Shape&phrase.Digit == 0 && !numbers[r.words[i].Text] {
		return word
	}
	i++
	if i+1 < cl.to && (determiners[r.words[i].Text] || numbers[r.words[i].Text] || r.words[i].Shape&phrase.Digit != 0 || ranges[r.words[i].Text]) {
		i++
	}
	if i+1 < cl.to && r.words[i].Shape&phrase.Digit != 0 {
		i++
	}
	if !units[r.words[i].Text] {
		return word
	}
	return i + 1
}

var (
	// abouts stand before a number.
	abouts = set("about around roughly approximately only just exactly under below maximum max at most less than no more least between etwa ungefähr maximal höchstens rund unos unas aproximadamente máximo " +
		"environ maximum cerca de no mais 大 约 大约")
	// ranges join two numbers.
	ranges = set("to or and of bis a à 到 至")
	// numbers are those that are written out.
	numbers = set("a an one single two three four five six seven eight nine ten twelve fifteen twenty thirty fifty hundred few couple ein eine einen einem zwei drei vier fünf zehn un una dos tres cuatro cinco diez " +
		"une deux trois quatre cinq dix um uma dois duas três 一 两 三 四 五 十")
	// units are those of text.
	units = set("word words sentence sentences line lines paragraph paragraphs character characters chars page pages bullet bullets tweet wort wörter worte satz sätze zeile zeilen absatz absätze zeichen seite seiten " +
		"palabra palabras frase frases línea líneas párrafo párrafos caracteres página páginas oración oraciones mot mots phrase phrases ligne lignes paragraphe paragraphes caractères page pages " +
		"palavra palavras linha linhas parágrafo parágrafos 字 词 句 行 段")
)
