//belief:says A method value allocates.
//belief:verdict depends
//belief:why It is a closure over the receiver and costs the same: nothing when it does not escape, one object when it does.
package p

type counter struct{ n int }

func (c *counter) add() { c.n++ }

//go:noinline
func call(f func()) { f() }

//go:noinline
func passed(c *counter) {
	call(c.add) // 1 any upheld
}

//go:noinline
func kept(c *counter) {
	function = c.add // 2 any confirmed honest
}

func Case1() { passed(&one) }
func Case2() { kept(&one) }

var (
	one      counter
	function func()
)
