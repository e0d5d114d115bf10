//boundary:what `[]byte{...}` of N elements
//boundary:unit bytes
//boundary:range 1 16777216
//boundary:below objects == 0
//boundary:past any confirmed honest
//boundary:why The array of a slice literal has no limit of its own: neither 64 KiB nor that of declared variables (looked for up to 16 MiB).
package main

//go:noinline
func array(i int) {
	s := []byte{N - 1: 1} // <-
	s[i]++
}

func run() { array(zero) }
