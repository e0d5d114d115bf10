// The same in all three, but for the lines.
package work

// What Go versions say differently of the same source.

//go:noinline
func Variable(n int) int {
	data := make([]int, n)
	return len(data)
}

//go:noinline
func VariableConstant() int {
	n := 10
	data := make([]int, n)
	return len(data)
}

//go:noinline
func Constant() any {
	x := 1234
	return x
}

//go:noinline
func Raw() string {
	return Sprint(`a "raw"
string`, "and another")
}

//go:noinline
func Sprint(list ...any) string {
	sinkAny = list
	return ""
}

var sinkAny []any
