package feed

import "sync"

type node[K comparable, V any] struct {
	key        K
	value      V
	prev, next *node[K, V]
}

// LRU keeps the last max values that were asked for.
type LRU[K comparable, V any] struct {
	mu   sync.Mutex
	max  int
	byK  map[K]*node[K, V]
	root node[K, V] // a ring: root.next is the newest
}

// NewLRU makes its map without a size: it grows while the cache fills.
func NewLRU[K comparable, V any](max int) *LRU[K, V] {
	c := &LRU[K, V]{max: max, byK: make(map[K]*node[K, V])}
	c.root.prev, c.root.next = &c.root, &c.root
	return c
}

func (c *LRU[K, V]) unlink(n *node[K, V]) {
	n.prev.next, n.next.prev = n.next, n.prev
}

func (c *LRU[K, V]) link(n *node[K, V]) {
	n.prev, n.next = &c.root, c.root.next
	n.prev.next, n.next.prev = n, n
}

// Get returns the value and makes it the newest.
func (c *LRU[K, V]) Get(k K) (v V, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	n, ok := c.byK[k]
	if !ok {
		return v, false
	}
	c.unlink(n)
	c.link(n)
	return n.value, true
}

// Put adds or replaces a value and drops the oldest one when there are too many.
func (c *LRU[K, V]) Put(k K, v V) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if n, ok := c.byK[k]; ok {
		n.value = v
		c.unlink(n)
		c.link(n)
		return
	}
	n := &node[K, V]{key: k, value: v}
	c.byK[k] = n
	c.link(n)
	if len(c.byK) > c.max {
		oldest := c.root.prev
		delete(c.byK, oldest.key)
		c.unlink(oldest)
	}
}
