//belief:says Since Go 1.22 each iteration of a loop allocates its variable.
//belief:verdict depends
//belief:why Only where the address of the variable escapes: then each iteration has its own variable, where one was shared before. The go line of go.mod decides which. Here it names the version of the toolchain.
package p

//go:noinline
func escapes(n int) {
	for i := [3]int{}; i[0] < n; i[0]++ { // 1 any confirmed honest
		kept = &i
	}
}

//go:noinline
func call(f func() int) int { return f() }

//go:noinline
func stays(n int) (sum int) {
	for i := 0; i < n; i++ {
		sum += call(func() int { return i }) // 2 any upheld
	}
	return sum
}

func Case1() { escapes(ten) }
func Case2() { stays(ten) }

var (
	ten  = 10
	kept *[3]int
)
