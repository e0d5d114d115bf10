//boundary:what `map[K]V{...}`
//boundary:unit entries
//boundary:range 1 256
//boundary:below objects == 0
//boundary:past any contradicted map-hint
//boundary:why A literal of more than eight entries takes its room from the heap, like a hint of more than eight.
package main

//go:noinline
func names() int {
	m := map[int]int{REPEAT{N}{, }{I: I}} // <-
	return len(m)
}

func run() { names() }
