//boundary:what `&T{}`, by the size of `T`
//boundary:unit bytes
//boundary:range 1 1048576
//boundary:below objects == 0
//boundary:past any confirmed honest
//boundary:why The limit of everything that no variable names; the claim follows.
package main

type object struct{ field [N]byte }

//go:noinline
func array(i int) {
	p := &object{} // <-
	p.field[i]++
}

func run() { array(zero) }
