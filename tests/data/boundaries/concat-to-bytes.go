//boundary:what `[]byte(a + b)`
//boundary:unit bytes
//boundary:range 2 4096
//boundary:below objects == 0
//boundary:past any contradicted tmpbuf-overflow
//boundary:why Two buffers and two objects until 1.23, one since. Go 1.24 lends no buffer at all, though the claim still says that nothing escapes.
package main

//go:noinline
func convert(a, c string) {
	b := []byte(a + c) // <-
	b[0]++
}

func run() { convert(long[:N/2], long[:N-N/2]) }
