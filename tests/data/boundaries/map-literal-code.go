//boundary:what `map[K]V{...}` that is made entry by entry
//boundary:unit entries
//boundary:range 9 128
//boundary:below calls == N
//boundary:calls runtime.mapassign
//boundary:past any contradicted map-hint
//boundary:why Up to 25 entries each have a call of `mapassign` of their own. More are read from two arrays in a loop, with one call: one place in a profile instead of many.
package main

//go:noinline
func names() int {
	m := map[int]int{REPEAT{N}{, }{I: I}} // <-
	return len(m)
}

func run() { names() }
