//boundary:what `make(map[K]V, N)`
//boundary:unit entries
//boundary:range 1 4096
//boundary:below objects == 0
//boundary:past any contradicted map-hint
//boundary:why A map that does not escape has room for eight entries on the stack. The claim is the same on both sides.
package main

//go:noinline
func seen() int {
	m := make(map[int]int, N) // <-
	m[1] = 2
	return len(m)
}

func run() { seen() }
