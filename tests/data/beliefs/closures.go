//belief:says A closure moves the variables that it captures to the heap.
//belief:verdict depends
//belief:why A closure that does not escape moves nothing. One that escapes takes a copy of each variable that is never assigned again and has at most 128 bytes. Other variables are shared, and so they are moved.
package p

//go:noinline
func reads(n int) func() int {
	x := n
	return func() int { return x } // 1 any confirmed honest
}

//go:noinline
func writes() func() int {
	x := [3]int{}                             // 2 any confirmed honest
	return func() int { x[0]++; return x[0] } // 2 any confirmed honest
}

//go:noinline
func call(f func()) { f() }

//go:noinline
func stays(n int) int {
	x := n
	call(func() { x++ }) // 3 any upheld
	return x
}

//go:noinline
func large(p *[129]byte) func() byte {
	x := *p                            // 4 any confirmed honest
	return func() byte { return x[0] } // 4 any confirmed honest
}

func Case1() { function = reads(1) }
func Case2() { function = writes() }
func Case3() { stays(1) }
func Case4() { bytes = large(&array) }

var (
	function func() int
	bytes    func() byte
	array    [129]byte
)
