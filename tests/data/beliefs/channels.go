//belief:says A channel that stays in its function is on the stack.
//belief:verdict false
//belief:why A channel is always on the heap, in every version, and the compiler prints no claim for it. If its elements contain pointers, the buffer is a second object.
package p

//go:noinline
func local() int {
	c := make(chan int, 1) // 1 any unclaimed chan-always-heap
	c <- 1
	return <-c
}

//go:noinline
func pointers(p *int) *int {
	c := make(chan *int, 1) // 2 any unclaimed chan-always-heap
	c <- p
	return <-c
}

func Case1() { local() }
func Case2() { pointers(&number) }

var number int
