//boundary:what an `int` in an interface that escapes, by its value
//boundary:unit
//boundary:range 1 1048576
//boundary:below objects == 0
//boundary:past any confirmed honest
//boundary:why The runtime has a table of the values 0 to 255 and points into it.
package main

//go:noinline
func keep(n int) {
	value = n // <-
}

func run() { keep(N + zero) }
