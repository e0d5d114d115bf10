//boundary:what `strconv.Itoa(n)`, by the value of `n`
//boundary:unit
//boundary:range 1 65536
//boundary:below objects == 0
//boundary:past any silent
//boundary:why The library's own table, for values below 100.
package main

import "strconv"

//go:noinline
func itoa(n int) {
	text = strconv.Itoa(n) // <-
}

func run() { itoa(N + zero) }
