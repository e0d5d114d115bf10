//belief:says "does not escape" means that nothing is allocated.
//belief:verdict false
//belief:why It means that the value may be on the stack, if there is room. Where the size is not known at compile time the room is limited: to 32 bytes, to eight entries of a map, or to 1024 bytes of an interface. See [boundaries](boundaries.md).
package p

//go:noinline
func concat(a, b string) int {
	s := a + b // 1 any contradicted tmpbuf-overflow
	return len(s)
}

//go:noinline
func seen(n int) int {
	m := make(map[int]bool, n) // 2 any contradicted map-hint
	return len(m)
}

//go:noinline
func look(any) {}

//go:noinline
func show(p *[2000]byte) {
	look(*p) // 3 any contradicted iface-large
}

func Case1() { concat(text, text) }
func Case2() { seen(len(text)) }
func Case3() { show(&array) }

var (
	text  = "0123456789 0123456789 0123456789"
	array [2000]byte
)
