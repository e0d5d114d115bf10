package main

import (
	"os"

	"example.com/odd/lib"
)

var kept [64]*[300]byte

//go:noinline
func fill(i int) {
	p := new([300]byte) // live: confirmed|ambiguous
	kept[i] = p
	lib.Fill(i, 1000)
}

func main() {
	lib.Exact()
	for i := 0; i < 64; i++ {
		fill(i)
	}
	lib.Write(os.Args[1])
}
