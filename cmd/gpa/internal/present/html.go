package present

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"maps"
	"slices"
	"strconv"

	"github.com/gpa-stream/gpa/pkg/schema"
)

//go:embed report.html.tmpl
var reportTemplate string

// maxBadShown is how many bad records report.html lists.
const maxBadShown = 100

// page is what the template shows.
type page struct {
	Headline string
	Tiles    []tile
	Sections []section
	Judged   []slice
	Counts   []row
	Seconds  []row
	Warnings []row
	Bad      []BadRecord
	BadLeft  string
	Digest   string
}

type tile struct{ Figure, Name string }

type row struct{ Name, Value string }

type section struct {
	Dimension string
	Cards     []htmlCard
	Same      []string
	Unknown   []row
}

type htmlCard struct {
	Intent    string
	Chart     chart
	ChartName string
	Growth    growth
	Sentences []string
	Rows      []htmlFinding
	Shared    []string
	Rubrics   []htmlRubric
}

type htmlFinding struct{ Aspect, More, Less, Difference, Interval, Evidence, Since, Users, Observations, From string }

type htmlRubric struct {
	Group, Version, Status string
	Instructions           []string
}

// HTML is report.html: one file that needs nothing else, for light and dark screens and for paper.
func HTML(r Results, rep Report) ([]byte, error) {
	t, err := template.New("report").Parse(reportTemplate)
	if err != nil {
		return nil, fmt.Errorf("read the report's template: %w", err)
	}
	var b bytes.Buffer
	if err := t.Execute(&b, newPage(r, rep)); err != nil {
		return nil, fmt.Errorf("write the report: %w", err)
	}
	return b.Bytes(), nil
}

func newPage(r Results, rep Report) page {
	p := page{Digest: Clean(rep.Digest), Judged: judgementBar(rep.Exchanges)}
	if len(rep.Digest) > maxName {
		p.Digest = clean(rep.Digest, 80)
	}
	differences, same, unknown := 0, 0, 0
	for _, pl := range r.places() {
		if n := len(p.Sections); n == 0 || p.Sections[n-1].Dimension != spoken(pl.dimension) {
			p.Sections = append(p.Sections, section{Dimension: spoken(pl.dimension)})
		}
		s := &p.Sections[len(p.Sections)-1]
		switch pl.verdict {
		case schema.Different:
			differences += len(pl.findings)
			s.Cards = append(s.Cards, newCard(pl, r))
		case schema.Same:
			same++
			s.Same = append(s.Same, spoken(pl.intent))
		default:
			unknown++
			s.Unknown = append(s.Unknown, row{spoken(pl.intent), missing(pl)})
		}
	}
	p.Headline = headline(differences, same, unknown)
	p.Tiles = tiles(rep)
	p.Counts = counts(rep)
	for _, k := range slices.Sorted(maps.Keys(rep.Seconds)) {
		p.Seconds = append(p.Seconds, row{Clean(k), strconv.FormatFloat(rep.Seconds[k], 'f', 1, 64) + " s"})
	}
	for _, k := range slices.Sorted(maps.Keys(rep.Warnings)) {
		p.Warnings = append(p.Warnings, row{clean(k, 120), thousands(rep.Warnings[k])})
	}
	for _, bad := range rep.BadRecords[:min(len(rep.BadRecords), maxBadShown)] {
		p.Bad = append(p.Bad, BadRecord{File: clean(bad.File, 80), Line: bad.Line, Reason: clean(bad.Reason, 200)})
	}
	if left := rep.Input.Bad - int64(len(p.Bad)); left > 0 && len(p.Bad) > 0 {
		p.BadLeft = thousands(left)
	}
	return p
}

func headline(differences, same, unknown int) string {
	s := strconv.Itoa(differences) + " differences between groups"
	switch differences {
	case 0:
		s = "No difference between groups"
	case 1:
		s = "One difference between groups"
	}
	if same > 0 {
		s += fmt.Sprintf(", %d %s shown to be the same", same, plural(same, "intent"))
	}
	if unknown > 0 {
		s += fmt.Sprintf(", %d not known yet", unknown)
	}
	return s
}

func plural(n int, noun string) string {
	if n == 1 {
		return noun
	}
	return noun + "s"
}

func tiles(rep Report) []tile {
	share := "0 %"
	if rep.Exchanges.Total > 0 {
		share = strconv.FormatFloat(100*float64(rep.Exchanges.Judged.Sum())/float64(rep.Exchanges.Total), 'f', 0, 64) + " %"
	}
	return []tile{
		{thousands(rep.Input.Conversations), "conversations"},
		{thousands(rep.Exchanges.Total), "answers"},
		{share, "of them judged"},
		{thousands(rep.Observations.Kept), "observations kept"},
	}
}

func counts(rep Report) []row {
	in, o := rep.Input, rep.Observations
	rows := []row{
		{"records read", thousands(in.Records)},
		{"conversations", thousands(in.Conversations)},
		{"duplicates", thousands(in.Duplicates)},
		{"bad records", thousands(in.Bad)},
		{"turns", thousands(in.Turns)},
		{"late turns", thousands(in.Late)},
		{"observations", thousands(o.Total)},
		{"… kept", thousands(o.Kept)},
		{"… capped (one user counts only so often)", thousands(o.Capped)},
		{"… unused (neutral, or unclear)", thousands(o.Unused)},
		{"dead letters", thousands(rep.DeadLetters)},
	}
	if rep.LLM.Calls+rep.LLM.MemoHits > 0 {
		rows = append(rows,
			row{"language model: calls", thousands(rep.LLM.Calls)},
			row{"language model: answers from memory", thousands(rep.LLM.MemoHits)},
			row{"language model: tokens in and out", thousands(rep.LLM.InputTokens) + " / " + thousands(rep.LLM.OutputTokens)},
			row{"language model: cost", "$ " + strconv.FormatFloat(rep.LLM.CostUSD, 'f', 2, 64)})
	}
	return rows
}

func newCard(p place, r Results) htmlCard {
	c := htmlCard{Intent: capital(spoken(p.intent)), Chart: draw(p), ChartName: "Differences between groups for " + spoken(p.intent) + ", with their intervals"}
	c.Growth = grow(r.histories(p))
	for _, f := range p.findings {
		low, high := interval(f)
		c.Sentences = append(c.Sentences, capital(sentence(f)))
		c.Rows = append(c.Rows, htmlFinding{
			Aspect: title(f.Aspect), More: Clean(f.wantsMore()), Less: Clean(f.wantsLess()), Difference: signed(abs(f.Effect)),
			Interval: signed(low) + " to " + signed(high), Evidence: evidence(f.LogE), Since: since(f.Rule, r.Start),
			Users: thousands(f.Support.UsersAtLeast), Observations: thousands(f.Support.Observations), From: channels(f),
		})
	}
	for _, s := range p.shared {
		c.Shared = append(c.Shared, title(s.aspect)+" ("+signed(s.effect)+")")
	}
	for _, rub := range r.Rubrics.Rubrics {
		if rub.Dimension != p.dimension || rub.Intent != p.intent || len(rub.Items) == 0 {
			continue
		}
		h := htmlRubric{Group: Clean(rub.Group), Version: strconv.Itoa(rub.Version), Status: Clean(rub.Status)}
		for _, it := range rub.Items {
			h.Instructions = append(h.Instructions, clean(it.Instruction, 300))
		}
		c.Rubrics = append(c.Rubrics, h)
	}
	return c
}

func abs(x float64) float64 {
	if x < 0 {
		return -x
	}
	return x
}
