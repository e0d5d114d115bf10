//belief:says s := []int{1, 2}; return s copies two numbers and allocates nothing.
//belief:verdict false
//belief:why A slice is a pointer with two lengths. Those are copied. The array behind them outlives the call and is on the heap. An array is a value and is copied whole.
package p

//go:noinline
func returned() []int {
	s := []int{1, 2} // 1 any confirmed honest
	return s
}

//go:noinline
func local() int {
	s := []int{1, 2} // 2 any upheld
	return len(s)
}

//go:noinline
func array() [2]int {
	a := [2]int{1, 2} // 3 any silent
	return a
}

func Case1() { slice = returned() }
func Case2() { local() }
func Case3() { two = array() }

var (
	slice []int
	two   [2]int
)
