//boundary:what `[]byte(s)` that is written to
//boundary:unit bytes
//boundary:range 1 4096
//boundary:below objects == 0
//boundary:past any contradicted tmpbuf-overflow
//boundary:why The compiler lends the runtime 32 bytes of stack; a longer result is on the heap.
package main

//go:noinline
func convert(s string) {
	b := []byte(s) // <-
	b[0]++
}

func run() { convert(long[:N]) }
