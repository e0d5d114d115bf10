//boundary:what `new(T)` without pointers beside a `new(byte)`, by the size of `T`
//boundary:unit bytes
//boundary:range 9 64
//boundary:below bytes <= 16
//boundary:past any confirmed honest
//boundary:why Objects without pointers smaller than 16 bytes share blocks of 16: up to 15 bytes and 1 byte are one block.
package main

//go:noinline
func two() (*[N]byte, *byte) {
	return new([N]byte), new(byte) // <-
}

var a *[N]byte
var b *byte

func run() { a, b = two() }
