//belief:says defer allocates.
//belief:verdict depends
//belief:why A defer that runs at most once per call is free. In a loop each defer has a record, from a pool. Each deferred call with arguments also has a closure, about which -m says nothing and -m=2 prints only the head of an explanation.
package p

//go:noinline
func done(n int) { count += n }

//go:noinline
func once(n int) {
	defer done(n) // 1 any silent
}

//go:noinline
func loop(n int) {
	for i := 0; i < n; i++ {
		defer done(i) // 2 any confirmed wrapper-closure
	}
}

func Case1() { once(number) }
func Case2() { loop(number) }

var (
	number = 10
	count  int
)
