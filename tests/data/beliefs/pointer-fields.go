//belief:says A struct with pointer fields escapes.
//belief:verdict false
//belief:why How long the value is needed decides, not what is in it. A whole list is on the stack when nothing keeps it.
package p

type node struct {
	next *node
	name *string
}

//go:noinline
func local(name *string) int {
	list := &node{next: &node{name: name}} // 1 any upheld
	return len(*list.next.name)
}

//go:noinline
func returned(name *string) *node {
	return &node{name: name} // 2 any confirmed honest
}

func Case1() { local(&text) }
func Case2() { kept = returned(&text) }

var (
	text = "text"
	kept *node
)
