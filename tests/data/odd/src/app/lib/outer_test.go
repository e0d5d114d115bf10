package lib_test

import (
	"testing"

	"example.com/odd/lib"
)

var outer [64]*[200]byte

//go:noinline
func fromOutside(i int) {
	p := new([200]byte) // live: confirmed
	outer[i] = p
	lib.Fill(i, 1000)
}

func TestOuter(t *testing.T) {
	for i := 0; i < 64; i++ {
		fromOutside(i)
	}
}
