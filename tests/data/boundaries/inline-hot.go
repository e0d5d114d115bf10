//boundary:what a function that a PGO profile calls hot, by its cost
//boundary:unit
//boundary:range 3 3000
//boundary:below "inlining call to" in claims and cost == N
//boundary:cost leaf
//boundary:hot run leaf
//boundary:past any silent
//boundary:why `-pgo` reads profiles since 1.21 (before, this is a call like any other).
package main

func leaf(a int) int { return REPEAT{N - 2}{ }{-}a }

func run() {
	zero = leaf(zero) // <-
}
