//boundary:what `[]rune(s)`
//boundary:unit runes
//boundary:range 1 4096
//boundary:below objects == 0
//boundary:past any contradicted tmpbuf-overflow
//boundary:why Here the buffer holds 32 runes, 128 bytes.
package main

//go:noinline
func convert(s string) {
	r := []rune(s) // <-
	r[0]++
}

func run() { convert(long[:N]) }
