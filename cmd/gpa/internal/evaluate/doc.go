// Package evaluate measures the rule miner on worlds with known truth, beside a z-test with Benjamini-Hochberg on the
// same data: how often it publishes what is false, how much of what is planted it finds, and how fast it forgets.
//
// A world is a function of its scenario and a seed. The package reads no clock and writes nowhere.
package evaluate
