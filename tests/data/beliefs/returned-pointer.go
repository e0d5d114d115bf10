//belief:says Returning a pointer allocates.
//belief:verdict depends
//belief:why It does in a function that is not inlined. Where the call is inlined, the caller decides: if nothing there keeps the value, it is on the stack.
package p

type point struct{ x, y, z int }

//go:noinline
func called() *point {
	return &point{1, 2, 3} // 1 any confirmed honest
}

func inlined() *point { return &point{1, 2, 3} }

//go:noinline
func uses() int {
	p := inlined() // 2 any upheld
	return p.x
}

//go:noinline
func keeps() {
	kept = inlined() // 3 any confirmed honest
}

func Case1() { kept = called() }
func Case2() { uses() }
func Case3() { keeps() }

var kept *point
