package phrase

import (
	"slices"
	"testing"
)

func FuzzASCIIIsCutAsAnyText(f *testing.F) {
	for _, s := range []string{
		"Don't use 3.5 of my_var, e.g. step-by-step: 'quoted' (or not)!", "A_ _b a'_c a''b x-", "HTTP2 McDonald\r\n\tOK? yes;no a.b.c.", "' _ - . a'", "",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if !isASCII(s) {
			return
		}
		if got, want := appendASCII(nil, s, 3), appendAny(nil, s, 3); !slices.Equal(got, want) {
			t.Errorf("%q is cut to\n%+v\nas ASCII, as any text to\n%+v", s, got, want)
		}
	})
}
