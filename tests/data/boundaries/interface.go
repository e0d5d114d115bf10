//boundary:what a value in an interface that does not escape, by its size
//boundary:unit bytes
//boundary:range 2 1048576
//boundary:below objects == 0
//boundary:past any contradicted iface-large
//boundary:why The copy is on the stack up to 1024 bytes. Past that it is on the heap, and the claim still says "does not escape".
package main

//go:noinline
func show(p *[N]byte) {
	look(*p) // <-
}

var array [N]byte

func run() { show(&array) }
