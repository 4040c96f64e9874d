package measure

import "github.com/gpa-stream/gpa/services/attrextractor/internal/measure/phrase"

// stepByStep counts steps: numbered lines that tell to do something, "step 3", and sentences that begin with first,
// then, next. Other numbered lines count a fifth: they may be a mere list. Present from two.
func stepByStep(s *scan) float64 {
	n := s.count(cueStep) + 0.6*s.count(cueSequence)
	for i := range s.lines {
		l := &s.lines[i]
		if l.kind != numbered {
			continue
		}
		n += 0.2
		if l.from < l.to && imperative[s.words[l.from].Text] {
			n += 0.8
		}
	}
	return half(n, 2)
}

// verification is present from a little more than one phrase that tells how to check the result; those that only tell to
// be sure of something count a third.
func verification(s *scan) float64 { return half(s.count(cueCheck)+0.35*s.count(cueEnsure), 1.05) }

// edgeCases counts phrases that name a case out of the ordinary, and half of those that say what holds otherwise.
// Present from one in 300 words of prose. Sentences that begin with "if" and words of limiting ("may not", "depends on")
// order answers below that: a tenth and a twentieth each, at most a third together.
func edgeCases(s *scan) float64 {
	amiss, ifs := s.conditions()
	n := s.count(cueEdge) + 0.5*s.count(cueElse) + 0.5*amiss + min(0.1*ifs+0.05*s.count(cueLimit), 0.33)
	return half(n*300/float64(max(len(s.words), 300)), 1)
}

// warnings counts phrases that tell to be careful, half of those that forbid something at the start of a sentence, and a
// fifth of those that only name a danger: lyrics and plots are full of these. Present from one in 200 words.
func warnings(s *scan) float64 {
	n := s.count(cueWarning) + 0.5*s.count(cueForbid) + 0.2*s.count(cueRisk)
	return half(n*200/float64(max(len(s.words), 200)), 1)
}

// conditions counts "if" before a word that says that something is wrong or missing, in the same clause, and the clauses
// that begin with "if".
func (s *scan) conditions() (wrong, begun float64) {
	for i := range s.words {
		w := &s.words[i]
		if len(w.Text) > len("when") || w.Text != "if" && w.Text != "when" && w.Text != "wenn" && w.Text != "si" {
			continue
		}
		if w.Gap != phrase.Space && w.Text != "when" {
			begun++
		}
		for k := i + 1; k < min(i+11, len(s.words)) && s.words[k].Gap == phrase.Space; k++ {
			if amiss[s.words[k].Text] {
				wrong++
				break
			}
		}
	}
	return wrong, begun
}

var amiss = set("not no none never multiple without fails fail failed missing empty invalid null error errors isn't doesn't aren't incorrect wrong zero negative already still persists encounter exceeds cannot can't won't unable unavailable " +
	"nicht kein keine leer fehlt no vacío falla")

// technicalDepth is the rate of technical words: terms of trades, code in the line, names with digits, underscores or
// capitals inside, formulas. Long words count a quarter. Code in blocks adds its share, which alone is not enough.
// Present from four in 100 words.
func technicalDepth(s *scan) float64 {
	n := s.count(cueTechnical) + 2*float64(s.marks.spans+s.marks.formulas)
	for i := range s.words {
		n += technicality(s.words[i].Shape, len(s.words[i].Text))
	}
	return half(s.rate(n)+3*codeShare(s), 4)
}

// imperative are the verbs that begin steps.
var imperative = set("add adjust aim allow apply arrange ask assign attach avoid begin bake boil bring browse build buy calculate call change check choose clean click " +
	"close collect combine compare compile complete configure confirm connect consider contact convert cook copy count cover create cut decide declare define delete deploy " +
	"design determine develop dice divide download drag drain draw drill edit enable ensure enter establish evaluate execute explore export extract fill find finish " +
	"focus fold follow format gather generate get give go heat identify implement import include increase initialize insert inspect install keep launch learn leave let lift lie hold tie wrap rub spray preheat grease bend stand sit breathe stretch tell explain discuss sign unscrew disconnect reconnect reinstall uninstall " +
	"back reboot dry peel chop garnish solder invite schedule avoid limit offer encourage seek stay eat drink sleep talk assess analyze analyse " +
	"list load locate log look loop loosen make mark measure melt mix modify monitor move multiply navigate note open order paste perform pick place plan plug pour practice prepare " +
	"press provide pull push put read record reduce remove rename repeat replace research reset restart return review rinse roll run save scan search season select send serve set " +
	"share simmer slice solve sort specify spread sprinkle start stir stop store submit subtract switch take tap test tighten track train transfer try turn type " +
	"understand unplug update upload use validate verify visit wait wash watch whisk wipe work write " +
	"öffnen wählen klicken gehen geben fügen erstellen abre haz elige selecciona añade ouvrez cliquez ajoutez choisissez abra clique selecione adicione")
