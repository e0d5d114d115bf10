package lib

type Node struct {
	id  int
	buf [128]byte
}

func New(id int) *Node {
	return &Node{id: id} // live: confirmed
}
