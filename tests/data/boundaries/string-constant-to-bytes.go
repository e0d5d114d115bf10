//boundary:what `[]byte("constant")` that is written to
//boundary:unit bytes
//boundary:range 2 262144
//boundary:below objects == 0
//boundary:past any contradicted tmpbuf-overflow
//boundary:why A constant's length is known, so that its bytes are a variable of the function; past 64 KiB they are on the heap, and the claim still says that they are not.
package main

const constant = CONSTANT

//go:noinline
func convert(i int) {
	b := []byte(constant) // <-
	b[i]++
}

func run() { convert(zero) }
