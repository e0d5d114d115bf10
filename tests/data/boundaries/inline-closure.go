//boundary:what a closure that is called once, where it is made, by its cost
//boundary:unit
//boundary:range 3 1200
//boundary:below "inlining call to" in claims
//boundary:past any silent
//boundary:why Since 1.24 a closure with one call may cost ten times as much.
package main

//go:noinline
func outer(a int) int {
	once := func() int { return REPEAT{N - 2}{ }{-}a }
	return once() // <-
}

func run() { zero = outer(zero) }
