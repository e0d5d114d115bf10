//belief:says make with a size that is not constant always allocates.
//belief:verdict true until 1.24
//belief:why Since 1.25 the first 32 bytes are tried on the stack. The claim says "does not escape" for any size, though more than 32 bytes are on the heap all the same. A constant capacity helps in every version.
package p

//go:noinline
func few(n int) {
	s := make([]byte, n) // 1 <=1.24 confirmed honest | >=1.25 upheld
	s[n-1]++
}

//go:noinline
func many(n int) {
	s := make([]byte, n) // 2 <=1.24 confirmed honest | >=1.25 contradicted varmake-overflow
	s[n-1]++
}

//go:noinline
func capacity(n int) {
	s := make([]byte, n, 200) // 3 any upheld
	s[n-1]++
}

func Case1() { few(size - 68) }
func Case2() { many(size) }
func Case3() { capacity(size) }

var size = 100
