// A service of the standard library alone, with one allocation of each usual sort. Comments say which
// verdicts are right for the bytes of their line:
//
//	// live: VERDICT[|VERDICT …] [>=1.N VERDICT…]
//
// the words after a version replace those before it for that version and later ones.
package main

import (
	"flag"
	"fmt"
	"log"
	"net"
	"net/http"
	_ "net/http/pprof"
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync"

	"example.com/live/record"
)

func init() {
	if rate, err := strconv.Atoi(os.Getenv("HEAP_RATE")); err == nil {
		runtime.MemProfileRate = rate
	}
}

type pair[K comparable, V any] struct {
	key  K
	val  V
	next *pair[K, V]
}

type stack[K comparable, V any] struct{ top *pair[K, V] }

//go:noinline
func (s *stack[K, V]) push(k K, v V) {
	s.top = &pair[K, V]{k, v, s.top} // live: confirmed
}

type point struct{ x, y int }

type service struct {
	mu      sync.Mutex
	cache   map[string][]byte
	entries []*record.Entry
	pairs   stack[string, int]
	points  []*point
	boxes   []any
	queues  []chan int
	texts   []string
	counter func(string) int
}

//go:noinline
func (s *service) put(key string, size int) {
	buf := make([]byte, size) // live: confirmed
	s.cache[key] = buf        // live: unclaimed|ambiguous
}

//go:noinline
func (s *service) enter(path string) {
	e := record.New(path, 1) // live: confirmed
	s.entries = append(s.entries, e)
}

//go:noinline
func isUpload(method, path string) bool {
	return strings.HasSuffix(method+" "+path+" HTTP/1.1 and more than a stack buffer", "buffer") // live: contradicted|ambiguous
}

//go:noinline
func words(text string) int {
	counts := map[string]int{}
	for i := 0; i+3 <= len(text); i++ {
		counts[text[i:i+3]]++ // live: unclaimed|ambiguous
	}
	return len(counts)
}

//go:noinline
func checksum(n int) (sum byte) {
	scratch := make([]byte, n) // live: confirmed >=1.25 contradicted|ambiguous
	for i := range scratch {
		scratch[i] = byte(i)
		sum ^= scratch[i] + 1
	}
	return sum
}

//go:noinline
func primes(n int) int {
	var found []int
	for i := 2; i < n; i++ {
		prime := true
		for _, p := range found {
			prime = prime && i%p != 0
		}
		if prime {
			found = append(found, i) // live: unclaimed|ambiguous >=1.25 contradicted|ambiguous
		}
	}
	return len(found)
}

//go:noinline
func (s *service) locate(x, y int) {
	p := point{x, y} // live: confirmed
	s.points = append(s.points, &p)
}

//go:noinline
func (s *service) box(n int) {
	var v any = n + 100000 // live: confirmed
	s.boxes = append(s.boxes, v)
}

//go:noinline
func (s *service) queue() {
	q := make(chan int, 16) // live: unclaimed
	s.queues = append(s.queues, q)
}

//go:noinline
func (s *service) describe(id int, path string) {
	text := fmt.Sprintf("%d %s", id+100000, path) // live: confirmed
	s.texts = append(s.texts, text)
}

//go:noinline
func (s *service) join(path string, n int) {
	list := ""
	for i := 0; i < n; i++ {
		list += path // live: unclaimed|ambiguous
	}
	s.texts = append(s.texts, list)
}

func (s *service) work(w http.ResponseWriter, r *http.Request) {
	n, err := strconv.Atoi(r.URL.Query().Get("n"))
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	path := r.URL.Path
	s.put(strconv.Itoa(n), 2000)
	s.enter(path)
	s.pairs.push(path, n)
	s.locate(n, n)
	s.box(n)
	s.queue()
	s.describe(n, path)
	s.join(path, 20)
	sum := int(checksum(4096+n)) + words(strings.Repeat(path, 2)+"abcdefghijklmnopqrstuvwxyz") + primes(100)
	if isUpload(r.Method, path) {
		sum++
	}
	fmt.Fprintln(w, sum, s.counter(path))
}

func main() {
	addr := flag.String("addr", "127.0.0.1:0", "listen")
	flag.Parse()
	s := &service{cache: map[string][]byte{}}
	var kept []*record.Entry
	s.counter = record.Counter(&kept)
	http.HandleFunc("/work/", s.work)
	listener, err := net.Listen("tcp", *addr)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("listening on", listener.Addr())
	log.Fatal(http.Serve(listener, nil))
}
