//boundary:what a variable that an escaping closure reads, by its size
//boundary:unit bytes
//boundary:range 2 65536
//boundary:below "moved to heap" not in claims
//boundary:past any confirmed honest
//boundary:why Up to 128 bytes a variable that is never assigned again is copied into the closure. A larger one is shared, so it is moved to the heap: two objects instead of one.
package main

//go:noinline
func reader(p *[N]byte) func() byte {
	x := *p // <-
	return func() byte { return x[zero] } // <-
}

var array [N]byte

func run() { function = reader(&array) }
