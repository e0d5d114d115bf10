//boundary:what `string(b)`
//boundary:unit bytes
//boundary:range 2 4096
//boundary:below objects == 0
//boundary:past any contradicted tmpbuf-overflow
//boundary:why The compiler lends the runtime 32 bytes of stack; a longer result is on the heap.
package main

//go:noinline
func convert(b []byte) int {
	s := string(b) // <-
	b[0]++
	return int(s[0]) + len(s)
}

func run() { convert(data[:N]) }
