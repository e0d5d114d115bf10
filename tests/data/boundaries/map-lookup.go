//boundary:what `m[string(b)]` that is read
//boundary:unit bytes
//boundary:range 1 1048576
//boundary:below objects == 0
//boundary:past any confirmed honest
//boundary:why No copy is made for a lookup: the bytes are hashed where they are.
package main

//go:noinline
func find(b []byte) int {
	return table[string(b)] // <-
}

func run() { find(data[:N]) }
