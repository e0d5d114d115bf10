//boundary:what `new(T)` with pointers, that fits its size class
//boundary:unit bytes
//boundary:values 8 16 32 64 128 256 512 1024 2048 4096 8192 16384
//boundary:below bytes == N
//boundary:past any confirmed honest
//boundary:why Since 1.22 an object with pointers of more than 512 bytes carries a header of 8 bytes, and an exact fit needs the next class: 1024 bytes take 1152.
package main

//go:noinline
func object() *[N / 8]*byte {
	return new([N / 8]*byte) // <-
}

var a *[N / 8]*byte

func run() { a = object() }
