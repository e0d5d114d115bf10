//boundary:what `string(r)` of `[]rune`, by the length of the result
//boundary:unit bytes of the result
//boundary:range 1 4096
//boundary:below objects == 0
//boundary:past any contradicted tmpbuf-overflow
//boundary:why The buffer has 32 bytes, but the runtime asks for three more than it needs.
package main

//go:noinline
func convert(r []rune) int {
	s := string(r) // <-
	return len(s) + int(s[0])
}

func run() { convert(runes[:N]) }
