//boundary:what a function that is called, by its cost
//boundary:unit
//boundary:range 3 400
//boundary:below "inlining call to" in claims and cost == N
//boundary:cost leaf
//boundary:never none
//boundary:past any silent
//boundary:why What is inlined is judged anew in its caller, and may stay on the stack there. Costs are those of "can inline ... with cost".
package main

func leaf(a int) int { return REPEAT{N - 2}{ }{-}a }

func run() {
	zero = leaf(zero) // <-
}
