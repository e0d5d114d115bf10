//belief:says new(T) is on the heap, var x T on the stack.
//belief:verdict false
//belief:why The two are the same to the compiler. What counts is whether the address outlives the call.
package p

type point struct{ x, y, z int }

//go:noinline
func local() int {
	p := new(point) // 1 any upheld
	return p.x
}

//go:noinline
func returned() *point {
	var p point // 2 any confirmed honest
	return &p
}

func Case1() { local() }
func Case2() { kept = returned() }

var kept *point
