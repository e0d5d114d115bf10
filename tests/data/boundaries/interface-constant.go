//boundary:what a constant composite in an interface that escapes, by its size
//boundary:unit bytes
//boundary:range 2 262144
//boundary:below objects == 0
//boundary:past any confirmed honest
//boundary:why Since 1.25 the interface points to read-only data. The claim "escapes to heap" is the same in all versions.
package main

type object struct{ field [N]byte }

//go:noinline
func keep() {
	value = object{} // <-
}

func run() { keep() }
