package parse

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/gpa-stream/gpa/services/ingest/internal/tape"
)

// Auto recognises the format of each record by its fields.
const Auto = "auto"

// A format is one way to write a log. A new one is a file beside this one and an entry in formats.
type format struct {
	name string
	// timed says that its records may carry times.
	timed bool
	// is says whether the record looks like this format. The first in formats that says so is taken.
	is func(root tape.Value) bool
	// read fills the record.
	read func(root tape.Value, rec *Record, limits Limits) error
}

// formats are asked in this order, the most telling fields first.
var formats = []format{
	{"openai-chat", true, isOpenAIChat, readOpenAIChat},
	{"messages", true, isMessages, readMessages},
	{"wildchat", true, isWildChat, readWildChat},
	{"lmsys", false, isLMSYS, readLMSYS},
	{"sharegpt", false, isShareGPT, readShareGPT},
	{"native", true, isNative, readNative},
}

// Formats are the names of all formats, Auto first, then in alphabetical order.
func Formats() []string {
	names := make([]string, 0, len(formats))
	for _, f := range formats {
		names = append(names, f.name)
	}
	slices.Sort(names)
	return append([]string{Auto}, names...)
}

// Known says whether there is a format of that name, in an error that names those there are.
func Known(name string) error {
	if slices.Contains(Formats(), name) {
		return nil
	}
	return fmt.Errorf("unknown format %q; known are %s", name, strings.Join(Formats(), ", "))
}

// Timed says whether records of the format may carry times. Auto and unknown formats may.
func Timed(name string) bool {
	i := slices.IndexFunc(formats, func(f format) bool { return f.name == name })
	return i < 0 || formats[i].timed
}

// A Parser reads records one after the other. It may not be used from two goroutines at once.
type Parser struct {
	options Options
	fields  []string // keys of options.Dimensions, sorted
	doc     tape.Doc
}

// New makes a parser.
func New(o Options) *Parser {
	return &Parser{options: o, fields: slices.Sorted(maps.Keys(o.Dimensions))}
}

// Parse reads a record of the named format, and says which it took when that is Auto.
func (p *Parser) Parse(line []byte, name string) (rec Record, taken string, err error) {
	root, err := p.object(line)
	if err != nil {
		return Record{}, name, err
	}
	f, err := choose(root, name)
	if err != nil {
		return Record{}, name, err
	}
	rec.At = NoTime
	if err := f.read(root, &rec, p.options.Limits); err != nil {
		return Record{}, f.name, err
	}
	for _, field := range p.fields {
		rec.mapped(root, field, p.options.Dimensions[field])
	}
	return rec, f.name, nil
}

func (p *Parser) object(line []byte) (tape.Value, error) {
	root, err := p.doc.Parse(line)
	switch {
	case errors.Is(err, tape.ErrEncoding):
		return root, err
	case err != nil:
		return root, fmt.Errorf("not JSON: %w", err)
	case root.Kind() != tape.Object:
		return root, fmt.Errorf("the line is %s; expected one JSON object a line", root.Kind())
	}
	return root, nil
}

func choose(root tape.Value, name string) (format, error) {
	for _, f := range formats {
		if f.name == name || name == Auto && f.is(root) {
			return f, nil
		}
	}
	if err := Known(name); err != nil {
		return format{}, err
	}
	return format{}, fmt.Errorf("format not recognised by its fields (%s); known are %s", fieldNames(root), strings.Join(Formats()[1:], ", "))
}

func fieldNames(root tape.Value) string {
	const most = 8
	var names []string
	for m := range root.Members() {
		if len(names) == most {
			names = append(names, "…")
			break
		}
		names = append(names, clip(m.Name()))
	}
	if names == nil {
		return "none"
	}
	return strings.Join(names, ", ")
}
