//boundary:what a function that is called in a function of 6000 statements, by its cost
//boundary:unit
//boundary:range 3 100
//boundary:below "inlining call to" in claims and cost == N
//boundary:cost leaf
//boundary:past any silent
//boundary:why In a very large function only very small ones are inlined.
package main

func leaf(a int) int { return REPEAT{N - 2}{ }{-}a }

//go:noinline
func large(a int) int {
	REPEAT{6000}{; }{a++}
	return leaf(a) // <-
}

func run() { zero = large(zero) & 0 }
