package broken

func F(n int) *int {
	x := n
	return &y
}
