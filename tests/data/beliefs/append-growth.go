//belief:says A slice that does not escape may grow on the stack.
//belief:verdict depends
//belief:why Until 1.24 append takes all its memory from the heap, and no claim says so. Since 1.25 it has 32 bytes on the stack and goes to the heap when it needs more, though the claim says "does not escape". A constant capacity is on the stack in every version.
package p

//go:noinline
func few(n int) int {
	var s []int
	for i := 0; i < n; i++ {
		s = append(s, i) // 1 <=1.24 unclaimed append-grow | >=1.25 upheld
	}
	return len(s)
}

//go:noinline
func many(n int) int {
	var s []int
	for i := 0; i < n; i++ {
		s = append(s, i) // 2 <=1.24 unclaimed append-grow | >=1.25 contradicted append-grow
	}
	return len(s)
}

//go:noinline
func capacity(n int) int {
	s := make([]int, 0, 100) // 3 any upheld
	for i := 0; i < n; i++ {
		s = append(s, i) // 3 <=1.24 silent | >=1.25 upheld
	}
	return len(s)
}

func Case1() { few(size - 97) }
func Case2() { many(size) }
func Case3() { capacity(size) }

var size = 100
