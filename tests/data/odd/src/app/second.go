package main

import "example.com/odd/lib"

var (
	blobs [64][]byte
	nodes [64]*lib.Node
)

//go:noinline
func second(i int) {
	p := make([]byte, 1000+i) // live: confirmed
	blobs[i] = p
	nodes[i] = lib.New(i) // the body is inlined: see lib.New
}
