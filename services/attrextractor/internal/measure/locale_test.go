package measure

import "testing"

func TestEndsTellASpelling(t *testing.T) {
	t.Parallel()
	for word, want := range map[string]sign{
		"organize": american, "organizes": american, "organized": american, "organizing": american, "organizer": american,
		"organization": american, "organizations": american, "paralyze": american, "paralyzes": american, "paralyzed": american, "paralyzing": american,
		"organisation": british, "organisations": british, "analyse": british, "analysed": british, "analysing": british,
		"promise": 0, "prize": 0, "station": 0, "downsize": 0, "quizzes": 0, "paragraph": 0, "sessions": 0,
	} {
		if got := ending(word); got != want {
			t.Errorf("ending(%q) = %d, want %d", word, got, want)
		}
	}
}
