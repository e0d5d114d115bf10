//belief:says a + b allocates a new string.
//belief:verdict depends
//belief:why It does not when the result does not escape and fits 32 bytes, nor when all operands but one are empty. s += t has no claim in any version.
package p

//go:noinline
func short(a, b string) int {
	s := a + b // 1 any upheld
	return len(s)
}

//go:noinline
func long(a, b string) int {
	s := a + b // 2 any contradicted tmpbuf-overflow
	return len(s)
}

//go:noinline
func constant(id string) int {
	s := "SELECT id, name, price, created_at, updated_at FROM products WHERE id = " + id // 3 any contradicted tmpbuf-overflow
	return len(s)
}

//go:noinline
func empty(a, b string) string {
	return a + b // 4 any unobserved never-value-dependent
}

//go:noinline
func adds(s, t string) string {
	s += t // 5 any unclaimed concat-assign
	return s
}

func Case1() { short(text, text) }
func Case2() { long(large, text) }
func Case3() { constant(text) }
func Case4() { kept = empty(text, text[:0]) }
func Case5() { kept = adds(text, text) }

var (
	text  = "0123456789"
	large = "0123456789 0123456789 0123456789"
	kept  string
)
