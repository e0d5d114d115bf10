//boundary:what `range []byte(s)`
//boundary:unit bytes
//boundary:range 1 65536
//boundary:below objects == 0
//boundary:past any confirmed honest
//boundary:why No copy is made for a range: the string is walked where it is.
package main

//go:noinline
func sum(s string) (n byte) {
	for _, c := range []byte(s) { // <-
		n += c
	}
	return n
}

func run() { sum(long[:N]) }
