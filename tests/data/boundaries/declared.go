//boundary:what `var x [N]byte`
//boundary:unit bytes
//boundary:range 1 20971520
//boundary:below objects == 0
//boundary:past any confirmed honest
//boundary:why A declared variable may be large: 10 MiB until 1.23, 128 KiB since. Past the limit the compiler says "moved to heap", below it nothing.
package main

//go:noinline
func array(i int) byte {
	var x [N]byte // <-
	x[i]++
	return x[i/2]
}

func run() { array(zero) }
