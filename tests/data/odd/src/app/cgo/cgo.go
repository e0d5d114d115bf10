package main

// #include <stdlib.h>
// #include <string.h>
// static int twice(int n) { return 2 * n; }
import "C"

import (
	"os"
	"unsafe"

	"example.com/odd/lib"
)

var kept [64][]byte

//go:noinline
func fill(i int) {
	n := C.twice(C.int(200 + i))
	p := make([]byte, int(n)) // live: confirmed
	kept[i] = p
}

//go:noinline
func copied(i int) string {
	c := C.CString("some text that C knows")
	defer C.free(unsafe.Pointer(c))
	return C.GoString(c)
}

func main() {
	lib.Exact()
	for i := 0; i < 64; i++ {
		fill(i)
		copied(i)
		lib.Fill(i, 1000)
	}
	lib.Write(os.Args[1])
}
