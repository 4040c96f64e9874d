package postgres

import "testing"

// FetchedBin is the folder of the fetched binaries.
func FetchedBin(t *testing.T) string {
	t.Helper()
	owner, err := owner()
	if err != nil {
		t.Fatal(err)
	}
	bin, err := fetched(t.Context(), "", owner)
	if err != nil {
		t.Fatal(err)
	}
	return bin
}
