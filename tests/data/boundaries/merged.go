//boundary:what two variables without pointers moved to the heap, by their size together
//boundary:unit bytes
//boundary:step 2
//boundary:range 2 64
//boundary:below objects == 1
//boundary:always apart
//boundary:past any confirmed honest
//boundary:why Since 1.25 small variables of one function are one object, charged to the line of the first; the second looks as if it cost nothing.
package main

//go:noinline
func two() (*[N / 2]byte, *[N / 2]byte) {
	var x [N / 2]byte // <-
	var y [N / 2]byte // <-
	return &x, &y
}

var a, b *[N / 2]byte

func run() { a, b = two() }
