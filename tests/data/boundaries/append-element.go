//boundary:what `append` of one element, by its size
//boundary:unit bytes
//boundary:range 1 4096
//boundary:below objects == 0
//boundary:past <=1.24 unclaimed append-grow | >=1.25 contradicted append-grow
//boundary:why An element of more than 32 bytes has no buffer at all.
package main

type element [N]byte

//go:noinline
func collect(e *element) {
	var s []element
	s = append(s, *e) // <-
	s[zero][0]++
}

var one element

func run() { collect(&one) }
