//belief:says What is passed to an interface escapes.
//belief:verdict depends
//belief:why Passing it is not enough: the compiler looks into a function that it knows. A method called through an interface could be any method, so its arguments escape. Where the compiler knows the type behind the interface, the call is direct and they do not.
package p

type writer interface{ write([]byte) int }

type discard struct{}

//go:noinline
func (discard) write(b []byte) int { return len(b) }

//go:noinline
func look(any) {}

//go:noinline
func known(p [3]int) {
	look(p) // 1 any upheld
}

//go:noinline
func through(w writer) int {
	b := make([]byte, 64) // 2 any confirmed honest
	return w.write(b)
}

//go:noinline
func direct() int {
	var w writer = discard{}
	b := make([]byte, 64) // 3 any upheld
	return w.write(b)
}

func Case1() { known(three) }
func Case2() { through(some) }
func Case3() { direct() }

var (
	three [3]int
	some  writer = discard{}
)
