//boundary:what `m[k] = v` in a map without a hint
//boundary:unit entries
//boundary:range 1 4096
//boundary:below objects == 0
//boundary:past any unclaimed map-grow
//boundary:why The ninth entry makes the map grow, on a line that has no claim.
package main

//go:noinline
func fill(n int) int {
	m := map[int]int{}
	for i := 0; i < n; i++ {
		m[i] = i // <-
	}
	return len(m)
}

func run() { fill(N + zero) }
