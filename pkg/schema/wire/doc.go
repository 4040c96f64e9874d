// Package wire encodes and decodes the messages that pass by in every record: the same bytes and the same values as
// package proto gives, in less time and memory. It knows the fields of the messages by heart, and a test takes care that
// it knows all of them. Whatever it does not know (a field of a later version, a text that is no UTF-8, anything
// damaged) it leaves to package proto, with its results and errors.
package wire
