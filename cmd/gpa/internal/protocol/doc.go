// Package protocol holds the promise of docs/delivery.md against the parts that keep it, all of them at once: whatever
// is killed, repeated, reordered or slept through, the results are those of a calm run.
//
// It is tests only. Logs and database are in memory, the stages, the loop and the relay are the real ones, and a
// random schedule moves them step by step; every run is a function of its seed.
package protocol
