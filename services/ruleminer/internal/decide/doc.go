// Package decide turns e-values into sets of rules, and watches rules that were published. It is arithmetic only.
package decide
