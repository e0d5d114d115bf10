//boundary:what `make([]byte, n)`, `n` not constant
//boundary:unit bytes
//boundary:range 1 4096
//boundary:below objects == 0
//boundary:past <=1.24 confirmed honest | >=1.25 contradicted varmake-overflow
//boundary:why Always the heap until 1.24, and the claim says so. Since 1.25 the claim says "does not escape" for any n, and 32 bytes of stack are tried first.
package main

//go:noinline
func array(n int) {
	b := make([]byte, n) // <-
	b[n/2]++
}

func run() { array(N + zero) }
