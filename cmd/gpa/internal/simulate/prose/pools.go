package prose

import (
	"errors"
	"fmt"
	"maps"
	"slices"
)

func (l *Library) readTopics() error {
	for _, name := range []string{"topics-code", "topics-data", "topics-operations"} {
		var list []topicFile
		if err := readPool(name, &list); err != nil {
			return err
		}
		for _, f := range list {
			t, err := f.topic()
			if err != nil {
				return fmt.Errorf("read phrases of %s: %w", name, err)
			}
			l.topics = append(l.topics, t)
		}
	}
	return nil
}

func (l *Library) readKinds() error {
	var byName map[string]struct{ Prompts, Again, Answers []string }
	if err := readPool("intents", &byName); err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(byName)) {
		f, k := byName[name], kind{name: name}
		for _, list := range []struct {
			from []string
			to   *[]template
		}{{f.Prompts, &k.prompts}, {f.Again, &k.again}, {f.Answers, &k.answer}} {
			if err := compileInto(list.to, list.from); err != nil {
				return fmt.Errorf("phrases of intent %s: %w", name, err)
			}
		}
		l.kinds = append(l.kinds, k)
	}
	return nil
}

func (l *Library) readAspects() error {
	var byName map[string][]string
	if err := readPool("aspects", &byName); err != nil {
		return err
	}
	if err := compileInto(&l.jargon, byName["jargon"]); err != nil {
		return fmt.Errorf("phrases of jargon: %w", err)
	}
	l.aspects = make([][]template, len(Aspects))
	for i, name := range Aspects {
		if drawn[name] {
			continue
		}
		if err := compileInto(&l.aspects[i], byName[name]); err != nil {
			return fmt.Errorf("phrases of aspect %s: %w", name, err)
		}
	}
	return nil
}

// drawn are the aspects that come from the form of the answer and not from phrases.
var drawn = map[string]bool{
	"code_share": true, "emoji": true, "length": true, "runnable_code": true, "step_by_step": true, "structure": true, "table": true,
}

func (l *Library) readFillers() error {
	var list []string
	if err := readPool("fillers", &list); err != nil {
		return err
	}
	return compileInto(&l.fillers, list)
}

func (l *Library) readWishes() error {
	var byName map[string]struct{ More, Less, Ask []string }
	if err := readPool("wishes", &byName); err != nil {
		return err
	}
	l.wishes = make([]wishes, len(Aspects))
	for i, name := range Aspects {
		f, w := byName[name], &l.wishes[i]
		ask, err := compileAll(f.Ask)
		w.Ask = ask
		if err := errors.Join(err, compileInto(&w.More, f.More), compileInto(&w.Less, f.Less)); err != nil {
			return fmt.Errorf("wishes for %s: %w", name, err)
		}
	}
	return nil
}

func compileInto(to *[]template, from []string) error {
	if len(from) == 0 {
		return errors.New("expected at least one phrase")
	}
	list, err := compileAll(from)
	*to = list
	return err
}
