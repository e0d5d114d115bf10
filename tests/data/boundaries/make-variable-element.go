//boundary:what `make([]T, n)` with n = 1, by the size of `T`
//boundary:unit bytes
//boundary:range 1 4096
//boundary:below objects == 0
//boundary:past <=1.24 confirmed honest | >=1.25 contradicted varmake-overflow
//boundary:why An element of more than 32 bytes has no buffer at all.
package main

type element [N]byte

//go:noinline
func array(n int) {
	s := make([]element, n) // <-
	s[n-1][0]++
}

func run() { array(1 + zero) }
