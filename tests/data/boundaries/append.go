//boundary:what `append` to a nil slice that does not escape
//boundary:unit bytes
//boundary:range 1 4096
//boundary:below objects == 0
//boundary:past <=1.24 unclaimed append-grow | >=1.25 contradicted append-grow
//boundary:why Until 1.24 the first element goes to the heap, without a claim. Since 1.25 the first 32 bytes are on the stack, and the claim says "does not escape" for any number of them.
package main

//go:noinline
func collect(n int) {
	var s []byte
	for i := 0; i < n; i++ {
		s = append(s, 1) // <-
	}
	s[n/2]++
}

func run() { collect(N + zero) }
