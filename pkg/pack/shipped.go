package pack

import (
	"embed"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
)

//go:embed packs/*.yaml
var files embed.FS

// Names are the packs that come with the program, sorted.
func Names() []string { return []string{"education", "general", "health", "programming", "support"} }

// Shipped are the packs that come with the program, in the order of Names.
var Shipped = sync.OnceValues(func() ([]*Pack, error) {
	var out []*Pack
	for _, name := range Names() {
		data, err := files.ReadFile("packs/" + name + ".yaml")
		if err != nil {
			return nil, fmt.Errorf("shipped pack %s: %w", name, err)
		}
		p, err := Parse(data)
		if err != nil {
			return nil, err
		}
		out = append(out, p)
	}
	return out, nil
})

// Default is the pack where none is named.
const Default = "general"

// Load is the shipped pack of that name, or the one in that file; Default when nothing is named.
func Load(nameOrFile string) (*Pack, error) {
	if nameOrFile == "" {
		nameOrFile = Default
	}
	shipped, err := Shipped()
	if err != nil {
		return nil, err
	}
	if i := slices.IndexFunc(shipped, func(p *Pack) bool { return p.Name == nameOrFile }); i >= 0 {
		return shipped[i], nil
	}
	text, err := os.ReadFile(nameOrFile)
	if err != nil {
		return nil, fmt.Errorf("pack %q is neither shipped (%s) nor a file: %w", nameOrFile, strings.Join(Names(), ", "), err)
	}
	p, err := Parse(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", nameOrFile, err)
	}
	return p, nil
}
