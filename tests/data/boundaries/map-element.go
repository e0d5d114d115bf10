//boundary:what `m[k] = v`, by the size of `v`
//boundary:unit bytes
//boundary:range 1 4096
//boundary:below objects == 0
//boundary:past any unclaimed map-grow
//boundary:why A larger element is stored apart, one object each, also in a map that is on the stack.
package main

//go:noinline
func put() int {
	m := map[int][N]byte{}
	m[1] = [N]byte{} // <-
	return len(m)
}

func run() { put() }
