//boundary:what `make([]byte, len(s))` and `copy`
//boundary:unit bytes
//boundary:range 1 4096
//boundary:below objects == 0
//boundary:past <=1.24 silent | >=1.25 contradicted varmake-overflow
//boundary:why The two statements are fused into one call (makeslicecopy) where the slice escapes, and until 1.24 also where it does not.
//boundary:alone
package main

//go:noinline
func clone(s []byte) {
	b := make([]byte, len(s)) // <-
	copy(b, s)
	b[0]++
}

func run() { clone(data[:N]) }
