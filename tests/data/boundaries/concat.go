//boundary:what `a + b`, by the length of the result
//boundary:unit bytes
//boundary:range 2 4096
//boundary:below objects == 0
//boundary:past any contradicted tmpbuf-overflow
//boundary:why The compiler lends the runtime 32 bytes of stack, because it cannot know the length. The claim is the same on both sides.
package main

//go:noinline
func concat(a, b string) int {
	s := a + b // <-
	return len(s)
}

func run() { concat(long[:N/2], long[:N-N/2]) }
