package main

import (
	"os"

	"example.com/dep"
	"example.com/odd/lib"
)

type record struct {
	next *record
	buf  [256]byte
}

var (
	head  *record
	pairs [64]*dep.Pair[string, int]
)

func main() {
	lib.Exact()
	for i := 0; i < 64; i++ {
		head = &record{next: head} // live: confirmed
		second(i)
		lib.Fill(i, 1000)
		dep.Fill(i, 1000)
		pairs[i] = dep.New("x", i)
	}
	lib.Write(os.Args[1])
}
