//belief:says Generic functions box their arguments, as interfaces do.
//belief:verdict false
//belief:why They are compiled for each shape of type, and values stay what they are. Only an explicit conversion to an interface boxes a value, as it does anywhere.
package p

//go:noinline
func largest[T int | float64](a, b T) T { // 1 any silent
	if a > b {
		return a
	}
	return b
}

//go:noinline
func keep[T any](x T) {
	kept = x // 2 any confirmed honest
}

func Case1() { largest(thousand, 1) }
func Case2() { keep(array) }

var (
	thousand = 1000
	array    [3]int
	kept     any
)
