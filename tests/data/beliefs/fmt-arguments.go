//belief:says Each argument of fmt.Printf costs an allocation.
//belief:verdict depends
//belief:why The slice of the arguments is on the stack. An argument is boxed when it escapes, as every one does in fmt. Values that need no box cost nothing: pointers, constants, small numbers, an empty string.
package p

import (
	"fmt"
	"io"
)

//go:noinline
func number(n int) {
	fmt.Fprintf(io.Discard, "%x", n) // 1 any confirmed boxed-sibling & upheld
}

//go:noinline
func small(n int) {
	fmt.Fprintf(io.Discard, "%x", n) // 2 any unobserved never-value-dependent & upheld
}

//go:noinline
func word(s string) {
	fmt.Fprintf(io.Discard, "%s", s) // 3 any confirmed boxed-sibling & upheld
}

//go:noinline
func constant() {
	fmt.Fprintf(io.Discard, "%s", "word") // 4 any unobserved never-readonly-const & upheld
}

//go:noinline
func pointer(p *int) {
	fmt.Fprintf(io.Discard, "%p", p) // 5 any upheld
}

func Case1() { number(thousand) }
func Case2() { small(thousand - 800) }
func Case3() { word(text) }
func Case4() { constant() }
func Case5() { pointer(&thousand) }

var (
	thousand = 1000
	text     = "text"
)
