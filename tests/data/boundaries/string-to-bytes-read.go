//boundary:what `[]byte(s)` that is only read
//boundary:unit bytes
//boundary:range 1 1048576
//boundary:below objects == 0
//boundary:past any contradicted tmpbuf-overflow
//boundary:why Until 1.21 a copy like any other. Since 1.22 the slice is the string itself ("zero-copy string->[]byte conversion"), of any length.
package main

//go:noinline
func convert(s string) byte {
	b := []byte(s) // <-
	return b[0] + b[len(b)-1]
}

func run() { convert(long[:N]) }
