//belief:says Values of more than 128 bytes go to the heap when they are passed, returned or ranged over.
//belief:verdict false
//belief:why They are copied on the stack. 128 bytes is a limit in two other places only: what a closure may copy, and what a map stores in place.
package p

type large [1000]byte

//go:noinline
func pass(x large) large { // 1 any silent
	return x
}

//go:noinline
func ranged(p *large) (n byte) {
	for _, b := range *p { // 2 any silent
		n += b
	}
	return n
}

//go:noinline
func captured(p *[129]byte) func() byte {
	x := *p // 3 any confirmed honest
	return func() byte { return x[0] }
}

//go:noinline
func stored() int {
	m := map[int][200]byte{}
	m[1] = [200]byte{} // 4 any unclaimed map-grow
	return len(m)
}

func Case1() { array = pass(array) }
func Case2() { ranged(&array) }
func Case3() { function = captured(&other) }
func Case4() { stored() }

var (
	array    large
	other    [129]byte
	function func() byte
)
