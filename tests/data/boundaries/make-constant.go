//boundary:what `make([]byte, N)`
//boundary:unit bytes
//boundary:range 1 1048576
//boundary:below objects == 0
//boundary:past any confirmed honest
//boundary:why What no variable names may have 64 KiB of stack; the claim follows.
package main

//go:noinline
func array(i int) {
	b := make([]byte, N) // <-
	b[i]++
}

func run() { array(zero) }
