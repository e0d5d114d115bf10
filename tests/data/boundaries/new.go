//boundary:what `new([N]byte)`
//boundary:unit bytes
//boundary:range 1 1048576
//boundary:below objects == 0
//boundary:past any confirmed honest
//boundary:why The limit of everything that no variable names; the claim follows.
package main

//go:noinline
func array(i int) {
	p := new([N]byte) // <-
	p[i]++
}

func run() { array(zero) }
