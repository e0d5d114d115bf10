//belief:says Since Go 1.21 a returned make([]int, 10) stays on the stack.
//belief:verdict false
//belief:why The array outlives the call, so it is on the heap in every version. Inlining keeps it on the stack, if the caller does not keep it either.
package p

//go:noinline
func returned() []int {
	s := make([]int, 10) // 1 any confirmed honest
	return s
}

//go:noinline
func local() int {
	s := make([]int, 10) // 2 any upheld
	return len(s)
}

func small() []int { return make([]int, 10) }

//go:noinline
func caller() int {
	s := small() // 3 any upheld
	return len(s)
}

func Case1() { slice = returned() }
func Case2() { local() }
func Case3() { caller() }

var slice []int
