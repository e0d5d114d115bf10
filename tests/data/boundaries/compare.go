//boundary:what `string(b) == s`
//boundary:unit bytes
//boundary:range 1 1048576
//boundary:below objects == 0
//boundary:past any confirmed honest
//boundary:why No copy is made for a comparison, so there is nothing that could be too long.
package main

//go:noinline
func equal(b []byte, s string) bool {
	return string(b) == s // <-
}

func run() { equal(data[:N], long[:N]) }
