//boundary:what `m[k] = v`, by the size of `k`
//boundary:unit bytes
//boundary:range 1 4096
//boundary:below objects == 0
//boundary:past any unclaimed map-grow
//boundary:why A larger key is stored apart too.
package main

//go:noinline
func put() int {
	m := map[[N]byte]int{}
	m[[N]byte{1}] = 1 // <-
	return len(m)
}

func run() { put() }
