//belief:says Maps are always on the heap.
//belief:verdict false
//belief:why A map that does not escape is on the stack with up to eight entries. The ninth entry takes memory from the heap: at the make or the literal when the number is known there, and at the assignment otherwise.
package p

//go:noinline
func few() int {
	m := map[int]int{1: 1, 2: 2} // 1 any upheld
	return len(m)
}

//go:noinline
func hint() int {
	m := make(map[int]int, 100) // 2 any contradicted map-hint
	return len(m)
}

//go:noinline
func grows(n int) int {
	m := map[int]int{} // 3 any upheld
	for i := 0; i < n; i++ {
		m[i] = i // 3 any unclaimed map-grow
	}
	return len(m)
}

//go:noinline
func returned() map[int]int {
	return map[int]int{} // 4 any confirmed honest
}

func Case1() { few() }
func Case2() { hint() }
func Case3() { grows(size) }
func Case4() { kept = returned() }

var (
	size = 9
	kept map[int]int
)
