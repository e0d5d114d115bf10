//boundary:what `string(b)` that escapes
//boundary:unit bytes
//boundary:range 1 64
//boundary:below objects == 0
//boundary:past any confirmed honest
//boundary:why The runtime has a table of all strings of one byte.
package main

//go:noinline
func convert(b []byte) {
	text = string(b) // <-
}

func run() { convert(data[:N]) }
