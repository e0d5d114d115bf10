//belief:says The flows of -m=2 name parameters {arg-0}, {arg-1}.
//belief:verdict false
//belief:why No version prints that. A flow has the parameter's own name, or {heap} for what outlives everything. Only the sign changed, from = to ← in 1.25.
//belief:flows
//belief:absent {arg-
package p

//go:noinline
func keep(p *int) { // 1 any silent
	kept = p
}

func Case1() { keep(&number) }

var (
	kept   *int
	number int
)
