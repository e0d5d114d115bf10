//boundary:what `make([]byte, n, N)`
//boundary:unit bytes
//boundary:range 1 1048576
//boundary:below objects == 0
//boundary:past any confirmed honest
//boundary:why A constant capacity is as good as a constant length: this is the way round the limit of a variable make.
package main

//go:noinline
func array(n int) {
	b := make([]byte, n, N) // <-
	change(b)
}

func run() { array(1 + zero) }
