package old

var kept []*int

//go:noinline
func Run() {
	n := 1
	kept = append(kept, &n)
}
