package lib

import "testing"

var tested [64]*Node

//go:noinline
func inTest(i int) {
	p := &Node{id: i} // live: confirmed
	tested[i] = p
}

func TestInner(t *testing.T) {
	for i := 0; i < 64; i++ {
		inTest(i)
		Fill(i, 1000)
	}
}
