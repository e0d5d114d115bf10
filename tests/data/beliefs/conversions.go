//belief:says string(b) and []byte(s) always copy.
//belief:verdict false
//belief:why In a comparison, a map lookup or a range they do not, in any version. Since 1.22 they do not either when the bytes are only read. Otherwise they copy, on the stack up to 32 bytes.
package p

//go:noinline
func compare(b []byte, s string) bool {
	return string(b) == s // 1 any upheld
}

//go:noinline
func lookup(b []byte) int {
	return numbers[string(b)] // 2 any upheld
}

//go:noinline
func ranged(s string) (n byte) {
	for _, c := range []byte(s) { // 3 any upheld
		n += c
	}
	return n
}

//go:noinline
func read(s string) byte {
	b := []byte(s) // 4 <=1.21 contradicted tmpbuf-overflow | >=1.22 upheld
	return b[0]
}

//go:noinline
func write(s string) byte {
	b := []byte(s) // 5 any contradicted tmpbuf-overflow
	b[0]++
	return b[0]
}

//go:noinline
func kept(b []byte) string {
	return string(b) // 6 any confirmed honest
}

func Case1() { compare(data, text) }
func Case2() { lookup(data) }
func Case3() { ranged(text) }
func Case4() { read(text) }
func Case5() { write(text) }
func Case6() { result = kept(data) }

var (
	text    = "0123456789 0123456789 0123456789 0123456789"
	data    = []byte(text)
	numbers = map[string]int{}
	result  string
)
